"""What somebody answered before they had a file, beside what their file says: the file's own word stands, gaps are filled."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from core.reference.models import ImmigrationCategory, Mrc, Region, ResidenceStatus
from people.participants.facts import facts_of
from people.participants.models import CaseFile
from people.programmes.eligibility import OUTSIDE, Facts
from people.programmes.kinds import SKILLS

#: Both skills that the five questions ask about as one.
ORAL = SKILLS["oral"]


def together(file: CaseFile | None, said: Facts | None) -> Facts:
    """What is known of somebody who may have a file, and may have answered the five questions. Cost: 1 query with a file.

    That somebody who was abroad has arrived is news, and believed; all else that the file says stands.
    """
    if file is None:
        return said or Facts()
    known = facts_of(file)
    if said is None:
        return known
    has_arrived = _has_arrived(file, said)
    kept_place = bool(known.mrc or known.region) and not (has_arrived and known.region == OUTSIDE)
    finer_place = bool(said.mrc) and not known.mrc and known.region in ("", said.region)
    place = said if not kept_place or finer_place else known
    return replace(
        known,
        is_adult=said.is_adult if known.is_adult is None else known.is_adult,
        still_abroad=said.still_abroad if known.still_abroad is None or has_arrived else known.still_abroad,
        arrival_year=said.arrival_year if known.arrival_year is None else known.arrival_year,
        status=known.status or said.status,
        category=known.category or said.category,
        french={**said.french, **known.french},
        mrc=place.mrc,
        region=place.region,
        diploma=known.diploma or said.diploma,
    )


def filling(file: CaseFile, said: Facts, needed: Collection[str]) -> dict[str, Any]:
    """Fields of the file that the answers fill, for ``actions.describe``. Cost: 1 query for each place or list it names.

    ``needed``: which of ``status`` and ``category`` a programme of the person asks for. Of French, only a range is known:
    a level is asked for by itself.
    """
    found: dict[str, Any] = {}
    if file.is_adult is None and said.is_adult is not None:
        found["is_adult"] = said.is_adult
    if file.arrival_year is None and said.arrival_year is not None:
        found |= {"arrival_year": said.arrival_year, "still_abroad": False}
    elif said.still_abroad is not None and (_has_arrived(file, said) or file.still_abroad is file.arrival_year is None):
        found["still_abroad"] = said.still_abroad
    if "status" in needed and file.status_id is None and said.status:
        found["status"] = ResidenceStatus.objects.filter(pk=said.status).first()
    if "category" in needed and file.category_id is None and said.category:
        found["category"] = ImmigrationCategory.objects.filter(pk=said.category).first()
    mrc = Mrc.objects.filter(pk=said.mrc).first() if said.mrc and file.mrc_id is None else None
    if mrc is not None and file.region_id in (None, mrc.region_id):
        found["mrc"] = mrc
    elif file.region_id is None and said.region and said.region != OUTSIDE:
        found["region"] = Region.objects.filter(pk=said.region).first()
    return found


def _has_arrived(file: CaseFile, said: Facts) -> bool:
    return bool(file.still_abroad) and said.is_abroad is False
