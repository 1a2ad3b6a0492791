"""The reminder of the day before: one piece of due work per meeting, moved and dropped with it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from core import clock
from network.pairing.meetings import news
from network.pairing.meetings.models import Meeting

KIND = "meetings.reminder"
#: When people are awake and still have the day to prepare, in the time of the place.
HOUR = time(10)


def due_at(meeting: Meeting) -> datetime:
    """UTC instant of 10:00 the day before; no clock changes at that hour."""
    local = datetime.combine(meeting.start_date - timedelta(days=1), HOUR)
    return local.replace(tzinfo=ZoneInfo(meeting.zone)).astimezone(UTC)


def plan(meeting: Meeting) -> None:
    """Plan the reminder, or drop it where its moment has passed. Cost: 1 query."""
    moment = due_at(meeting)
    if moment > timezone.now():
        clock.schedule(KIND, str(meeting.pk), due_at=moment, payload={"meeting": meeting.pk})
    else:
        drop(meeting)


def drop(meeting: Meeting) -> None:
    """Nobody is reminded. Cost: 1 query."""
    clock.cancel(KIND, str(meeting.pk))


def send(pk: int) -> bool:
    """Post it if the meeting still is to come; whether it did. Running twice posts once. Cost: 1, or about 8 queries."""
    found = Meeting.objects.planned().select_related("match__candidate", "match__host").filter(pk=pk).first()
    if found is None or found.has_started:
        return False
    news.remind(found)
    return True
