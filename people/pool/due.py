"""Work of the pool that comes back by itself."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.pool import entries, ready
from people.pool.actions import freezing, handing
from people.pool.models import Handover


@clock.every("pool.freeze_counts", timedelta(days=1), apart=True)
def freeze_counts(_payload: Mapping[str, Any]) -> Callable[[], object]:
    """Freeze this week's counts if nobody has: on Monday, or on the first day the worker is back.

    Everybody is read and counted before the clock's transaction begins.
    """
    persons = ready.now()
    drawn = freezing.draw(week=freezing.monday(), ready=persons) if persons is not None else None
    return lambda: drawn and freezing.keep(drawn=drawn)


@clock.handler(handing.DUE)
def answer_is_due(payload: Mapping[str, Any]) -> None:
    """The other organisation has not answered by now, unless it has: then nothing is left to tell."""
    related = ("case_file__person", "to_organisation", "from_organisation", "edition")
    handover = Handover.objects.select_related(*related).filter(pk=payload["handover"]).first()
    if handover is not None:
        handing.escalate(handover=handover)


@clock.every("pool.repair_entries", timedelta(hours=1))
def repair_entries(_payload: Mapping[str, Any]) -> None:
    """Where to look in the pool: what was missed is put right, 500 people at a time. Cost: 2 queries when nothing was."""
    entries.repair()
