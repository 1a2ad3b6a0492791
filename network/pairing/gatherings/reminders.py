"""What the calendar does about a session: the day before, and the morning after. Moved and dropped with it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core import clock
from core.localtime import instant
from network.pairing.gatherings.models import Gathering

DAY_BEFORE, AFTER = "gatherings.reminder", "gatherings.presence"
#: When people are awake and still have the day to prepare, in the time of the place.
HOUR = time(10)


def plan(gathering: Gathering) -> None:
    """Cost: 1 or 2 queries."""
    key, payload = str(gathering.pk), {"gathering": gathering.pk, "sequence": gathering.sequence}
    due = [clock.Due(kind=AFTER, key=key, due_at=gathering.ends_at + timedelta(hours=1), payload=payload)]
    before = instant(datetime.combine(gathering.start_date - timedelta(days=1), HOUR), gathering.zone)
    if before > timezone.now():
        due.append(clock.Due(kind=DAY_BEFORE, key=key, due_at=before, payload=payload))
    else:
        clock.cancel(DAY_BEFORE, key)
    clock.schedule_all(due)


def drop(gathering: Gathering) -> None:
    clock.cancel(DAY_BEFORE, str(gathering.pk))
    clock.cancel(AFTER, str(gathering.pk))
