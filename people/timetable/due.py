"""Work of this room that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.timetable import actions


@clock.every("timetable.forget_past", timedelta(days=1))
def forget_past(_payload: Mapping[str, Any]) -> None:
    actions.forget_past()
