"""What the clock does here: ask, remind, close."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.agenda.models import Event
from events.evaluation import actions, planning


@clock.handler(planning.SEND)
def send(payload: Mapping[str, Any]) -> None:
    if event := Event.objects.filter(pk=payload["event"]).first():
        actions.send(event=event)


@clock.handler(planning.REMIND)
def remind(payload: Mapping[str, Any]) -> None:
    if event := Event.objects.filter(pk=payload["event"]).first():
        actions.remind(event=event)


@clock.handler(planning.CLOSE)
def close(payload: Mapping[str, Any]) -> None:
    if event := Event.objects.filter(pk=payload["event"]).first():
        actions.close(event=event)
