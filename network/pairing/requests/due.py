"""Work of this room that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from network.pairing.requests import actions


@clock.every("requests.news", timedelta(hours=6))
def tell_news(_payload: Mapping[str, Any]) -> None:
    """Nobody waits without news. Cost: 2 queries when there is none to give."""
    actions.give_news()
