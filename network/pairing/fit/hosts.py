"""Offers as the engine reads them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, time

from django.utils import timezone

from network.pairing.fit import words
from network.pairing.fit.keys import slices
from network.pairing.offers.models import FrenchNeed, LanguageNeed, Offer, OfferDate, OfferOccupation, OfferQuerySet
from network.pairing.profiles import HostProfile
from people.programmes.models import Edition
from people.timetable.availability import HOURS, PARTS


def open_offers(edition: Edition) -> OfferQuerySet:
    """Those a round may use: open, with a place that nobody holds. No query."""
    return Offer.objects.with_room().filter(edition=edition)


def host_profiles(offers: OfferQuerySet, *, room: Mapping[int, int] | None = None) -> list[HostProfile]:
    """One for each offer, by its key, in the order of keys. Cost: 5 queries, and 4 more for each 5,000.

    ``room``: places in place of those that nobody holds, for offers named; the others keep theirs.
    """
    found = offers.order_by("pk").values_list(
        "pk",
        "edition",
        "format",
        "organisation",
        "capacity",
        "held",
        "matched",
        "is_online",
        "is_on_site",
        "region",
        "access",
        "availability",
        "purposes",
        "related_welcome",
    )
    rows = list(found)
    keys = [row[0] for row in rows]
    occupations, needs, dates = _occupations(keys), _needs(keys), _dates(keys)
    return [
        HostProfile(
            key=key,
            edition=edition,
            format=kind,
            occupations=tuple(occupations.get(key, ())),
            capacity=(room or {}).get(key, max(0, capacity - held - matched)),
            needs=needs.get(key, {}),
            region=words.region_number(region) if on_site else 0,
            online=online,
            availability=availability | dates.get(key, 0),
            has_dates=key in dates,
            facts=_facts(access, is_employer=organisation is not None, on_site=on_site),
            purposes=frozenset(purposes),
            times_used=matched,
            related=related,
        )
        for (
            key,
            edition,
            kind,
            organisation,
            capacity,
            held,
            matched,
            online,
            on_site,
            region,
            access,
            availability,
            purposes,
            related,
        ) in rows
    ]


def _facts(access: list[str], *, is_employer: bool, on_site: bool) -> frozenset[str]:
    found = set(words.FACTS.intersection(access))
    if is_employer and on_site:
        found.add(words.EMPLOYER)
    return frozenset(found)


def _occupations(keys: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for some in slices(keys):
        rows = OfferOccupation.objects.filter(offer__in=some).order_by("offer", "rank")
        for key, code in rows.values_list("offer", "code"):
            found[key].append(code)
    return found


def _needs(keys: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for some in slices(keys):
        for key, skill, level in FrenchNeed.objects.filter(offer__in=some).values_list("offer", "skill", "level"):
            found[key][words.french(skill)] = int(level)
        for key, name, ease in LanguageNeed.objects.filter(offer__in=some).values_list("offer", "name", "ease"):
            found[key][words.language(name)] = words.EASE[ease]
    return found


def _dates(keys: Collection[int]) -> dict[int, int]:
    """Offer -> parts of the week of its days to come; an offer all of whose days have passed is not among them."""
    found: dict[int, int] = defaultdict(int)
    today = timezone.localdate()
    for some in slices(keys):
        days = OfferDate.objects.filter(offer__in=some).values_list("offer", "day", "starts", "ends")
        for key, day, starts, ends in days:
            found[key] |= part_bits(day, starts, ends) if day >= today else 0
    return {key: bits for key, bits in found.items() if bits}


def part_bits(day: date, starts: time, ends: time) -> int:
    """Parts of the week that hours of one day touch, as bits of ``people.timetable.availability``."""
    touched = [part for part in PARTS if starts < HOURS[part][1] and ends > HOURS[part][0]]
    found = 0
    for part in touched:
        found |= 1 << (3 * day.weekday() + part)
    return found
