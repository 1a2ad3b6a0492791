"""Requests as the engine reads them. Never a name, a status, an origin or an age: the profile has no place for them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from network.pairing.fit import words
from network.pairing.fit.keys import slices
from network.pairing.profiles import CandidateProfile
from network.pairing.requests.models import Request, RequestOccupation, RequestQuerySet
from network.pairing.requests.reaching import Asked
from people.participants.models import FrenchSkillLevel, SpokenLanguage
from people.programmes.models import Edition


def ready_requests(edition: Edition) -> RequestQuerySet:
    """Those a round may use: waiting, of people who are ready to be met and let a match be looked for. No query."""
    return Request.objects.ready().of_edition(edition)


def candidate_profiles(requests: RequestQuerySet, *, now: datetime | None = None) -> list[CandidateProfile]:
    """One for each request, by its key; who waits longest first. Cost: 5 queries, and 4 more for each 5,000."""
    moment = now or timezone.now()
    found = requests.by_waiting().values_list(
        "pk",
        "candidacy__edition",
        "candidacy__case_file",
        "candidacy__case_file__region",
        "formats",
        "purposes",
        "musts",
        "wishes",
        "related_welcome",
        "availability",
        "goes_anywhere",
        "online_welcome",
        "waiting_since",
    )
    rows = list(found)
    keys = [row[0] for row in rows]
    occupations, regions, levels = _occupations(keys), _regions(keys), levels_of([row[2] for row in rows])
    return [
        CandidateProfile(
            key=key,
            edition=edition,
            formats=frozenset(formats),
            occupations=tuple(occupations.get(key, ())),
            days_waited=max(0, (moment - since).days) if since else 0,
            levels=levels.get(file, {}),
            regions=regions.get(key, 0),
            home=words.region_number(home),
            anywhere=anywhere,
            online=online,
            availability=availability,
            must=frozenset(musts),
            wishes=frozenset(wishes),
            purposes=frozenset(purposes),
            related=related,
        )
        for key, edition, file, home, formats, purposes, musts, wishes, related, availability, anywhere, online, since in rows
    ]


def profile_of(asked: Asked) -> CandidateProfile:
    """Of what a form says, kept or not. Cost: 2 queries."""
    file = asked.case_file
    return CandidateProfile(
        key=asked.request or 0,
        edition=asked.edition,
        formats=frozenset(asked.formats),
        occupations=tuple(asked.occupations),
        levels=levels_of([file.pk]).get(file.pk, {}),
        regions=words.region_bits(asked.regions),
        home=words.region_number(file.region_id),
        anywhere=asked.goes_anywhere,
        online=asked.online_welcome,
        availability=asked.availability,
        must=frozenset(asked.musts),
        wishes=frozenset(asked.wishes),
        purposes=frozenset(asked.purposes),
        related=asked.related_welcome,
    )


def _occupations(keys: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for some in slices(keys):
        rows = RequestOccupation.objects.filter(request__in=some).order_by("request", "rank")
        for key, code in rows.values_list("request", "code"):
            found[key].append(code)
    return found


def _regions(keys: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for some in slices(keys):
        rows = Request.regions.through.objects.filter(request__in=some)
        for key, region in rows.values_list("request_id", "region_id"):
            found[key] |= words.region_bits([region])
    return found


def levels_of(files: Collection[int]) -> dict[int, dict[str, int]]:
    """File -> level by language and skill: French 1 to 12 by skill, others by ease, 1 to 4. Cost: 2 queries."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for some in slices(files):
        french = FrenchSkillLevel.objects.filter(case_file__in=some).values_list("case_file", "skill", "level")
        for file, skill, level in french:
            found[file][words.french(skill)] = int(level)
        others = SpokenLanguage.objects.filter(case_file__in=some).values_list("case_file", "name", "ease")
        for file, name, ease in others:
            key = words.language(name)
            found[file][key] = max(found[file].get(key, 0), words.EASE[ease])
    return found


def people_of(requests: RequestQuerySet) -> dict[int, int]:
    """Request -> Person. Cost: 1 query."""
    return dict(requests.order_by().values_list("pk", "candidacy__case_file__person"))
