"""When time itself changes: instants follow the local times that were agreed on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from network.pairing.meetings import reminders
from network.pairing.meetings.models import Meeting


@transaction.atomic
def follow_zone_data() -> int:
    """Derive the instants of what is to come afresh, after an upgrade of the zone data; how many changed.

    The timetable's own rows follow by ``manage.py recompute_timetable``. An hour that does not exist any more, or exists twice, is
    read as the standard library does. Cost: 1 query, and 2 for each that changed.
    """
    changed = 0
    for meeting in Meeting.objects.planned().filter(ends_at__gt=timezone.now() - timedelta(days=1)).order_by("pk"):
        starts_at, ends_at = _reading(meeting.starts, meeting.zone), _reading(meeting.ends, meeting.zone)
        if ends_at <= starts_at:  # one end fell into an hour that the clocks skip
            ends_at = starts_at + (meeting.ends - meeting.starts)
        if (starts_at, ends_at) == (meeting.starts_at, meeting.ends_at):
            continue
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        Meeting.objects.planned().filter(pk=meeting.pk).update(starts_at=starts_at, ends_at=ends_at)
        reminders.plan(meeting)
        changed += 1
    return changed


def _reading(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
