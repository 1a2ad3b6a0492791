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
#: Letters before this one are in every typeface.
LATIN_ENDS = "\u0180"


@dataclass(frozen=True)
class Badge:
    """What is printed, in words."""

    name: str
    pronunciation: str
    languages: Sequence[str]
    organisation: str
    title: str
    language: str
    #: Whose it is, for the log of readings, and which seat's.
    person: int | None = None
    seat: int | None = None
    #: Of the registration: tells whose it is where the name is not printed.
    reference: str = ""


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
        seat=seat.pk,
        reference=seat.registration.reference,
    )


def name_on_paper(name: str) -> str:
    """As much of the name as the typefaces spell: "王伟 (Wang Wei)" gives "Wang Wei", "王伟" nothing. No query."""
    # Latin letters are spelt, all of them: most names need no typeface opened to know it.
    if all(sign < LATIN_ENDS for sign in name):
        return name
    from core import typefaces  # here: a process that draws nothing need not carry what draws

    drawn = typefaces.drawable(name, "title", "B")[0]
    if typefaces.MISSING not in drawn:
        return name
    rest = " ".join(drawn.replace(typefaces.MISSING, " ").split()).strip("()[],/·–- ")
    return rest if any(letter.isalpha() for letter in rest) else ""


def by_hand(badges: Sequence[Badge]) -> list[Badge]:
    """Those whose name, or a part of it, is in letters that no typeface here has. No query."""
    return [badge for badge in badges if name_on_paper(badge.name) != badge.name]


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
