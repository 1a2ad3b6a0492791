"""Work of the pool that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.pool import ready
from people.pool.actions import freezing


@clock.every("pool.freeze_counts", timedelta(days=1))
def freeze_counts(_payload: Mapping[str, Any]) -> None:
    """Freeze this week's counts if nobody has: on Monday, or on the first day the worker is back."""
    persons = ready.now()
    if persons is not None:
        freezing.freeze(week=freezing.monday(), ready=persons)
