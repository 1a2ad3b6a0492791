"""Lines of the pool's lists, in words: what their reader may see, and no more. A card by itself is ``participants.showing``'s."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from core.reference.naming import unit_names
from people.consent.rules import consenting
from people.participants.models import Candidacy, Card, CaseFile, FrenchSkillLevel
from people.pool.bands import band_of
from people.pool.counts import NOT_SAID
from people.pool.models import PoolEntry
from people.pool.reading import BAND_NAMES
from people.programmes.kinds import SKILLS
from people.timetable.availability import Availability


@dataclass(frozen=True)
class Line:
    """One person of a list. ``name`` is empty where their organisation is another's: a number stands for them."""

    file: CaseFile
    card: Card
    name: str
    occupation: str
    regions: list[str]
    free: list[str]
    #: In words; "" where it is not known, or not to be seen.
    french: str
    since: Any
    #: What they are ready for.
    editions: list[str] = field(default_factory=list)
    organisation: str = ""


def entries_of(requests: Sequence[int]) -> list[PoolEntry]:
    """The entries of these requests, in this order, with all that a line shows. Cost: 4 queries however long the page."""
    levels = FrenchSkillLevel.objects.filter(skill__in=SKILLS["oral"])
    asked = Candidacy.objects.filter(state=Candidacy.State.IN_POOL).select_related("edition__programme")
    found = (
        PoolEntry.objects.filter(pk__in=requests)
        .select_related("case_file__person__card__major_group__broad_category", "organisation")
        .annotate(shows_french=consenting("french_level", person="case_file__person"))
        .prefetch_related(
            "case_file__person__card__regions",
            Prefetch("case_file__french_levels", levels, to_attr="oral_levels"),
            Prefetch("case_file__candidacies", asked.order_by("asked_at", "pk"), to_attr="ready_for"),
        )
    )
    place = {pk: number for number, pk in enumerate(requests)}
    return sorted(found, key=lambda entry: place[entry.pk])


def lines(page: Iterable[Any], *, own: bool) -> list[Line]:
    """``own``: people whom the reader's organisation follows; else cards alone, each part under its own consent."""
    rows = list(page)
    cards = [row.case_file.person.card for row in rows]
    names = occupation_names(cards)
    return [
        Line(
            file=row.case_file,
            card=card,
            name=row.case_file.person.name if own else "",
            occupation=names[card.pk],
            regions=[str(region.name) for region in card.regions.all()],
            free=Availability(card.availability).lines(),
            french=french_words(row.case_file.oral_levels) if own or row.shows_french else "",
            since=row.since,
            editions=[each.edition.title for each in row.case_file.ready_for] if own else [],
            organisation="" if own else row.organisation.name,
        )
        for row, card in zip(rows, cards, strict=True)
    ]


def occupation_names(cards: Sequence[Card]) -> dict[int, str]:
    """Card -> as the person calls their work, else the official title, an everyday name, the major group. Cost: 2 queries at most."""
    titles = unit_names({card.occupation_code for card in cards if not card.occupation_title})
    return {
        card.pk: card.occupation_title
        or titles.get(card.occupation_code, "")
        or (str(card.major_group.name) if card.major_group else "")
        for card in cards
    }


def french_words(levels: Iterable[FrenchSkillLevel]) -> str:
    """Band of oral French; "" where one of the two skills is not known."""
    band = band_of({level.skill_id: int(level.level_id) for level in levels})
    return "" if band == NOT_SAID else str(BAND_NAMES[band])
