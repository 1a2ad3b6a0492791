"""What the clock does at the doors: attendance is settled an hour after the end."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.agenda.models import Event
from events.doors import actions
from events.doors.models import GRACE
from events.doors.rules import is_closed

CLOSE = "doors.close"


def plan_close(event: Event) -> None:
    """Settle attendance once the grace is over; planning again moves the moment. Cost: 1 query."""
    clock.schedule(CLOSE, str(event.pk), due_at=event.ends_at + GRACE, payload={"event": event.pk})


@clock.handler(CLOSE)
def close(payload: Mapping[str, Any]) -> None:
    """Close, or wait longer: the event may have moved since this was planned."""
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is None:
        return
    if is_closed(event):
        actions.close(event=event)
    else:
        plan_close(event)
