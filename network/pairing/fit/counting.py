"""How many hosts a request reaches, and what each must costs: by the very rules that a round goes by."""

from dataclasses import replace

from network.pairing.edges import edges
from network.pairing.fit.apart import apart
from network.pairing.fit.candidates import profile_of
from network.pairing.fit.hosts import host_profiles
from network.pairing.kinds import Want
from network.pairing.offers.models import Offer
from network.pairing.profiles import CandidateProfile, HostProfile
from network.pairing.requests.reaching import Asked, Price, Reach


def count(asked: Asked) -> Reach:
    """Open offers with room that every hard rule lets through. Cost: 7 queries, and those of the rooms that keep pairs apart."""
    candidate = profile_of(asked)
    offers = Offer.objects.with_room().filter(edition=asked.edition, format__in=list(asked.formats))
    kept_apart = apart(asked.edition, {candidate.key: asked.case_file.person_id})
    hosts = host_profiles(offers)
    # What no must can win back is looked at once.
    without = replace(candidate, must=frozenset())
    rows = edges([without], hosts, excluded=kept_apart.excluded, failed=kept_apart.failed)
    reached = set(rows[candidate.key][0]) if candidate.key in rows else set()
    near = [host for host in hosts if host.key in reached]
    return Reach(
        hosts=_number(candidate, near, candidate.must),
        prices={each.value: _price(candidate, near, each.value) for each in Want},
    )


def _price(candidate: CandidateProfile, near: list[HostProfile], code: str) -> Price:
    others = candidate.must - {code}
    return Price(must=_number(candidate, near, others | {code}), free=_number(candidate, near, others))


def _number(candidate: CandidateProfile, near: list[HostProfile], must: frozenset[str]) -> int:
    if not must:
        return len(near)
    rows = edges([replace(candidate, must=must)], near)
    return len(rows[candidate.key][0]) if candidate.key in rows else 0
