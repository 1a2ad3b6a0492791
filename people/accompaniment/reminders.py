"""The reminder of the day before: one piece of due work per appointment, moved and dropped with it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core import clock
from core.localtime import instant
from people.accompaniment import news
from people.accompaniment.models import Appointment

KIND = "accompaniment.reminder"
#: When people are awake and still have the day to prepare, in the time of the place.
HOUR = time(10)


def due_at(appointment: Appointment) -> datetime:
    """UTC instant of 10:00 the day before."""
    return instant(datetime.combine(appointment.start_date - timedelta(days=1), HOUR), appointment.zone)


def plan(appointment: Appointment) -> None:
    """Plan the reminder, or drop it where its moment has passed. Cost: 1 query."""
    moment = due_at(appointment)
    if moment > timezone.now():
        clock.schedule(KIND, str(appointment.pk), due_at=moment, payload={"appointment": appointment.pk})
    else:
        drop(appointment)


def drop(appointment: Appointment) -> None:
    """Nobody is reminded. Cost: 1 query."""
    clock.cancel(KIND, str(appointment.pk))


def send(pk: int) -> bool:
    """Post it if the appointment still is to come; whether it did. Running twice posts once. Cost: 1 to 5 queries."""
    found = Appointment.objects.booked().select_related("case_file__person", "organisation").filter(pk=pk).first()
    if found is None or found.has_started:
        return False
    news.remind(found)
    return True
