"""Follow-ups come due by themselves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import clock
from people.follow_up import actions

#: Nobody is written to before this local hour.
EARLIEST_HOUR = 8


@clock.every("follow_up.ask", timedelta(minutes=30))
def ask(_payload: Mapping[str, Any]) -> None:
    """Ask, remind and give up what is due, by day. Cost: 3 queries when nothing is."""
    if timezone.localtime().hour >= EARLIEST_HOUR:
        actions.ask_all_due()
