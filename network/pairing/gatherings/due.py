"""Work of this room that the calendar brings."""

from collections.abc import Mapping
from typing import Any

from core import clock
from network.pairing.gatherings import actions, reminders
from network.pairing.gatherings.actions.filling import KIND
from network.pairing.gatherings.models import Gathering


@clock.handler(reminders.DAY_BEFORE)
def the_day_before(payload: Mapping[str, Any]) -> None:
    actions.remind(payload["gathering"])


@clock.handler(reminders.AFTER)
def once_it_is_over(payload: Mapping[str, Any]) -> None:
    actions.ask_who_came(payload["gathering"])


@clock.handler(KIND)
def a_place_is_free(payload: Mapping[str, Any]) -> None:
    found = Gathering.objects.filter(pk=payload["gathering"]).first()
    if found is not None:
        actions.fill(gathering=found)
