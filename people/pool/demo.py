"""Counts of the last weeks for the demonstration."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from people.pool.actions import freezing
from people.pool.counts import Ready
from people.pool.models import PoolSnapshot


def seed(world: Any) -> None:
    """Freeze the weeks that a room before left in ``world.ready_weeks``: a list of ``Ready`` for each, oldest first."""
    freeze_last_weeks(getattr(world, "ready_weeks", []))


def freeze_last_weeks(weeks: Sequence[Iterable[Ready]], *, today: date | None = None) -> None:
    """Freeze one week for each list, the last one this week; what is frozen already stays.

    A list holds all who were ready in its week. Weeks before the last one that is frozen are passed over.
    """
    this_week = freezing.monday(today)
    frozen = PoolSnapshot.objects.order_by("-week").values_list("week", flat=True).first()
    for back, persons in zip(range(len(weeks) - 1, -1, -1), weeks, strict=True):
        week = this_week - timedelta(weeks=back)
        if frozen is None or week > frozen:
            freezing.freeze(week=week, ready=persons)
