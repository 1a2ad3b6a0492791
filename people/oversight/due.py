"""What the log and the register no longer need."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.oversight import actions


@clock.every("oversight.forget", timedelta(days=1))
def forget(_payload: Mapping[str, Any]) -> None:
    """Reads after two years, closed incidents after five."""
    actions.forget_old_reads()
    actions.forget_old_incidents()
