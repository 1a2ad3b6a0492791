"""Admission by review: applications are seated, put on the waiting list in the organiser's order, or declined.

Each call is the result of a choice, not the choice: who is chosen, and when it is told, is decided in the rooms above.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from core import audit, outbox
from events.agenda.models import Event
from events.registration import news, refusals, seating, signals, waiting
from events.registration.ending import count_changed
from events.registration.models import Registration, Seat
from people.accounts.models import Person


def _applications(event: Event, registrations: Collection[Registration]) -> tuple[Event, dict[int, Registration]]:
    """The event, held, and the applications as they stand now, by key. Cost: 2 queries.

    Raises EventCancelled, EventOver, or NotApplied if one of them was withdrawn or decided meanwhile.
    """
    event = waiting.hold(event.pk)
    if event.is_cancelled:
        raise refusals.EventCancelled
    if event.is_past:
        raise refusals.EventOver
    applied = Registration.objects.filter(event=event, state=Registration.State.APPLIED)
    found = applied.in_bulk([one.pk for one in registrations])
    if len(found) < len(registrations):
        raise refusals.NotApplied
    return event, found


@transaction.atomic
def admit(*, event: Event, registrations: Collection[Registration], by: Person | None) -> list[Registration]:
    """Give these applications their seats, all of them or none, each told with its tickets.

    Cost: 13 queries, however many are admitted, 1 if any of them has a login, and 1 for each (the audit).

    Raises NoSeatFree if they do not all fit, NotApplied, EventCancelled or EventOver; nothing is changed then.
    """
    if not registrations:
        return []
    event, found = _applications(event, registrations)
    chosen = list(found.values())
    wanted = sum(registration.size for registration in chosen)
    if not Event.objects.take_seats(event.pk, wanted):
        # Whoever is on the list was told a rank: nobody is seated before them unseen.
        raise refusals.NoSeatFree(0 if event.seats_waiting else event.seats_free or 0, wanted)
    waiting.seat(event, chosen, what="chosen", was=Seat.State.APPLIED, by=by)
    count_changed(event)
    return chosen


@transaction.atomic
def reserve(*, event: Event, registrations: Sequence[Registration], by: Person | None) -> list[Registration]:
    """Put these applications on the waiting list in the order given, each told its rank; free seats are offered at once.

    Cost: 12 queries, 3 for each of them (its position, the audit), and what serving those who wait costs.

    Raises NotApplied, EventCancelled or EventOver; nothing is changed then.
    """
    if not registrations:
        return []
    event, found = _applications(event, registrations)
    line = [found[registration.pk] for registration in registrations]
    before = Registration.objects.filter(event=event).waiting().count()
    for registration in line:
        drawn = Event.objects.next_waiting_position(event.pk, registration.size)
        assert drawn is not None  # the event is held: it is there
        registration.state, registration.waiting_position = Registration.State.WAITING, drawn[0]
    Registration.objects.bulk_update(line, ["state", "waiting_position"])
    seating.set_states(line, Seat.State.APPLIED, Seat.State.WAITING)
    leads = seating.leads_of(line)
    outbox.post_all(
        news.about_seat("reserved", registration=one, seat=leads[one.pk], event=event, fact="", rank=rank)
        for rank, one in enumerate(line, before + 1)
    )
    for rank, registration in enumerate(line, before + 1):
        audit.record("registration.reserved", registration, by=by, values={"rank": rank})
    waiting.serve(event)
    count_changed(event)
    return line


@transaction.atomic
def decline(*, event: Event, reasons: Mapping[Registration, str], by: Person | None) -> list[Registration]:
    """End these applications, each told why: ``reasons`` are in the words and the language of whoever applied.

    Cost: 8 queries, and for each of them 1 (the audit) and what the rooms above do with a seat that is given back.

    Raises NotApplied, EventCancelled or EventOver; nothing is changed then.
    """
    if not reasons:
        return []
    event, found = _applications(event, list(reasons))
    said = {registration.pk: reason for registration, reason in reasons.items()}
    declined = list(found.values())
    leads = seating.leads_of(declined)
    outbox.post_all(
        news.about_seat("not_chosen", registration=one, seat=leads[one.pk], event=event, fact="", reason=said[one.pk])
        for one in declined
    )
    _end(event, declined, ending=Registration.Ending.NOT_CHOSEN, by=by)
    return declined


@transaction.atomic
def close(*, event: Event) -> list[Registration]:
    """End what still awaits a choice: the event is called off, and whoever applied was told so. Nobody chooses any more.

    Cost: 1 query where nobody applies, else 6 and for each of them 1 (the audit) and what the rooms above do.
    """
    applied = list(Registration.objects.filter(event=event, state=Registration.State.APPLIED).order_by("pk"))
    if applied:
        _end(event, applied, ending=Registration.Ending.CALLED_OFF, by=None)
    return applied


def _end(event: Event, registrations: Sequence[Registration], *, ending: str, by: Person | None) -> None:
    """Applications end without a seat. Cost: 4 queries, 1 for each (the audit), and those of ``count_changed``."""
    seats, now = list(Seat.objects.filter(registration__in=registrations).active().order_by("pk")), timezone.now()
    seating.set_states(registrations, Seat.State.APPLIED, Seat.State.CANCELLED)
    for seat in seats:
        seat.state = Seat.State.CANCELLED
        signals.seat_given_back.send(Seat, seat=seat, event=event, stays=None)
    for registration in registrations:
        registration.state, registration.ending = Registration.State.CANCELLED, ending
        registration.size, registration.cancelled_at, registration.awaits_guardian = 0, now, False
    Registration.objects.bulk_update(registrations, ["state", "ending", "size", "cancelled_at", "awaits_guardian"])
    for registration in registrations:
        audit.record("registration.cancelled", registration, by=by, values={"ending": str(ending)})
    count_changed(event)
