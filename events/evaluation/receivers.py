"""What this room does when something happens below: it plans, nothing else."""

from typing import Any

from django.dispatch import receiver

from events.agenda.models import Event
from events.doors.signals import closed
from events.evaluation.actions import plan


@receiver(closed)
def event_closed(event: Event, **_news: Any) -> None:
    plan(event)
