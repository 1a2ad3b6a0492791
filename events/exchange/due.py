"""What the clock does here: messages leave, what a dead worker left is taken up, and what is old goes."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import clock
from events.exchange import actions, delivering, facts
from events.exchange.models import KEPT_DAYS, KEPT_HOURS, KeptAnswer


@clock.handler(facts.DELIVER, apart=True)
def deliver(payload: Mapping[str, Any]) -> Callable[[], None]:
    """Outside any transaction: it waits for answers of others. The next time is planned in the clock's own."""
    subscription = delivering.deliver(payload["subscription"])
    return lambda: delivering.plan_next(subscription) if subscription else None


@clock.every("exchange.sweep", timedelta(minutes=5))
def sweep(_payload: Mapping[str, Any]) -> None:
    """Where a worker died with messages in hand, its part of the clock waits for ten minutes: this one begins it again."""
    for subscription in delivering.overdue():
        facts.plan(subscription, timezone.now())


@clock.every("exchange.forget", timedelta(hours=1))
def forget(_payload: Mapping[str, Any]) -> None:
    now = timezone.now()
    KeptAnswer.objects.filter(made_at__lt=now - timedelta(hours=KEPT_HOURS)).delete()
    actions.forget(now - timedelta(days=KEPT_DAYS))
