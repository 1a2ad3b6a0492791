"""How many hosts a request reaches: asked of a room above, which knows the offers, before anything is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.sources import Sources
from network.pairing.requests.models import Request
from people.participants.models import CaseFile


@dataclass(frozen=True)
class Asked:
    """What a form says, whether it is kept or not."""

    edition: int
    case_file: CaseFile
    formats: Sequence[str] = ()
    occupations: Sequence[str] = ()
    related_welcome: bool = True
    availability: int = 0
    #: Codes of regions.
    regions: Sequence[str] = ()
    goes_anywhere: bool = False
    online_welcome: bool = True
    musts: Sequence[str] = ()
    wishes: Sequence[str] = ()
    purposes: Sequence[str] = ()
    #: The request's own number: hosts it may not meet (again) are left out. None: it is not kept yet.
    request: int | None = None


@dataclass(frozen=True)
class Price:
    """Of one thing: the hosts if it must be, and the hosts if it need not."""

    must: int
    free: int

    @property
    def cost(self) -> int:
        """Hosts it takes away."""
        return self.free - self.must


@dataclass(frozen=True)
class Reach:
    """``hosts``: open offers with room that every hard rule lets through, each must included; ``prices``: by code of ``kinds.Want``."""

    hosts: int
    prices: dict[str, Price] = field(default_factory=dict)


Counter = Callable[[Asked], Reach]
#: The room that knows offers and requests registers how it counts; one is enough.
reach = Sources[Counter]()


def count(asked: Asked) -> Reach | None:
    """None while no room can tell. Cost: that of the room above."""
    for counter in reach:
        return counter(asked)
    return None


def asked_of(request: Request, **said: Any) -> Asked:
    """Of what is kept, or of what a form says instead. Cost: 2 queries, less for what is said."""
    facts = {
        "formats": request.formats,
        "related_welcome": request.related_welcome,
        "availability": request.availability,
        "goes_anywhere": request.goes_anywhere,
        "online_welcome": request.online_welcome,
        "musts": request.musts,
        "wishes": request.wishes,
        "purposes": request.purposes,
        **said,
    }
    if "occupations" not in facts:
        facts["occupations"] = [each.code for each in request.occupations.all()]
    if "regions" not in facts:
        facts["regions"] = [region.pk for region in request.regions.all()]
    return Asked(
        edition=request.candidacy.edition_id, case_file=request.candidacy.case_file, request=request.pk, **facts
    )
