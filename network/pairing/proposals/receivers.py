"""What this room does when an offer is paused or closed, is received by somebody else, or a request leaves the queue."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from core import clock
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from network.pairing.offers.signals import host_changed, offer_moved
from network.pairing.proposals import actions
from network.pairing.proposals.actions.keeping import ASK_OTHER_HOST, LET_GO
from network.pairing.proposals.models import Ground, Proposal
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from network.pairing.requests.signals import request_moved
from people.accounts.models import Person


@receiver(offer_moved)
def let_go_of_what_is_asked_of_it(offer: Offer, **_news: Any) -> None:
    """By the clock, a moment later: who moved the offer holds it, and people and requests are held before an offer."""
    if offer.state in {OfferState.PAUSED, OfferState.CLOSED} and offer.held:
        clock.schedule(LET_GO, str(offer.pk), due_at=timezone.now(), payload={"offer": offer.pk})


@receiver(host_changed)
def ask_whoever_receives_now(offer: Offer, **_news: Any) -> None:
    if offer.held:
        clock.schedule(ASK_OTHER_HOST, str(offer.pk), due_at=timezone.now(), payload={"offer": offer.pk})


@receiver(request_moved)
def let_go_of_what_is_proposed(request: Request, before: str, by: Person | None, **_news: Any) -> None:
    """Put aside, ended, or back in the queue by another way than an answer."""
    if before != RequestState.PROPOSED or request.state == RequestState.MATCHED:
        return
    for proposal in Proposal.objects.open().filter(request=request):
        actions.let_go(proposal=proposal, ground=Ground.REQUEST, by=by)
