"""Work of the agenda that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from events.agenda.models import WaitingFile


@clock.every("agenda.forget_waiting_files", timedelta(minutes=15))
def forget_waiting_files(_payload: Mapping[str, Any]) -> None:
    """Files that nobody brought in within the hour; they go one by one, each with what it names. Cost: 1 query for none."""
    WaitingFile.objects.old().delete()
