"""The reminder of the day before: one piece of due work per event, moved and dropped with it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core import clock, outbox
from core.localtime import instant
from events.agenda.models import Event
from events.registration import news, seating
from events.registration.models import Registration, Seat

KIND = "registration.reminders"
#: When people are awake and still have the day to prepare, in the event's own time.
HOUR = time(10)


def due_at(event: Event) -> datetime:
    """UTC instant of 10:00 in the legal time of the event, the day before."""
    return instant(datetime.combine(event.start_date - timedelta(days=1), HOUR), event.zone)


def plan(event: Event) -> None:
    """Plan the event's reminders; a moment that has passed is left to what is planned for it already. Cost: 1 query."""
    moment = due_at(event)
    if moment > timezone.now():
        clock.schedule(KIND, str(event.pk), due_at=moment, payload={"event": event.pk})


def follow(event: Event) -> None:
    """The event was moved: so are its reminders, and none are sent if their new moment has passed. Cost: 1 query."""
    if due_at(event) > timezone.now():
        plan(event)
    else:
        drop(event)


def drop(event: Event) -> None:
    """The event will not be: nobody is reminded. Cost: 1 query."""
    clock.cancel(KIND, str(event.pk))


def send(event_id: int) -> int:
    """Post a reminder to every party expected that wants one; the number of them. Running twice posts once.

    Cost: 3 queries, and 1 for each 200 mails.
    """
    event = Event.objects.select_related("venue").get(pk=event_id)
    if event.is_cancelled or event.starts_at <= timezone.now():
        return 0
    wanted = Registration.objects.filter(
        event=event, state=Registration.State.CONFIRMED, awaits_guardian=False, wants_reminder=True
    )
    registrations = list(wanted.order_by("pk"))
    leads = seating.leads_of(registrations)
    mails = [
        news.about_seat(
            "reminder",
            registration=registration,
            seat=leads[registration.pk],
            event=event,
            fact=event.start_date.isoformat(),
            priority=outbox.BULK,
            start=f"{event.start_date}T{event.start_time:%H:%M:%S}",
        )
        for registration in registrations
        if leads[registration.pk].state == Seat.State.EXPECTED
    ]
    outbox.post_all(mails)
    return len(mails)
