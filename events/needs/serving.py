"""What is to be prepared for an event: totals for whoever cooks, a list for those who receive people. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.folding import fold
from events.agenda.models import Event
from events.needs.models import SERVED_STATES, Access, Meal, Wish
from events.registration.models import Seat
from people.accounts.models import Person

_MEALS = [meal.value for meal in Meal]


@dataclass(frozen=True)
class Plate:
    """Meals that are alike: « sans porc, sans noix ». ``in_words``: somebody said something else besides, which is not shown here."""

    words: str
    number: int
    in_words: bool


@dataclass(frozen=True)
class Totals:
    """Meals of an event, counted. ``plain``: people who wish nothing in particular."""

    expected: int
    plain: int
    plates: Sequence[Plate]
    #: (what, number) of each wish by itself, as some kitchens plan.
    wishes: Sequence[tuple[str, int]]


def totals(event: Event) -> Totals:
    """No name, no word of anybody's. Cost: 2 queries."""
    expected = Seat.objects.filter(event=event, state__in=SERVED_STATES).count()
    rows = Wish.objects.agreed().for_meals().filter(seat__event=event, seat__state__in=SERVED_STATES)
    wished: dict[int, set[str]] = defaultdict(set)
    for seat, what in rows.order_by("pk").values_list("seat", "what"):
        wished[seat].add(what)
    alike = Counter(tuple(sorted(whats, key=_MEALS.index)) for whats in wished.values())
    each = Counter(what for whats in wished.values() for what in whats)
    plates = [
        Plate(", ".join(str(Meal(what).label) for what in whats), number, Meal.OTHER.value in whats)
        for whats, number in sorted(
            alike.items(), key=lambda item: (-item[1], [_MEALS.index(what) for what in item[0]])
        )
    ]
    wishes = [(str(meal.label), each[meal.value]) for meal in Meal if each[meal.value]]
    return Totals(expected, expected - len(wished), plates, wishes)


def access_totals(event: Event) -> list[tuple[str, int]]:
    """How often each access need is asked for, without a name. Cost: 1 query."""
    rows = Wish.objects.agreed().for_access().filter(seat__event=event, seat__state__in=SERVED_STATES)
    counted = Counter(rows.order_by().values_list("what", flat=True))
    return [(str(need.label), counted[need.value]) for need in Access if counted[need.value]]


@dataclass(frozen=True)
class Guest:
    """Somebody for whom something is to be prepared."""

    name: str
    person: Person
    wishes: Sequence[str]


def guests(wishes: Iterable[Wish]) -> list[Guest]:
    """One line a seat, by name, from wishes that the reader may see. Needs ``seat__person`` loaded."""
    by_seat: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_seat[wish.seat_id].append(wish)
    lines = [
        Guest(own[0].seat.name, person, [wish.words for wish in sorted(own, key=_in_order)])
        for own in by_seat.values()
        if (person := own[0].seat.person)
    ]
    return sorted(lines, key=lambda guest: (fold(guest.name), guest.person.pk))


def _in_order(wish: Wish) -> Any:
    return [*Access.values, *Meal.values].index(wish.what)
