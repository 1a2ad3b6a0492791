"""The facts of both sides that a proposal stands on, noted when it is decided: what Law 25 lets a person ask for.

Part of the score -> facts, as plain values; ``wording`` says them. Never origin, age, sex, religion or status: they are not read.
"""

from collections.abc import Mapping
from typing import Any

from network.pairing.editions.models import WEIGHTS
from network.pairing.kinds import Want
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.timetable.availability import EVENING, Availability

#: Half-days in the evening, and all of Saturday and Sunday.
OFF_HOURS = int(
    Availability.of([(day, EVENING) for day in range(7)] + [(day, part) for day in (5, 6) for part in (0, 1)])
)


def facts_of(request: Request, offer: Offer) -> dict[str, dict[str, Any]]:
    """Cost: 6 queries."""
    aimed = list(request.occupations.order_by("rank").values_list("code", flat=True))
    seen = list(offer.occupations.order_by("rank").values_list("code", flat=True))
    regions = list(request.regions.order_by("pk").values_list("pk", flat=True))
    file = request.candidacy.case_file
    needs = {need.skill_id: int(need.level_id) for need in offer.french_needs.all()}
    levels = {row.skill_id: int(row.level_id) for row in file.french_levels.all()} if needs else {}
    common = request.availability & offer.availability
    return {
        "occupation": _closest(aimed, seen),
        "time": {"common": common.bit_count(), "bits": common},
        "place": _place(request, offer, regions),
        "language": {
            "needs": needs,
            "reached": bool(needs) and all(levels.get(skill, 0) >= level for skill, level in needs.items()),
        },
        "purpose": {"shared": [code for code in request.purposes if code in offer.purposes]},
        "wishes": {"met": [code for code in request.wishes if meets(code, request, offer, aimed, seen)]},
        "turn": {"first": offer.matched == 0},
    }


def _closest(aimed: list[str], seen: list[str]) -> dict[str, Any]:
    """The pair of occupations that share the most digits of the NOC; of equals, the first."""
    best: dict[str, Any] = {"shared": 0, "aimed": "", "seen": ""}
    for one in aimed:
        for other in seen:
            shared = next((place for place in range(5) if one[place] != other[place]), 5)
            if shared > best["shared"]:
                best = {"shared": shared, "aimed": one, "seen": other}
    return best


def _place(request: Request, offer: Offer, regions: list[str]) -> dict[str, Any]:
    region = offer.region_id or ""
    if offer.is_on_site and region in regions:
        return {"how": "wished", "region": region}
    if offer.is_on_site and request.goes_anywhere:
        return {"how": "anywhere", "region": region}
    if offer.is_online and request.online_welcome:
        return {"how": "online", "region": ""}
    return {"how": "other", "region": region}


def meets(code: str, request: Request, offer: Offer, aimed: list[str], seen: list[str]) -> bool:
    """Whether the offer answers what is wanted."""
    answers: dict[str, bool] = {
        Want.ONLINE: offer.is_online,
        Want.IN_PERSON: offer.is_on_site,
        Want.OWN_REGION: offer.is_on_site and request.candidacy.case_file.region_id == offer.region_id,
        Want.EVENINGS: bool(request.availability & offer.availability & OFF_HOURS),
        Want.SAME_OCCUPATION: bool(set(aimed) & set(seen)),
        Want.EMPLOYER: offer.organisation_id is not None and offer.is_on_site,
        Want.STEP_FREE: "step_free" in offer.access,
        Want.TRANSIT: "transit" in offer.access,
    }
    return answers.get(code, False)


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
