"""What this room does when something happens in a room below: it writes rows, nothing else."""

from typing import Any

from events.agenda.models import Event
from events.announcements import planning


def event_saved(instance: Event, created: bool, raw: bool = False, **_news: Any) -> None:
    """A new event reminds as every one does at first; one that moved or was called off takes its reminders along."""
    if raw:
        return
    if created:
        planning.begin(instance)
    else:
        planning.follow(instance)
