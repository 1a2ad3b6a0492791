"""Answers to an offered place, and what organisers do with the list: out of turn with a reason, an offer taken back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from core import audit, outbox
from events.agenda.models import Event
from events.registration import answering, ending, news, refusals, seating, waiting
from events.registration.models import PlaceOffer, Registration, Seat, Terms, lead_of
from people.accounts.models import Person, User


def _open(offer: PlaceOffer) -> tuple[PlaceOffer, Registration, Event]:
    """The offer as it stands, its event held. Raises OfferAnswered, OfferTakenBack, OfferOver, EventCancelled or
    EventOver. Cost: 2 queries.
    """
    event = waiting.hold(offer.registration.event_id)
    offer = PlaceOffer.objects.select_related("registration__contact").get(pk=offer.pk)
    if event.is_cancelled:
        raise refusals.EventCancelled
    if event.is_past:
        raise refusals.EventOver
    if offer.state == PlaceOffer.State.EXPIRED or (
        offer.state == PlaceOffer.State.OPEN and offer.expires_at <= timezone.now()
    ):
        raise refusals.OfferOver
    if offer.state == PlaceOffer.State.WITHDRAWN and offer.registration.is_waiting:
        raise refusals.OfferTakenBack
    if offer.state != PlaceOffer.State.OPEN:
        raise refusals.OfferAnswered
    return offer, offer.registration, event


@transaction.atomic
def accept(*, offer: PlaceOffer, by: Person | None, keep: Collection[int] | None = None) -> Registration:
    """Take the place: the party has its seats. ``keep``: ids of the seats that come after all; the others go back.

    ``by`` is None when it comes from the mailed link. Cost: 13 queries, more where seats go back.

    Raises OfferOver, OfferAnswered, OfferTakenBack, NobodyComes, MinorsAlone, EventCancelled or EventOver.
    """
    offer, registration, event = _open(offer)
    party = list(Seat.objects.of_party(registration))
    going = [] if keep is None else [seat for seat in party if seat.pk not in keep]
    if len(going) == len(party):
        raise refusals.NobodyComes
    ending.close_offer(registration, PlaceOffer.State.ACCEPTED)
    if going:
        ending.leave_seats(registration, event, going, by=by)
    waiting.seat(event, [registration], what="accepted", was=Seat.State.OFFERED, by=by)
    if going:
        waiting.serve(event)
    ending.count_changed(event)
    return registration


@transaction.atomic
def decline(*, offer: PlaceOffer, by: Person | None) -> Registration:
    """Leave the place to the next: the registration ends. Cost: that of ``ending.end``, and 2 queries.

    Raises OfferOver, OfferAnswered, OfferTakenBack, EventCancelled or EventOver.
    """
    _offer, registration, event = _open(offer)
    ending.end(
        registration,
        event,
        ending=Registration.Ending.DECLINED,
        by=by,
        letter="declined",
        offer_state=PlaceOffer.State.DECLINED,
    )
    return registration


@transaction.atomic
def expire(*, offer: PlaceOffer) -> bool:
    """The time to answer is over: the registration ends, and the next is asked. False if it was answered, or is not over yet."""
    event = waiting.hold(offer.registration.event_id)
    offer = PlaceOffer.objects.select_related("registration").get(pk=offer.pk)
    if offer.state != PlaceOffer.State.OPEN or offer.expires_at > timezone.now():
        return False
    ending.end(
        offer.registration,
        event,
        ending=Registration.Ending.EXPIRED,
        by=None,
        letter="" if event.is_cancelled or event.is_past else "expired",
        offer_state=PlaceOffer.State.EXPIRED,
    )
    return True


@transaction.atomic
def take_back(*, offer: PlaceOffer, by: User) -> Registration:
    """An offer made out of turn is taken back: the party waits again at its place, and is told; the list's own order goes on.

    Cost: 10 queries, and what serving those who wait costs. Raises OfferInTurn, OfferOver, OfferAnswered, EventCancelled
    or EventOver.
    """
    offer, registration, event = _open(offer)
    if not offer.out_of_turn:
        raise refusals.OfferInTurn
    ending.close_offer(registration, PlaceOffer.State.WITHDRAWN)
    registration.state = Registration.State.WAITING
    registration.save(update_fields=["state"])
    seating.set_states([registration], Seat.State.OFFERED, Seat.State.WAITING)
    Event.objects.wait_again(event.pk, registration.size)
    lead = lead_of(Seat.objects.of_party(registration))
    outbox.post_all(
        [
            news.about_seat(
                "taken_back",
                registration=registration,
                seat=lead,
                event=event,
                fact=str(offer.pk),
            )
        ]
    )
    audit.record("registration.offer_taken_back", registration, by=by.person)
    waiting.serve(event)
    ending.count_changed(event)
    return registration


@transaction.atomic
def offer_out_of_turn(*, registration: Registration, by: User, reason: str) -> PlaceOffer | None:
    """Offer free seats to a party before its turn, for a reason that stays on record; None: seated at once, no time to ask,
    or the event asks nobody. The record is the offer, which counts as accepted then.

    Whom it overtakes is not counted as passed: the bound is for the list's own order. Cost: 12 queries.

    Raises NotWaiting, NoSeatFree, ReasonMissing, EventCancelled or EventOver.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise refusals.ReasonMissing
    event = waiting.hold(registration.event_id)
    registration = Registration.objects.select_related("contact").get(pk=registration.pk)
    ending.refuse_to_change(registration, event)
    if not registration.is_waiting:
        raise refusals.NotWaiting
    if event.seats_free is not None and event.seats_free < registration.size:
        raise refusals.NoSeatFree(event.seats_free, registration.size)
    terms = Terms.of(event)
    until = answering.time_to_answer(
        timezone.now(), starts_at=event.starts_at, zone=event.zone, hours=terms.offer_hours or 24
    )
    offer = None
    if until is None or not terms.offer_hours:
        now = timezone.now()
        PlaceOffer.objects.create(
            registration=registration,
            seats=registration.size,
            state=PlaceOffer.State.ACCEPTED,
            made_at=now,
            answered_at=now,
            expires_at=max(event.starts_at, now + answering.LEAST),
            out_of_turn=True,
            reason=reason,
        )
        waiting.seat(event, [registration], what="promoted", by=by.person)
        audit.record("registration.out_of_turn", registration, by=by.person)
    else:
        [offer] = waiting.offer(event, [registration], until=until, by=by.person, reason=reason)
    ending.count_changed(event)
    return offer
