"""What this room does when an event changes: it plans, nothing else."""

from typing import Any

from events.agenda.models import Event
from events.certificates.actions import plan_issue
from events.certificates.models import Completion


def event_saved(instance: Event, raw: bool = False, **_news: Any) -> None:
    """Its last sitting is another one, or it is called off. No query for an event held once."""
    if raw or not instance.is_series:
        return
    if rule := Completion.objects.filter(event=instance, automatic=True).first():
        plan_issue(instance, rule)
