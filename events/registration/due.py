"""Work of this room that falls due."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.registration import reminders


@clock.handler(reminders.KIND)
def remind(payload: Mapping[str, Any]) -> None:
    reminders.send(payload["event"])
