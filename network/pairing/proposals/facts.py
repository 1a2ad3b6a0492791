"""The facts of both sides that a proposal stands on, noted when it is decided: what Law 25 lets a person ask for.

Part of the score -> facts, as plain values; ``wording`` says them. Never origin, age, sex, religion or status: they are not read.
"""

from collections.abc import Mapping
from typing import Any

from network.pairing import feasibility
from network.pairing.editions.models import WEIGHTS
from network.pairing.fit.candidates import candidate_profiles
from network.pairing.fit.hosts import host_profiles
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request

#: Where, in the engine's word and in that of the facts.
PLACES = {"home": "home", "wished": "wished", "online": "online", "elsewhere": "anywhere"}


def facts_of(request: Request, offer: Offer) -> dict[str, dict[str, Any]]:
    """What the engine counts of these two, read anew: the same answers, whoever put them together. Cost: 12 queries."""
    (profile,) = candidate_profiles(Request.objects.filter(pk=request.pk))
    (host,) = host_profiles(Offer.objects.filter(pk=offer.pk))
    found: dict[str, Mapping[str, Any]] = {part.name: part.facts for part in feasibility.explain(profile, host).parts}
    occupation, common = found["occupation"], profile.availability & host.availability
    above, how = found["language"]["above"], PLACES.get(found["place"]["how"], "other")
    return {
        "occupation": {"shared": occupation["digits"], "aimed": occupation["aimed"], "seen": occupation["offered"]},
        "time": {"common": common.bit_count(), "bits": common},
        "place": {"how": how, "region": "" if how == "online" else offer.region_id or ""},
        "language": {
            "needs": {need.skill_id: int(need.level_id) for need in offer.french_needs.all()},
            "others": [[need.name, need.ease] for need in offer.language_needs.all()],
            "reached": above is not None and above >= 0,
        },
        "purpose": {"shared": [code for code in request.purposes if code in found["purpose"]["met"]]},
        "wishes": {"met": [code for code in request.wishes if code in found["wishes"]["met"]]},
        "turn": {"first": host.times_used == 0},
    }


def parts_of(parts: Mapping[str, Any]) -> dict[str, int]:
    """Part -> points, whichever way the engine wrote them; the largest first, those with none left out."""
    points = {
        name: int(said.get("points", 0)) if isinstance(said, Mapping) else int(said) for name, said in parts.items()
    }
    order = list(WEIGHTS)
    known = {name: number for name, number in points.items() if number > 0}
    return dict(
        sorted(known.items(), key=lambda one: (-one[1], order.index(one[0]) if one[0] in order else len(order), one[0]))
    )
