"""What the doors do when something happens in a room below: they write rows, nothing else."""

from typing import Any

from events.agenda.models import Event
from events.doors.due import plan_close
from events.doors.models import Attendance
from events.registration.models import Seat


def event_saved(instance: Event, raw: bool = False, **_news: Any) -> None:
    """A new or changed event: plan the moment at which those still expected become absent."""
    if not raw:
        plan_close(instance)


def seat_given_back(seat: Seat, event: Event, stays: Seat | None = None, **_news: Any) -> None:
    """Two seats of one person become one: it was where either was. No query for an event held once."""
    if stays is None or not event.is_series:
        return
    own = Attendance.objects.filter(seat=stays).values_list("sitting", flat=True)
    Attendance.objects.filter(seat=seat).exclude(sitting__in=list(own)).update(seat=stays)
    Attendance.objects.filter(seat=seat).delete()
