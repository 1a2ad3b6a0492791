"""Work of this room that falls due."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.selection import releasing


@clock.handler(releasing.TELL)
def tell(payload: Mapping[str, Any]) -> None:
    """The hour of the results."""
    releasing.at_the_hour(payload["event"])
