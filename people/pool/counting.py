"""Everybody who is ready, as the weekly counts need to know them."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch

from people.consent.rules import consenting
from people.participants.models import Candidacy, Card, FrenchSkillLevel
from people.pool.bands import band_of
from people.pool.counts import NOT_SAID, REGIONS, Ready
from people.programmes.kinds import SKILLS

BATCH = 1000


def everybody_ready() -> Iterator[Ready]:
    """One for each person in the pool; French of those who agreed that it be shown.

    Who wishes no region has a place in no cell and is passed over: their caseworker sees that the card says none.
    Cost: 3 queries for 1000 persons.
    """
    in_pool = Candidacy.objects.in_pool().filter(case_file__person=OuterRef("person"))
    levels = FrenchSkillLevel.objects.filter(skill__in=SKILLS["oral"])
    cards = (
        Card.objects.filter(Exists(in_pool), major_group__isnull=False)
        .annotate(shows_french=consenting("french_level", person="person"))
        .select_related("person__case_file")
        .prefetch_related("regions", Prefetch("person__case_file__french_levels", levels, to_attr="oral_levels"))
    )
    for card in cards.order_by("pk").iterator(chunk_size=BATCH):
        ready = _ready(card)
        if ready is not None:
            yield ready


def _ready(card: Card) -> Ready | None:
    regions = frozenset(region.pk for region in card.regions.all()) & frozenset(REGIONS)
    if not regions and not card.goes_anywhere:
        return None
    levels = {level.skill_id: int(level.level_id) for level in card.person.case_file.oral_levels}  # type: ignore[attr-defined]  # prefetched
    group = str(card.major_group_id)
    return Ready(
        major_group=group,
        unit_group=card.occupation_code if card.occupation_code[:2] == group else "",
        regions=frozenset() if card.goes_anywhere else regions,
        french_band=band_of(levels) if card.shows_french else NOT_SAID,  # type: ignore[attr-defined]  # annotated
        goes_anywhere=card.goes_anywhere,
    )
