"""What became of people, counted: persons and households, with the list behind each figure.

A follow-up counts in the period in which it was due, whenever it was answered; where the person lives now is the region it
counts for. A person counts once however many follow-ups they had, a household once if any of its people does; whoever has
no household in their file is one of their own. People who were erased still count; their names are gone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.reference.models import Region
from people.follow_up.models import FollowUp, Track
from people.programmes.models import Edition

_in_a_region_of_the_edition = Edition.regions.through.objects.filter(
    edition=OuterRef("track__edition"), region=OuterRef("lives_in")
)
_edition_has_regions = Edition.regions.through.objects.filter(edition=OuterRef("track__edition"))

ANSWERED = Q(state="answered")
EMPLOYED = Q(situation__in=FollowUp.EMPLOYED)
#: Lives and works in one region, another than where they lived when a stay or another project in a region began; one of
#: the edition's, where it has some. Source: plan 2008, indicator 4.1-c: settled and working in region after a project.
SETTLED = (
    EMPLOYED
    & Q(lives_in__isnull=False, works_in=F("lives_in"), track__kind__in=Track.PROJECTS)
    & (Q(track__lived_in=None) | ~Q(track__lived_in=F("lives_in")))
    & (~Exists(_edition_has_regions) | Exists(_in_a_region_of_the_edition))
)

#: Name of a figure -> which follow-ups it is made of.
WHICH: dict[str, Q] = {
    "followed": Q(),
    "answered": ANSWERED,
    "unreachable": Q(state="unreachable"),
    "employed": EMPLOYED,
    "in_own_field": Q(situation="own_field"),
    "settled": SETTLED,
    "still_there": Q(still_there=True),
}

#: A household by its number, somebody without one by the file's, below zero so that they never meet.
HOUSEHOLD = Coalesce("track__case_file__household_id", 0 - F("track__case_file_id"))


@dataclass(frozen=True)
class Counted:
    """Persons, and the households they make."""

    persons: int = 0
    households: int = 0


Figures = dict[str, Counted]


def follow_ups(
    *,
    first: date | None = None,
    last: date | None = None,
    edition: Edition | int | None = None,
    region: Region | str | None = None,
    regions: Collection[str] | None = None,
    months: int | None = None,
    kinds: Collection[str] | None = None,
) -> QuerySet[FollowUp]:
    """The follow-ups that count: due from ``first`` to ``last`` (both included), of an edition, of people who live now in a
    region (or in one of ``regions``), of one rank, of some kinds of track. What was called off or lies ahead does not count."""
    # What lies ahead is followed up by nobody yet, unless it was answered early.
    rows = FollowUp.objects.counted().filter(Q(due_on__lte=timezone.localdate()) | ANSWERED)
    if first is not None:
        rows = rows.filter(due_on__gte=first)
    if last is not None:
        rows = rows.filter(due_on__lte=last)
    if edition is not None:
        rows = rows.filter(track__edition=edition)
    if months is not None:
        rows = rows.filter(months=months)
    if kinds is not None:
        rows = rows.filter(track__kind__in=kinds)
    wanted = set(regions) if regions is not None else None
    if region is not None:
        code = str(region.pk if isinstance(region, Region) else region)
        wanted = {code} if wanted is None or code in wanted else set()
    if wanted is not None:
        rows = rows.living_in(wanted)
    return rows


def figures(**which: Any) -> Figures:
    """Each figure of ``WHICH`` over the follow-ups that ``follow_ups`` answers. Cost: 1 query, whatever the number."""
    asked: dict[str, Any] = {}
    for name, condition in WHICH.items():
        asked[f"{name}_persons"] = Count("track__case_file", filter=condition or None, distinct=True)
        asked[f"{name}_households"] = Count(HOUSEHOLD, filter=condition or None, distinct=True)
    found = follow_ups(**which).order_by().aggregate(**asked)
    return {name: Counted(found[f"{name}_persons"], found[f"{name}_households"]) for name in WHICH}


def by_months(**which: Any) -> dict[int, Figures]:
    """The figures of each rank that occurs, in order: what holds at 3, 6 and 12 months. Cost: 1 query, 1 more for each rank."""
    ranks = follow_ups(**which).order_by("months").values_list("months", flat=True).distinct()
    return {months: figures(**{**which, "months": months}) for months in ranks}


def behind(name: str, **which: Any) -> QuerySet[FollowUp]:
    """The list behind a figure, for an auditor: follow-ups with file numbers, no name. Raises KeyError for no figure's name."""
    rows = follow_ups(**which).filter(WHICH[name])
    return rows.select_related("track__case_file", "track__edition__programme", "lives_in", "works_in").order_by(
        "due_on", "pk"
    )


def retained(*, months: int, since_months: int, **which: Any) -> tuple[Counted, Counted]:
    """Of those employed at one rank, how many still are at a later one: (still, of those who answered both). Cost: 1 query."""
    earlier = FollowUp.objects.filter(track=OuterRef("track"), months=since_months, situation__in=FollowUp.EMPLOYED)
    rows = follow_ups(**{**which, "months": months}).filter(ANSWERED, Exists(earlier)).order_by()
    found = rows.aggregate(
        persons=Count("track__case_file", distinct=True),
        households=Count(HOUSEHOLD, distinct=True),
        still_persons=Count("track__case_file", filter=EMPLOYED, distinct=True),
        still_households=Count(HOUSEHOLD, filter=EMPLOYED, distinct=True),
    )
    return (
        Counted(found["still_persons"], found["still_households"]),
        Counted(found["persons"], found["households"]),
    )
