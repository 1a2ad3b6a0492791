"""What this room does when both accept, when what a match hangs on ends, and when somebody else receives."""

from typing import Any

from django.dispatch import receiver

from network.pairing.matches import actions, telling
from network.pairing.matches.models import Match, Side, State
from network.pairing.offers.models import Offer
from network.pairing.offers.signals import host_changed
from network.pairing.proposals.models import Proposal
from network.pairing.proposals.signals import proposal_accepted
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from network.pairing.requests.signals import request_moved
from people.accounts.models import Person


@receiver(proposal_accepted)
def make_the_match(proposal: Proposal, by: Person | None, **_news: Any) -> None:
    actions.begin(proposal=proposal, by=by)


@receiver(request_moved)
def end_what_hangs_on_it(request: Request, before: str, by: Person | None, **_news: Any) -> None:
    """A request that ends by another way takes its match along. Whoever moved it holds it. Cost: 1 query after a match, else none."""
    if before != RequestState.MATCHED:
        return
    for match in Match.objects.live().filter(request=request):
        actions.let_go(match=match, by=by, people=False)


@receiver(host_changed)
def receive_in_their_place(offer: Offer, former: Person, by: Person | None, **_news: Any) -> None:
    """What nobody signed yet is for whoever receives now; what was signed stays between those who signed, and staff look at it."""
    for match in Match.objects.live().filter(offer=offer, host=former).select_related("candidate", "host"):
        if match.state == State.TO_SIGN and match.candidate_id != offer.host_id:
            Match.objects.filter(pk=match.pk).update(host=offer.host)
            match.parties.filter(side=Side.HOST).update(person=offer.host, phone="")
            match.agreements.draft().update(host_signed_at=None)
            match.host = offer.host
            telling.tell(match, Side.HOST, "began", once=str(offer.host_id))
        else:
            telling.tell_staff(match, "host_changed", but=by, once=str(offer.host_id))
