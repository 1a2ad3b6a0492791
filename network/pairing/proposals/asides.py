"""What rooms above show on the page of a proposal that both accepted: the way to what follows."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.sources import Sources
from network.pairing.proposals.models import Proposal

#: (request, proposal, side or "" for staff) -> markup, "" for nothing.
Aside = Callable[[HttpRequest, Proposal, str], SafeString]
after_acceptance = Sources[Aside]()


def asides(request: HttpRequest, proposal: Proposal, side: str) -> list[SafeString]:
    """Of every room, what is not empty."""
    return [words for aside in after_acceptance if (words := aside(request, proposal, side))]
