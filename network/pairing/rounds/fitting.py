"""From an edition's rows to what the engine is given, and from one pair to what speaks for it and against it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from network.pairing import feasibility
from network.pairing.feasibility import Explanation
from network.pairing.fit.apart import Apart, apart
from network.pairing.fit.candidates import candidate_profiles, people_of, ready_requests
from network.pairing.fit.hosts import host_profiles, open_offers
from network.pairing.kinds import PAIRED
from network.pairing.offers.models import Offer
from network.pairing.profiles import PARTS, CandidateProfile, HostProfile, Weights
from network.pairing.requests.models import Request
from network.pairing.rounds.models import Exclusion, Round
from people.programmes.models import Edition


def candidates(edition: Edition) -> list[CandidateProfile]:
    """Those whom a round of the edition looks at, the longest waiting first."""
    return candidate_profiles(ready_requests(edition))


def hosts(edition: Edition) -> list[HostProfile]:
    """Offers that a round of the edition may use: a group session is joined, not matched."""
    return host_profiles(open_offers(edition).filter(format__in=PAIRED))


def kept_apart(edition: Edition) -> Apart:
    """Pairs of requests and offers that may not be: said by somebody, or declined before."""
    return apart(edition.pk, people_of(ready_requests(edition)))


def excluded_in(edition: int) -> Iterator[tuple[int, int]]:
    """For ``fit.apart.excluded``: persons and offers of standing exclusions. Cost: 2 queries."""
    standing = Exclusion.objects.standing().filter(edition=edition)
    yield from standing.filter(offer__isnull=False).values_list("person", "offer")
    of_hosts = dict[int, list[int]]()
    for person, host in standing.filter(host__isnull=False).values_list("person", "host"):
        of_hosts.setdefault(host, []).append(person)
    offers = Offer.objects.filter(edition=edition, host__in=of_hosts).values_list("pk", "host") if of_hosts else ()
    for offer, host in offers:
        yield from ((person, offer) for person in of_hosts[host])


def weights_of(round_: Round) -> Weights:
    """As they stood when the round was asked for."""
    return Weights(**{part: round_.weights[part] for part in PARTS if part in round_.weights})


def explained(round_: Round, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Explanation]:
    """(request, offer) -> rules and parts, from the facts of today. Cost: some 14 queries, however many pairs."""
    if not pairs:
        return {}
    of_requests = profiles_of_requests({request for request, _offer in pairs})
    of_offers = profiles_of_offers({offer for _request, offer in pairs})
    people = people_of(Request.objects.filter(pk__in={request for request, _offer in pairs}))
    pairs_apart = apart(round_.edition_id, people)
    weights = weights_of(round_)
    return {
        (request, offer): feasibility.explain(
            of_requests[request],
            of_offers[offer],
            weights,
            excluded=pairs_apart.excluded,
            failed=pairs_apart.failed,
        )
        for request, offer in pairs
        if request in of_requests and offer in of_offers
    }


def profiles_of_requests(keys: Iterable[int]) -> dict[int, CandidateProfile]:
    return {profile.key: profile for profile in candidate_profiles(Request.objects.filter(pk__in=list(keys)))}


def profiles_of_offers(keys: Iterable[int]) -> dict[int, HostProfile]:
    return {profile.key: profile for profile in host_profiles(Offer.objects.filter(pk__in=list(keys)))}


def points_of(explanation: Explanation) -> dict[str, int]:
    """Part -> points, as a pair keeps them."""
    return {part.name: part.points for part in explanation.parts}


def parts_of(round_: Round, pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], dict[str, int]]:
    return {pair: points_of(explanation) for pair, explanation in explained(round_, pairs).items()}


def rules_between(round_: Round, request: int, offer: int) -> list[str]:
    """Codes of the rules that keep two apart, from the facts of today. Cost: that of the profiles."""
    found = explained(round_, [(request, offer)]).get((request, offer))
    return [failure.rule for failure in found.failures] if found else []
