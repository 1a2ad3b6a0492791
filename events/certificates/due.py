"""What the clock does here: certificates leave by themselves, where the organiser chose so."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core import clock
from core.refusals import Refusal
from events.agenda.models import Event
from events.certificates import actions
from events.certificates.models import Completion


@clock.handler(actions.ISSUE)
def issue(payload: Mapping[str, Any]) -> None:
    """Issue, or wait longer: the last sitting may have moved since this was planned."""
    event = Event.objects.filter(pk=payload["event"]).first()
    rule = Completion.objects.filter(event=payload["event"], automatic=True).first()
    if event is None or rule is None:
        return
    if event.ends_at + actions.AFTER_THE_CLOSE > timezone.now():
        actions.plan_issue(event, rule)
        return
    try:
        actions.issue(event=event, by=None)
    except Refusal:
        return  # called off meanwhile: there is nothing to certify
