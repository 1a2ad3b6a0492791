"""The waiting list: strict order, and no seat stays free while somebody waits.

Whoever frees seats holds the event's row, so that two of them never give the same seat away, nor two seats to one.
"""

from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone

from core import audit, outbox
from events.agenda.models import Event
from events.registration import news, timetable
from events.registration.models import Registration, Seat


def hold(event_id: int) -> Event:
    """The event as it is now, its row held to the end of the transaction. Cost: 1 query.

    Not against foreign keys to it (PostgreSQL's NO KEY): somebody else may insert a registration meanwhile.
    """
    return Event.objects.select_for_update(of=("self",), no_key=True).select_related("venue").get(pk=event_id)


def promote(event: Event) -> list[Registration]:
    """Give every free seat to the first who waits; the caller holds the event. Nobody is promoted once it is over.

    Cost: 1 query if nobody can move up; else 8, 1 for each who does, and 1 if any of them has a login.
    """
    if event.is_cancelled or event.is_past:
        return []
    capacity, taken, waiting = Event.objects.values_list("capacity", "seats_taken", "seats_waiting").get(pk=event.pk)
    places = waiting if capacity is None else min(waiting, capacity - taken)
    if places <= 0:
        return []
    first = list(Registration.objects.filter(event=event).waiting()[:places])
    if not Event.objects.promote_seats(event.pk, len(first)):
        return []
    Registration.objects.filter(pk__in=[registration.pk for registration in first]).update(
        state=Registration.State.CONFIRMED, waiting_position=None, confirmed_at=timezone.now()
    )
    moved = Seat.objects.filter(registration__in=first)
    moved.filter(state=Seat.State.WAITING).update(
        state=Seat.State.EXPECTED,
        # A calendar that was told CANCEL listens to nothing but a higher number.
        sequence=Case(
            When(calendar_cancelled=True, then=F("sequence") + 1),
            default=F("sequence"),
            output_field=PositiveIntegerField(),
        ),
        calendar_cancelled=Value(False),
    )
    seats = list(moved.expected().select_related("registration").order_by("pk"))
    timetable.promoted(event, seats)
    outbox.post_all(
        news.about_seat(
            "promoted", registration=seat.registration, seat=seat, event=event, fact="", method=news.REQUEST
        )
        for seat in seats
    )
    for registration in first:
        audit.record("registration.promoted", registration, by=None)
    return first


def rank(registration: Registration) -> int:
    """How many are to be seated until it is this registration's turn, itself included. Cost: 1 query."""
    ahead = Registration.objects.filter(event=registration.event_id).waiting()
    return ahead.filter(waiting_position__lte=registration.waiting_position).count()
