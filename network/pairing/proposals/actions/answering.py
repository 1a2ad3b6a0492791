"""Both sides answer, and may take back an answer while nobody was told of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock
from core.forbidden import refuse_sensitive_words
from network.pairing.offers import actions as offers
from network.pairing.offers import refusals as of_offers
from network.pairing.offers.models import State as OfferState
from network.pairing.proposals import refusals, signals, telling
from network.pairing.proposals.actions import keeping
from network.pairing.proposals.models import GRACE, Answer, Proposal, Reply, Side, State
from network.pairing.requests import actions as requests
from network.pairing.requests import refusals as of_requests
from people.accounts.models import Person
from people.consent import rules as consents


@transaction.atomic
def answer(*, proposal: Proposal, side: str, says: str, by: Person, why: str = "", words: str = "") -> Proposal:
    """One side says yes or no; the same again is once. With the second yes it is accepted, with a no it is declined.

    ``by``: the person, or staff to whom they said it. Cost: about 15 queries; some 40 when it is accepted or declined.

    Raises MovedOn, OfferNotOpenAnyMore, WhyWanted, SensitiveText.
    """
    refuse_sensitive_words(words)
    if says == Answer.NO and not why:
        raise refusals.WhyWanted
    found = keeping.held(proposal)
    if found.answer_of(side) == says:
        return found
    if not found.waits_for(side):
        raise refusals.MovedOn
    _note(found, side, says, why=why, words=words, by=by)
    if says == Answer.NO:
        _decline(found, side, by)
    elif found.answer_of(Side(side).other) == Answer.YES:
        _accept(found, side, by)
    else:
        _set(found, side, says)
        audit.record("proposal.answered", found, by=by, fields=[f"{side}_answer"])
    if side == Side.HOST:
        found.offer = offers.note_answer(found.offer)
    return found


def _note(found: Proposal, side: str, says: str, *, why: str, words: str, by: Person) -> None:
    said = {
        "person": found.person_of(side),
        "answer": says,
        "why": why if says == Answer.NO else "",
        "words": words.strip(),
        "said_at": timezone.now(),
        "noted_by": by,
    }
    Reply.objects.update_or_create(proposal=found, side=side, defaults=said)


def _set(found: Proposal, side: str, says: str) -> None:
    facts = {f"{side}_answer": says, f"{side}_answered_at": timezone.now() if says else None}
    if Proposal.objects.open().filter(pk=found.pk).update(**facts) != 1:
        raise refusals.MovedOn
    for name, value in facts.items():
        setattr(found, name, value)


def _accept(found: Proposal, side: str, by: Person) -> None:
    """The place is taken, the request matched; a match is made by the room above, whose letter asks both for their signature."""
    found.offer = keeping.fresh_offer(found.offer)
    if found.offer.state != OfferState.OPEN:
        raise refusals.OfferNotOpenAnyMore
    now = timezone.now()
    keeping.close(found, State.ACCEPTED, by=by, **{f"{side}_answer": Answer.YES, f"{side}_answered_at": now})
    try:
        found.request = requests.match(request=found.request, by=None)
        found.offer = offers.take(found.offer, by=None)
    except (of_requests.MovedOn, of_requests.NotReady, of_offers.NothingHeld):
        raise refusals.MovedOn from None
    signals.proposal_accepted.send(Proposal, proposal=found, by=by)


def _decline(found: Proposal, side: str, by: Person) -> None:
    """The other side learns of it when the half hour to take it back is over, and never why."""
    now = timezone.now()
    keeping.close(found, State.DECLINED, by=by, **{f"{side}_answer": Answer.NO, f"{side}_answered_at": now})
    keeping.ended(found, by=by)
    clock.schedule(
        keeping.TELL_DECLINED, str(found.pk), due_at=now + GRACE, payload={"proposal": found.pk, "side": str(side)}
    )


@transaction.atomic
def take_back(*, proposal: Proposal, side: str, by: Person) -> Proposal:
    """A yes until the other side answers; a no for half an hour, if place and person are still free. Cost: 10 to 30 queries.

    Raises TooLateToTakeBack, NotFreeAnyMore.
    """
    try:
        found = keeping.held(proposal)
    except refusals.MovedOn:
        raise refusals.TooLateToTakeBack from None
    if not found.may_take_back(side):
        raise refusals.TooLateToTakeBack
    Reply.objects.filter(proposal=found, side=side).delete()
    if found.is_open:
        _set(found, side, Answer.NONE)
        audit.record("proposal.answer_taken_back", found, by=by, fields=[f"{side}_answer"])
        return found
    return _reopen(found, side, by)


def _reopen(found: Proposal, side: str, by: Person) -> Proposal:
    """As it was before the no: the same guards as for a new one, for others did not wait."""
    if not (consents.holds(found.person, "matching") and consents.holds(found.person, "card")):
        raise refusals.NotFreeAnyMore
    facts = {
        "state": State.OPEN,
        "closed_at": None,
        f"{side}_answer": Answer.NONE,
        f"{side}_answered_at": None,
        "answer_by": max(found.answer_by, timezone.localdate()),
    }
    try:
        with transaction.atomic():
            changed = Proposal.objects.filter(pk=found.pk, state=State.DECLINED).update(**facts)
        if not changed:
            raise refusals.NotFreeAnyMore
        found.request = requests.propose(request=found.request, by=None)
        found.offer = offers.hold(found.offer)
    except (IntegrityError, of_requests.MovedOn, of_requests.NotReady, of_offers.NoRoom, of_offers.MovedOn):
        raise refusals.NotFreeAnyMore from None
    for name, value in facts.items():
        setattr(found, name, value)
    clock.cancel(keeping.TELL_DECLINED, str(found.pk))
    keeping.plan(found)
    audit.record("proposal.reopened", found, by=by, fields=["state", f"{side}_answer"])
    signals.proposal_reopened.send(Proposal, proposal=found, by=by)
    return found


@transaction.atomic
def tell_declined(*, proposal: Proposal, side: str) -> bool:
    """The half hour is over: the side that had not said no is told, kindly and without the reason. Whether it was. Cost: about 8 queries."""
    found = keeping.held(proposal)
    if found.state != State.DECLINED or found.answer_of(side) != Answer.NO:
        return False
    telling.tell(found, Side(side).other, "declined", mark=str(int(found.closed_at.timestamp())))  # type: ignore[union-attr]  # closed
    return True
