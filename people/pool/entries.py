"""Keeps the rows that the pool is looked through by as the cards, the levels and the requests say."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, Q

from people.participants.models import Candidacy, CaseFile, FrenchSkillLevel
from people.pool.bands import band_of
from people.pool.models import EVERYWHERE, PoolEntry, region_bit
from people.programmes.kinds import SKILLS

BATCH = 500


def refresh(file: CaseFile | int | None) -> None:
    """Write one person's rows anew. Cost: 1 query for who is not in the pool, about 6 for who is."""
    number = file.pk if isinstance(file, CaseFile) else file
    touched = Candidacy.objects.filter(case_file=number)
    if not touched.filter(Q(state=Candidacy.State.IN_POOL) | Q(pool_entry__isnull=False)).exists():
        return
    with transaction.atomic():
        PoolEntry.objects.filter(case_file=number).delete()
        PoolEntry.objects.bulk_create(rows_of(_in_pool(touched)))


def rebuild() -> int:
    """Write every row anew, 500 people at a time; how many. Each batch is a transaction of its own."""
    PoolEntry.objects.exclude(candidacy__state=Candidacy.State.IN_POOL).delete()
    written, last = 0, 0
    files = Candidacy.objects.filter(state=Candidacy.State.IN_POOL).order_by("case_file")
    while batch := list(files.filter(case_file__gt=last).values_list("case_file", flat=True).distinct()[:BATCH]):
        last = batch[-1]
        with transaction.atomic():
            PoolEntry.objects.filter(case_file__in=batch).delete()
            written += len(
                PoolEntry.objects.bulk_create(rows_of(_in_pool(Candidacy.objects.filter(case_file__in=batch))))
            )
    return written


def repair(limit: int = 500) -> int:
    """Find rows that say otherwise than request or card, and write those people's anew; how many people, ``limit`` at most.

    Cost: 2 queries when all is well.
    """
    missing = Candidacy.objects.filter(state=Candidacy.State.IN_POOL, pool_entry=None, organisation__isnull=False)
    differs = (
        ~Q(candidacy__state=Candidacy.State.IN_POOL)
        | ~Q(since=F("candidacy__state_since"))
        | ~Q(organisation=F("candidacy__organisation"))
        | ~Q(major_group=F("card__major_group"))
        | ~Q(unit_group=F("card__occupation_code"))
        | ~Q(availability=F("card__availability"))
    )
    files = set(
        missing.filter(case_file__person__card__major_group__isnull=False).values_list("case_file", flat=True)[:limit]
    )
    files.update(PoolEntry.objects.filter(differs).values_list("case_file", flat=True)[:limit])
    for file in sorted(files):
        refresh(file)
    return len(files)


def _in_pool(candidacies: Any) -> Sequence[Candidacy]:
    levels = FrenchSkillLevel.objects.filter(skill__in=SKILLS["oral"])
    found = candidacies.filter(state=Candidacy.State.IN_POOL, organisation__isnull=False)
    found = found.filter(case_file__person__card__major_group__isnull=False)
    found = found.select_related("case_file__person__card").prefetch_related(
        "case_file__person__card__regions", Prefetch("case_file__french_levels", levels, to_attr="oral_levels")
    )
    return list(found.order_by("state_since", "pk"))


def rows_of(candidacies: Iterable[Candidacy]) -> list[PoolEntry]:
    """``candidacies``: whole persons, in the order of the lists, their files with ``oral_levels``."""
    seen: set[int] = set()
    rows = []
    for candidacy in candidacies:
        file: Any = candidacy.case_file
        card = file.person.card
        bits = EVERYWHERE if card.goes_anywhere else 0
        for region in card.regions.all():
            bits |= region_bit(region.pk)
        rows.append(
            PoolEntry(
                candidacy=candidacy,
                case_file=file,
                card=card,
                organisation_id=candidacy.organisation_id or 0,  # it has one: ``_in_pool``
                edition_id=candidacy.edition_id,
                since=candidacy.state_since,
                is_first=file.pk not in seen,
                major_group=card.major_group_id,
                unit_group=card.occupation_code,
                regions=bits,
                availability=card.availability,
                band=band_of({level.skill_id: int(level.level_id) for level in file.oral_levels}),
            )
        )
        seen.add(file.pk)
    return rows
