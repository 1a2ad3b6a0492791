"""What moves on screen at the doors: ``desk/ID`` changes with every scan, undo and close of the event."""

from typing import Any

from core import live
from events.doors.rules import doors_open_to


@live.topic("desk")
def may_listen(user: Any, identifier: str) -> bool:
    """Those who run the event and those who hold a pass. Cost: 2 queries."""
    return identifier.isdecimal() and doors_open_to(user).filter(pk=int(identifier)).exists()
