"""It is withdrawn, lapses, or loses its ground: offer paused or closed, request put aside or ended, somebody gone."""

from django.db import transaction
from django.utils import timezone

from core.forbidden import refuse_sensitive_words
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from network.pairing.proposals import refusals, telling
from network.pairing.proposals.actions import keeping
from network.pairing.proposals.models import Answer, Ground, Proposal, Side, State
from network.pairing.requests import actions as requests
from network.pairing.requests import refusals as of_requests
from people.accounts.models import Person

#: Proposals in a row that a candidate let lapse without a word, after which their caseworker is told.
SILENCES = 2


@transaction.atomic
def withdraw(*, proposal: Proposal, by: Person, because: str) -> Proposal:
    """The coordination or a caseworker takes it back before both answered; both are told why. Cost: about 35 queries.

    Raises BecauseWanted, MovedOn, SensitiveText.
    """
    refuse_sensitive_words(because)
    if not because.strip():
        raise refusals.BecauseWanted
    found = keeping.held(proposal)
    keeping.close(found, State.WITHDRAWN, by=by, ground=Ground.STAFF, withdrawn_because=because.strip())
    keeping.ended(found, by=by)
    telling.tell_both(found, "withdrawn")
    return found


@transaction.atomic
def lapse(*, proposal: Proposal) -> bool:
    """Its last day is over, and somebody did not answer. Whether it lapsed. Cost: about 4 queries, some 40 when it did.

    A host who is silent is noted, and the second time in a row their offer rests; a candidate who is silent twice in a row is
    named to their caseworker. The candidate waits again in either case.
    """
    found = keeping.held(proposal)
    if not found.is_late:
        return False
    keeping.close(found, State.LAPSED, by=None)
    keeping.ended(found, by=None)
    if found.host_answer == Answer.NONE:
        found.offer = offers.note_silence(found.offer)
    if found.candidate_answer == Answer.NONE and silences_of(found.person) >= SILENCES:
        telling.tell_caseworker(found, "silent")
    telling.tell_both(found, "lapsed")
    return True


def silences_of(person: Person) -> int:
    """Proposals in a row, the last ones, that the person let lapse without a word. Cost: 1 query."""
    closed = Proposal.objects.filter(person=person, state__in=[State.ACCEPTED, State.DECLINED, State.LAPSED])
    number = 0
    for state, said in closed.order_by("-closed_at", "-pk").values_list("state", "candidate_answer")[:SILENCES]:
        if state != State.LAPSED or said != Answer.NONE:
            break
        number += 1
    return number


@transaction.atomic
def let_go(*, proposal: Proposal, ground: str, by: Person | None) -> bool:
    """The ground is gone, and who is left is told. Whether it was open. Cost: 1 query, some 20 when it was.

    Called by who holds the request, or the people, already: it takes the request, the proposal, then the offer.
    """
    found = Proposal.objects.open().along().filter(pk=proposal.pk).first()
    if found is None:
        return False
    try:
        requests.held(found.request)
        keeping.close(found, State.WITHDRAWN, by=by, ground=ground)
    except (refusals.MovedOn, of_requests.MovedOn):
        return False
    keeping.ended(found, by=by)
    for side in left_by(ground, found):
        telling.tell(found, side, "withdrawn")
    return True


def left_by(ground: str, found: Proposal) -> list[Side]:
    """Who has to be told: the side that did not do it, while it is there."""
    left = {Ground.OFFER: [Side.CANDIDATE], Ground.REQUEST: [Side.HOST]}.get(Ground(ground), list(Side))
    return [side for side in left if found.person_of(side).erased_at is None]


@transaction.atomic
def let_go_of_offer(*, offer: Offer) -> int:
    """The offer rests or is closed: what is still asked of it ends; how many. Cost: 2 queries, some 25 for each."""
    if Offer.objects.filter(pk=offer.pk, state=OfferState.OPEN).exists():
        # Open again before the clock came round.
        return 0
    number = 0
    for proposal in (
        Proposal.objects.open().filter(offer=offer).select_related("offer", "request").order_by("person", "pk")
    ):
        keeping.held(proposal)
        number += let_go(proposal=proposal, ground=Ground.OFFER, by=None)
    return number


@transaction.atomic
def remind(*, proposal: Proposal) -> int:
    """Who has not answered is reminded, once; how many. Cost: about 6 queries."""
    found = keeping.held(proposal)
    late = found.answer_by < timezone.localdate()
    waited_for = [] if late else found.waits_for_sides
    for side in waited_for:
        telling.tell(found, side, "reminder")
    return len(waited_for)


@transaction.atomic
def ask_other_host(*, offer: Offer) -> int:
    """Somebody else of the organisation receives: they are asked anew, whatever the former one said. How many. Cost: 2 queries, some 13 each."""
    number = 0
    for proposal in (
        Proposal.objects.open().filter(offer=offer).select_related("offer", "request").order_by("person", "pk")
    ):
        found = keeping.held(proposal)
        if found.person_id == found.offer.host_id:
            let_go(proposal=found, ground=Ground.GONE, by=None)
        elif not found.replies.filter(side=Side.HOST, person=found.offer.host_id).exists():
            found.replies.filter(side=Side.HOST).delete()
            Proposal.objects.open().filter(pk=found.pk).update(host_answer=Answer.NONE, host_answered_at=None)
            # Told anew, though it was theirs once before.
            telling.tell(found, Side.HOST, "proposed", mark=str(found.offer.steps.count()))
            number += 1
    return number
