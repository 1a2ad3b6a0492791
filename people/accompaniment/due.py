"""Work of this room that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.accompaniment import actions, digest, reminders


@clock.handler(reminders.KIND)
def remind(payload: Mapping[str, Any]) -> None:
    reminders.send(payload["appointment"])


@clock.every("accompaniment.digest", timedelta(minutes=30))
def morning_letter(_payload: Mapping[str, Any]) -> None:
    digest.send()


@clock.every("accompaniment.left", timedelta(hours=24))
def nobody_waits(_payload: Mapping[str, Any]) -> None:
    """Hours and appointments of who is no caseworker there any more, however that came about. Cost: 2 queries when there are none."""
    actions.leave_where_gone()
