"""Work of this room that falls due."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.announcements import planning


@clock.handler(planning.KIND)
def remind(payload: Mapping[str, Any]) -> None:
    planning.remind(payload)
