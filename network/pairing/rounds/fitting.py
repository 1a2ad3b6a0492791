"""From an edition's rows to what the engine is given, and from one pair to what speaks for it and against it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from network.pairing import feasibility, fit
from network.pairing.feasibility import CandidateProfile, Explanation, HostProfile, Weights
from network.pairing.kinds import PAIRED
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from network.pairing.rounds.models import Round
from people.programmes.models import Edition


def waiting(edition: Edition) -> Any:
    """Requests that a round of the edition looks at, the longest waiting first."""
    return Request.objects.of_edition(edition).filter(state=RequestState.WAITING).order_by("waiting_since", "pk")


def with_room(edition: Edition) -> Any:
    """Offers that a round of the edition may use: a group session is joined, not matched."""
    return Offer.objects.filter(edition=edition, format__in=PAIRED).with_room().order_by("pk")


def weights_of(round_: Round) -> Weights:
    """As they stood when the round was asked for."""
    return Weights(**{name: points for name, points in round_.weights.items() if name in feasibility.PARTS})


def explained(round_: Round, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Explanation]:
    """(request, offer) -> rules and parts, from the facts of today. Cost: that of the profiles, however many pairs."""
    if not pairs:
        return {}
    of_requests = profiles_of_requests({request for request, _offer in pairs})
    of_offers = profiles_of_offers({offer for _request, offer in pairs})
    weights = weights_of(round_)
    return {
        (request, offer): feasibility.explain(of_requests[request], of_offers[offer], weights)
        for request, offer in pairs
        if request in of_requests and offer in of_offers
    }


def profiles_of_requests(keys: Iterable[int]) -> dict[int, CandidateProfile]:
    found = fit.candidate_profiles(Request.objects.filter(pk__in=list(keys)))
    return {profile.key: profile for profile in found}


def profiles_of_offers(keys: Iterable[int]) -> dict[int, HostProfile]:
    found = fit.host_profiles(Offer.objects.filter(pk__in=list(keys)))
    return {profile.key: profile for profile in found}


def points_of(explanation: Explanation) -> dict[str, int]:
    """Part -> points, as a pair keeps them."""
    return {part.name: part.points for part in explanation.parts}


def parts_of(round_: Round, pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], dict[str, int]]:
    return {pair: points_of(explanation) for pair, explanation in explained(round_, pairs).items()}


def candidates(edition: Edition) -> list[CandidateProfile]:
    return list(fit.candidate_profiles(waiting(edition)))


def hosts(edition: Edition) -> list[HostProfile]:
    return list(fit.host_profiles(with_room(edition)))


def rules_between(round_: Round, request: int, offer: int) -> list[str]:
    """Codes of the rules that keep two apart, from the facts of today. Cost: that of the profiles."""
    found = explained(round_, [(request, offer)]).get((request, offer))
    return [failure.rule for failure in found.failures] if found else []
