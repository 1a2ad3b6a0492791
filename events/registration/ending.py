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
    told = lead.state == Seat.State.EXPECTED and not lead.calendar_cancelled
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
    registration: Registration, event: Event, going: Collection[Seat], *, by: Person | None, serves: bool = True
) -> Seat:
    """Some of a party do not come, the others keep their places and their order; the lead of those that stay.

    The caller holds the event, tells the party, and serves those who wait itself if not ``serves``. Cost: 6 queries, 1 to 3 a seat, and what serving those who wait costs.

    Raises AlreadyIn.
    """
    party = list(Seat.objects.of_party(registration))
    lead = seating.leave_party(party, going)
    for seat in going:
        if seat.person_id is not None:
            timetable.leave(event, seat.person_id)
        signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    _give_back(event, registration.state, len(going))
    registration.size -= len(going)
    registration.save(update_fields=["size"])
    audit.record("registration.seats_given_back", registration, by=by, values={"seats": len(going)})
    if serves:
        waiting.serve(event)
    count_changed(event)
    return lead


@transaction.atomic
def give_back_double(*, double: Seat, stays: Seat, event: Event) -> None:
    """One person held two seats at an event: ``double`` is given back, whatever its state; the caller holds the event.

    The address of the double is told, and its calendar forgets the entry, unless the event is over or off. Others of
    its party keep theirs. Whoever waits is served. Cost: 8 queries, 4 more in a party, and what serving costs.
    """
    registration = double.registration
    party = list(Seat.objects.of_party(registration))
    is_to_come = double.state in {Seat.State.EXPECTED, Seat.State.WAITING, Seat.State.OFFERED} and not event.is_past
    if len(party) > 1:
        _leave_to_the_others(double, party, event, stays)
        return
    method = ""
    if double.state == Seat.State.EXPECTED and is_to_come and not double.calendar_cancelled:
        double.sequence, double.calendar_cancelled, method = double.sequence + 1, True, news.CANCEL
    double.state, double.present_at = Seat.State.CANCELLED, None
    double.save(update_fields=["state", "present_at", "sequence", "calendar_cancelled"])
    signals.seat_given_back.send(Seat, seat=double, event=event, stays=stays)
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
    _give_back(event, was, 1)
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
    seating.leave_party(party, [mine])
    signals.seat_given_back.send(Seat, seat=mine, event=event, stays=stays)
    _give_back(event, registration.state, 1)
    registration.size -= 1
    registration.save(update_fields=["size"])
    audit.record("registration.seats_given_back", registration, by=None, values={"seats": 1})
    waiting.serve(event)
    count_changed(event)


def count_changed(event: Event) -> None:
    """Free seats show on the agenda's cached pages and on the live desk. Cost: 2 queries."""
    live.publish(f"desk/{event.pk}")
    # Last: every registration of the house meets at this row, and holds it until it is committed.
    generations.bump("agenda", f"event/{event.pk}")
