"""What the calendar does about proposals."""

from collections.abc import Mapping
from typing import Any

from core import clock
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.actions import keeping, reviewing
from network.pairing.proposals.models import Proposal, ReviewRequest


def _proposal(payload: Mapping[str, Any]) -> Proposal | None:
    return Proposal.objects.along().filter(pk=payload["proposal"]).first()


@clock.handler(keeping.REMIND)
def remind(payload: Mapping[str, Any]) -> None:
    """In the middle of the days to answer."""
    if (proposal := _proposal(payload)) is not None:
        actions.remind(proposal=proposal)


@clock.handler(keeping.LAPSE)
def lapse(payload: Mapping[str, Any]) -> None:
    """Its last day is over."""
    if (proposal := _proposal(payload)) is not None:
        actions.lapse(proposal=proposal)


@clock.handler(keeping.TELL_DECLINED)
def tell_declined(payload: Mapping[str, Any]) -> None:
    """The half hour to take back a no is over."""
    if (proposal := _proposal(payload)) is not None:
        actions.tell_declined(proposal=proposal, side=payload["side"])


@clock.handler(keeping.LET_GO)
def let_go_of_offer(payload: Mapping[str, Any]) -> None:
    """An offer was paused or closed a moment ago."""
    if (offer := Offer.objects.filter(pk=payload["offer"]).first()) is not None:
        actions.let_go_of_offer(offer=offer)


@clock.handler(keeping.ASK_OTHER_HOST)
def ask_other_host(payload: Mapping[str, Any]) -> None:
    """Somebody else receives since a moment ago."""
    if (offer := Offer.objects.filter(pk=payload["offer"]).first()) is not None:
        actions.ask_other_host(offer=offer)


@clock.handler(reviewing.REVIEW_LATE)
def review_is_late(payload: Mapping[str, Any]) -> None:
    """Nobody has answered by now."""
    found = ReviewRequest.objects.select_related("proposal__request__candidacy").filter(pk=payload["review"]).first()
    if found is not None:
        actions.tell_it_is_late(review=found)
