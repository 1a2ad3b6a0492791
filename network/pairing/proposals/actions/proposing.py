"""A person decided that two should be put before each other: a place is held, the request leaves the queue, both are asked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from network.pairing.editions.models import PairingSettings
from network.pairing.offers import actions as offers
from network.pairing.offers import refusals as of_offers
from network.pairing.offers.models import Offer
from network.pairing.proposals import refusals, telling
from network.pairing.proposals.actions import keeping
from network.pairing.proposals.facts import facts_of
from network.pairing.proposals.models import Proposal
from network.pairing.requests import actions as requests
from network.pairing.requests import refusals as of_requests
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person
from people.consent import rules as consents


@transaction.atomic
def propose(
    *,
    request: Request,
    offer: Offer,
    score: int = 0,
    parts: Mapping[str, Any] | None = None,
    by: Person,
    computed: bool,
    by_hand: bool = False,
    hand_reason: str = "",
    beyond: Sequence[str] = (),
) -> Proposal:
    """Put two before each other; both are written to, and have so many days to answer. Cost: about 40 queries.

    ``computed``: a programme proposed the pair before ``by`` decided. ``by_hand``: ``by`` put it together, and says why;
    ``beyond``: codes of the rules it goes beyond.

    Raises NotTogether, EditionNotOpen, RequestNotWaiting, AlreadyAsked, OfferNotOpen, NoRoom, MatchingOff, CardNotShown, OwnOffer, HostGone,
    DeclinedBefore, ReasonWanted, SensitiveText; nothing is kept then.
    """
    refuse_sensitive_words(hand_reason)
    if (by_hand or beyond) and not hand_reason.strip():
        raise refusals.ReasonWanted
    person = request.person
    keeping.hold_people(person.pk, offer.host_id)
    try:
        found = requests.held(request)
    except of_requests.MovedOn:
        raise refusals.RequestNotWaiting from None
    offer = keeping.fresh_offer(offer)
    _refuse_what_may_not_be(found, offer, by_hand=by_hand)
    _refuse_without_consent(found.person)
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                request=found,
                offer=offer,
                person=found.person,
                score=score,
                parts=dict(parts or {}),
                facts=facts_of(found, offer),
                beyond=list(beyond),
                by_hand=by_hand or bool(beyond),
                hand_reason=hand_reason.strip(),
                computed=computed,
                decided_by=by,
                answer_by=timezone.localdate() + timedelta(days=_days(found)),
            )
    except IntegrityError:
        # proposal_one_open_per_person: in another edition, perhaps.
        raise refusals.AlreadyAsked from None
    try:
        made.request = requests.propose(request=found, by=by)
    except (of_requests.MovedOn, of_requests.NotReady):
        raise refusals.RequestNotWaiting from None
    _hold(made)
    keeping.plan(made)
    audit.record(
        "proposal.made", made, by=by, values={"offer": offer.pk, "computed": computed, "by_hand": made.by_hand}
    )
    made = Proposal.objects.along().get(pk=made.pk)
    telling.tell_both(made, "proposed")
    return made


def _refuse_what_may_not_be(found: Request, offer: Offer, *, by_hand: bool) -> None:
    if offer.edition_id != found.candidacy.edition_id:
        raise refusals.NotTogether
    if not offer.edition.is_open:
        raise refusals.EditionNotOpen
    if offer.host_id == found.person.pk:
        raise refusals.OwnOffer
    if offer.host.erased_at or offer.host.merged_into_id:
        raise refusals.HostGone
    if Proposal.objects.open().filter(person=found.person).exists():
        raise refusals.AlreadyAsked
    if found.state != RequestState.WAITING:
        raise refusals.RequestNotWaiting
    if not by_hand and Proposal.objects.failed().filter(person=found.person, offer=offer).exists():
        raise refusals.DeclinedBefore


def _refuse_without_consent(person: Person) -> None:
    """Both stand while the person is held. Cost: 2 queries."""
    if not consents.holds(person, "matching"):
        raise refusals.MatchingOff
    if not consents.holds(person, "card"):
        raise refusals.CardNotShown


def _hold(made: Proposal) -> None:
    try:
        made.offer = offers.hold(made.offer)
    except of_offers.NoRoom:
        raise refusals.NoRoom from None
    except of_offers.MovedOn:
        raise refusals.OfferNotOpen from None


def _days(request: Request) -> int:
    settings = PairingSettings.objects.filter(pk=request.candidacy.edition_id).first()
    return settings.days_to_answer if settings else PairingSettings().days_to_answer
