"""Groups of an event's registrations that somebody may want to write to: each room adds those it knows.

A group is named by its code, with a part where it has several: "expected", "door:Entrée A", "list:4".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from events.agenda import headcount
from events.agenda.models import Event
from events.registration.models import Registration, Seat

Part = tuple[str, str | Promise]


@dataclass(frozen=True)
class Group:
    """``registrations`` answers those of an event and a part ("" where the group has none)."""

    code: str
    label: str | Promise
    order: int
    registrations: Callable[[Event, str], QuerySet[Registration]]
    #: The parts there are at an event, with their labels; None: the group is one.
    parts: Callable[[Event], Iterable[Part]] | None = None


_groups: dict[str, Group] = {}


def add(group: Group) -> None:
    """Called by a room's ``AppConfig.ready``. Raises ValueError for a code in use."""
    if _groups.setdefault(group.code, group) != group:
        raise ValueError(f"Two groups of registrations are called {group.code}.")


def choices(event: Event) -> list[tuple[str, list[tuple[str, str | Promise]]]]:
    """What a list to choose from offers: a heading ("" for none) and its names and labels. Cost: that of the parts."""
    single, several = [], []
    for group in sorted(_groups.values(), key=lambda one: (one.order, one.code)):
        if group.parts is None:
            single.append((group.code, group.label))
        elif parts := [(f"{group.code}:{part}", label) for part, label in group.parts(event)]:
            several.append((str(group.label), parts))
    return [("", single), *several]


def labels(event: Event) -> Callable[[str], str]:
    """Names into words, for a list of them. Cost: that of :func:`choices`, once."""
    known = {
        name: _("%(group)s: %(part)s") % {"group": heading, "part": label} if heading else str(label)
        for heading, group in choices(event)
        for name, label in group
    }
    return lambda name: known.get(name) or label_of(event, name)


def label_of(event: Event, name: str) -> str:
    """The group's name in words; says so where it is gone."""
    code, _colon, part = name.partition(":")
    group = _groups.get(code)
    if group is None:
        return _("A group that is no longer there")
    if group.parts is None:
        return str(group.label)
    label = next((str(label) for found, label in group.parts(event) if found == part), part)
    return _("%(group)s: %(part)s") % {"group": group.label, "part": label}


def registrations_of(event: Event, name: str) -> QuerySet[Registration]:
    """Whoever is in the group now, cancelled ones perhaps among them; nobody where there is no such group."""
    code, _colon, part = name.partition(":")
    group = _groups.get(code)
    if group is None or (group.parts is None) != (part == ""):
        return Registration.objects.none()
    return group.registrations(event, part).filter(event=event)


def with_seats(*states: str) -> Callable[[Event, str], QuerySet[Registration]]:
    """Registrations with a seat in one of these states."""

    def found(event: Event, _part: str) -> QuerySet[Registration]:
        seats = Seat.objects.filter(event=event, state__in=states)
        return Registration.objects.filter(pk__in=seats.values("registration"))

    return found


def applied(event: Event) -> headcount.Beside | None:
    """Seats of applications that await their result: no counter of the event knows them. Cost: 1 query, none for a draft."""
    if event.is_draft:
        return None
    found = Registration.objects.filter(event=event, state=Registration.State.APPLIED).aggregate(seats=Sum("size"))
    number = found["seats"]
    return headcount.Beside(number, ngettext_lazy("seat applied for", "seats applied for", number)) if number else None


State = Seat.State
add(
    Group(
        "seats",
        gettext_lazy("Everybody with a seat"),
        10,
        with_seats(State.EXPECTED, State.PRESENT, State.ABSENT),
    )
)
add(Group("expected", gettext_lazy("Those still expected"), 20, with_seats(State.EXPECTED)))
add(Group("present", gettext_lazy("Those who are present"), 30, with_seats(State.PRESENT)))
add(Group("absent", gettext_lazy("Those who did not come"), 40, with_seats(State.ABSENT)))
add(Group("waiting", gettext_lazy("The waiting list"), 50, with_seats(State.WAITING)))
add(Group("applied", gettext_lazy("Those who applied and await the result"), 55, with_seats(State.APPLIED)))
