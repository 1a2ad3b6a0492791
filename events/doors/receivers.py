"""What the doors do when something happens in a room below: they write rows, nothing else."""

from typing import Any

from events.agenda.models import Event
from events.doors.due import plan_close


def event_saved(instance: Event, raw: bool = False, **_news: Any) -> None:
    """A new or changed event: plan the moment at which those still expected become absent."""
    if not raw:
        plan_close(instance)
