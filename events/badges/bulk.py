"""The badges of an event, by name, in parts that a page can draw while somebody waits. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.bilingual import pick
from core.folding import fold
from events.agenda.models import Event
from events.badges.models import BadgeWish
from events.registration.models import Seat

#: Badges of one file: ten sheets of labels, some two seconds of drawing.
PART = 140


@dataclass(frozen=True)
class Badge:
    """What is printed, in words."""

    name: str
    pronunciation: str
    languages: Sequence[str]
    organisation: str
    title: str
    language: str
    #: Whose it is, for the log of readings.
    person: int | None = None


@dataclass(frozen=True)
class Part:
    """Badges ``first`` to ``last`` (from 1), and the names between which they lie."""

    number: int
    first: int
    last: int
    begins: str
    ends: str


def badge_of(seat: Seat, event: Event) -> Badge:
    """Needs registration, organisation and badge loaded: no query then."""
    wish: BadgeWish | None = getattr(seat, "badge", None)
    organisation = seat.registration.organisation
    shows = wish is None or wish.shows_organisation
    return Badge(
        name=(wish.name if wish else "") or seat.name,
        pronunciation=wish.pronunciation if wish else "",
        languages=wish.spoken if wish else [],
        organisation=organisation.name if organisation and shows else "",
        title=pick(event, "title", seat.registration.language).text,
        language=seat.registration.language,
        person=seat.person_id,
    )


def seats_of(event: Event) -> QuerySet[Seat]:
    """Those still expected who are known by name; of a series, also whoever was at a sitting before: they come again."""
    states = [Seat.State.EXPECTED, *([Seat.State.PRESENT] if event.is_series else [])]
    found = Seat.objects.filter(event=event, state__in=states, person__isnull=False).exclude(name="")
    return found.select_related("registration__organisation", "badge").order_by("pk")


def badges_of(event: Event) -> list[Badge]:
    """By name, folded as people look for them. Cost: 1 query."""
    return sorted((badge_of(seat, event) for seat in seats_of(event)), key=lambda badge: fold(badge.name))


def parts_of(badges: Sequence[Badge]) -> list[Part]:
    found = []
    for number, start in enumerate(range(0, len(badges), PART), 1):
        some = badges[start : start + PART]
        found.append(Part(number, start + 1, start + len(some), some[0].name, some[-1].name))
    return found
