"""How a registration ends, whole or in part: places are given back, calendars are told, and whoever waits is served."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, clock, generations, live, outbox
from core.outbox import Mail
from events.agenda.models import Event
from events.registration import news, refusals, seating, signals, timetable, waiting
from events.registration.models import PlaceOffer, Registration, Seat, lead_of
from people.accounts.models import Person

#: States of a seat whose holder has something to hear of it before the day.
TO_COME = frozenset({Seat.State.APPLIED, Seat.State.WAITING, Seat.State.OFFERED, Seat.State.EXPECTED})


def refuse_to_change(registration: Registration, event: Event) -> None:
    """Raise the reason why a registration can no longer be changed or cancelled; no query."""
    if registration.is_cancelled:
        raise refusals.AlreadyCancelled
    if event.is_cancelled:
        raise refusals.EventCancelled
    if event.is_past:
        raise refusals.EventOver


def end(
    registration: Registration,
    event: Event,
    *,
    ending: str,
    by: Person | None,
    letter: str = "cancelled",
    offer_state: str = PlaceOffer.State.WITHDRAWN,
    **facts: Any,
) -> None:
    """Cancel a registration with all its seats; the caller holds the event. ``letter``: "" for none.

    Cost: 9 queries, 1 a seat, 2 more for somebody with a login, and what serving those who wait costs.

    Raises AlreadyIn if one of the seats was used at the door.
    """
    party = list(Seat.objects.of_party(registration))
    lead = lead_of(party)
    was, size = registration.state, registration.size
    # Whoever waits for a guardian's word was never told to keep the day free.
    told = lead.state == Seat.State.EXPECTED and not lead.calendar_cancelled and not registration.awaits_guardian
    seating.give_up(party)
    for seat in party:
        if seat.person_id is not None:
            timetable.leave(event, seat.person_id)
        signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    if letter:
        outbox.post_all([_last_word(letter, registration, lead, event, told=told, **facts)])
    if was == Registration.State.OFFERED:
        close_offer(registration, offer_state)
    _give_back(event, was, size)
    _mark_ended(registration, ending, by)
    waiting.serve(event)
    count_changed(event)


def _last_word(letter: str, registration: Registration, lead: Seat, event: Event, *, told: bool, **facts: Any) -> Mail:
    method = news.CANCEL if told else ""
    return news.about_seat(letter, registration=registration, seat=lead, event=event, fact="", method=method, **facts)


def close_offer(registration: Registration, state: str) -> None:
    """The open offer of a registration is answered, or of no use any more. Cost: 2 queries, 3 with one."""
    for offer in PlaceOffer.objects.open().filter(registration=registration):
        offer.state, offer.answered_at = state, timezone.now()
        offer.save(update_fields=["state", "answered_at"])
        clock.cancel(waiting.OFFER_ENDS, str(offer.pk))


def _give_back(event: Event, was: str, seats: int) -> None:
    if was == Registration.State.WAITING:
        Event.objects.leave_waiting_list(event.pk, seats)
    elif was != Registration.State.APPLIED:
        Event.objects.give_back_seats(event.pk, seats)


def _mark_ended(registration: Registration, ending: str, by: Person | None) -> None:
    registration.state, registration.ending = Registration.State.CANCELLED, ending
    registration.waiting_position, registration.size = None, 0
    registration.cancelled_at, registration.awaits_guardian = timezone.now(), False
    registration.save(update_fields=["state", "ending", "waiting_position", "size", "cancelled_at", "awaits_guardian"])
    audit.record("registration.cancelled", registration, by=by, values={"ending": str(ending)})


def leave_seats(
    registration: Registration, event: Event, going: Collection[Seat], *, by: Person | None, taken_over: int = 0
) -> Seat:
    """Some of a party do not come, the others keep their places and their order; the lead of those that stay.

    ``taken_over``: so many of the seats are for others of the party, and become free for nobody. The caller holds the
    event, tells the party, and serves those who wait once it is as it will be: served halfway, a party that waits would
    get seats as it is not. Where nobody under 18 is left, nobody's word is awaited. Cost: 4 queries, 1 to 3 a seat.

    Raises AlreadyIn or MinorsAlone.
    """
    party = list(Seat.objects.of_party(registration))
    lead = seating.leave_party(party, going)
    for seat in going:
        if seat.person_id is not None:
            timetable.leave(event, seat.person_id)
        signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    if taken_over < len(going):
        _give_back(event, registration.state, len(going) - taken_over)
    _shrink(registration, [seat for seat in party if seat not in going])
    audit.record("registration.seats_given_back", registration, by=by, values={"seats": len(going)})
    return lead


def _shrink(registration: Registration, staying: Collection[Seat]) -> None:
    """What follows for the registration, and for the offer that is open to it, when fewer come. Cost: 1 query, 2 while offered."""
    registration.size = len(staying)
    if registration.awaits_guardian:
        registration.awaits_guardian = any(seat.is_minor for seat in staying)
    registration.save(update_fields=["size", "awaits_guardian"])
    if registration.is_offered:
        PlaceOffer.objects.open().filter(registration=registration).update(seats=registration.size)


@transaction.atomic
def give_back_double(*, double: Seat, stays: Seat, event: Event) -> None:
    """One person held two seats at an event: ``double`` is given back, whatever its state; the caller holds the event.

    The address of the double is told, and its calendar forgets the entry, unless the event is over or off. Others of
    its party keep theirs; children whom nobody else comes with do not stay behind alone, unless they are in or it is over.
    Whoever waits is served. Cost: 8 queries, 4 more in a party, and what serving costs.
    """
    registration = double.registration
    party = list(Seat.objects.of_party(registration))
    is_to_come = double.state in TO_COME and not event.is_past
    others = [seat for seat in party if seat.pk != double.pk]
    if any(seat.person_id is not None or event.is_past or seat.state not in TO_COME for seat in others):
        _leave_to_the_others(double, party, event, stays)
        return
    seating.give_up(others)
    method = ""
    told = double.state == Seat.State.EXPECTED and not double.calendar_cancelled and not registration.awaits_guardian
    if told and is_to_come:
        double.sequence, double.calendar_cancelled, method = double.sequence + 1, True, news.CANCEL
    double.state, double.present_at = Seat.State.CANCELLED, None
    double.save(update_fields=["state", "present_at", "sequence", "calendar_cancelled"])
    signals.seat_given_back.send(Seat, seat=double, event=event, stays=stays)
    for seat in others:
        signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    if is_to_come and not event.is_cancelled:
        letter = news.about_seat(
            "joined",
            registration=registration,
            seat=double,
            event=event,
            fact="",
            method=method,
            stays=stays.registration.reference,
        )
        outbox.post_all([letter])
    was = registration.state
    if was == Registration.State.OFFERED:
        close_offer(registration, PlaceOffer.State.WITHDRAWN)
    _give_back(event, was, len(party))
    _mark_ended(registration, Registration.Ending.DOUBLE, None)
    waiting.serve(event)
    count_changed(event)


def _leave_to_the_others(double: Seat, party: list[Seat], event: Event, stays: Seat) -> None:
    registration = double.registration
    mine = next(seat for seat in party if seat.pk == double.pk)
    if mine.state in {Seat.State.PRESENT, Seat.State.ABSENT}:
        # What the better seat says of the day stands; this one is as if it had never been used.
        mine.state, mine.present_at = Seat.State.EXPECTED, None
        mine.save(update_fields=["state", "present_at"])
    seating.leave_party(party, [mine], minors_may_stay=True)
    signals.seat_given_back.send(Seat, seat=mine, event=event, stays=stays)
    _give_back(event, registration.state, 1)
    _shrink(registration, [seat for seat in party if seat.pk != mine.pk])
    audit.record("registration.seats_given_back", registration, by=None, values={"seats": 1})
    waiting.serve(event)
    count_changed(event)


def count_changed(event: Event) -> None:
    """Free seats show on the agenda's cached pages and on the live desk. Cost: 2 queries."""
    live.publish(f"desk/{event.pk}")
    # Last: every registration of the house meets at this row, and holds it until it is committed.
    generations.bump("agenda", f"event/{event.pk}")
