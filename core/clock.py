"""Due work: a row with ``due_at`` that the worker takes up, also after a stop.

A room registers what to do with ``@clock.handler("registration.reminder")`` in its ``due.py``
and plans it with :func:`schedule`. What comes back by itself is ``@clock.every("outbox.purge", timedelta(days=1))``.

A handler runs in one transaction with the mark that it is done, so a kill undoes both and it runs again. What it does
outside the database (it should do nothing there: mail is a row too) must bear being done twice.

What takes long would hold that transaction, and on SQLite everybody who writes. Such work is registered ``apart=True``: it
runs in no transaction, and answers with the function that writes its rows in the clock's.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core import trouble

log = logging.getLogger("maillage.clock")

#: What it answers counts for work apart alone: the function to end with in the clock's transaction.
Handler = Callable[[Mapping[str, Any]], Any]
_handlers: dict[str, Handler] = {}
_apart: set[str] = set()
_periods: dict[str, timedelta] = {}

#: Waits after a failure: doubled from the first to the longest; due work is never given up, it is shown.
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
#: How long work apart is left to whoever began it: after a kill, somebody else begins again.
LEASE = timedelta(minutes=10)
#: Days a done row is kept, to answer "was the reminder sent?".
KEPT_DAYS = 30


class DueQuerySet(models.QuerySet["Due"]):
    def ready(self, now: datetime) -> Self:
        """Open work whose time has come, failed work once it has waited."""
        return self.filter(Q(retry_at=None) | Q(retry_at__lte=now), done_at=None, due_at__lte=now)

    def in_trouble(self) -> Self:
        """Open work that failed at least once."""
        return self.filter(done_at=None, failures__gt=0)


class Due(models.Model):
    """Something that must happen at ``due_at``; one row per (kind, key)."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    #: After a failure: not before then.
    retry_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="due_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="due_open"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="due_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def handler(kind: str, *, apart: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does work of this kind; it gets the payload and runs in a transaction, unless ``apart``."""

    def keep(function: Handler) -> Handler:
        _handlers[kind] = function
        if apart:
            _apart.add(kind)
        return function

    return keep


def every(kind: str, period: timedelta, *, apart: bool = False) -> Callable[[Handler], Handler]:
    """Register work that comes back after each ``period``; after a stop it runs once, not once per period missed."""

    def keep(function: Handler) -> Handler:
        _periods[kind] = period
        return handler(kind, apart=apart)(function)

    return keep


def handler_of(kind: str) -> Handler:
    return _handlers[kind]


def schedule(kind: str, key: str, *, due_at: datetime, payload: Mapping[str, Any] | None = None) -> None:
    """Plan work, or move the row of the same (kind, key) to the new time and open it again. Cost: 1 query."""
    schedule_all([Due(kind=kind, key=key, due_at=due_at, payload=dict(payload or {}))])


def schedule_all(planned: Iterable[Due]) -> None:
    """The same for several, each with a key of its own. Cost: 1 query for each 200."""
    Due.objects.bulk_create(
        planned,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["due_at", "payload", "done_at", "failures", "retry_at", "trouble"],
    )


def cancel(kind: str, key: str) -> None:
    """Drop the open row, if there is one."""
    Due.objects.filter(kind=kind, key=key, done_at=None).delete()


def wind_up() -> None:
    """Plan every periodic work that is not planned yet; the worker calls it as it starts. Cost: 1 query."""
    now = timezone.now()
    Due.objects.bulk_create([Due(kind=kind, key="every", due_at=now) for kind in _periods], ignore_conflicts=True)


def tick(now: datetime | None = None, *, limit: int = 20) -> int:
    """Do what is due, earliest first, at most ``limit`` rows; the number done or failed.

    Cost: 1 query when nothing is due. Any number of workers may tick at once: a conditional UPDATE decides who does
    a row, and its transaction keeps the others out until it is done.
    """
    moment = now or timezone.now()
    handled = 0
    for due in Due.objects.ready(moment).order_by("due_at", "pk")[:limit]:
        try:
            if due.kind in _apart and not _lease(due, moment):
                continue
            work = _handlers[due.kind]
            finish = work(due.payload) if due.kind in _apart else partial(work, due.payload)
            with transaction.atomic():
                if not _take(due, moment):
                    continue
                finish()
        except Exception as error:
            # One room's mistake must not stop the clock of the others.
            _note_failure(due, moment, error)
        handled += 1
    return handled


def _lease(due: Due, now: datetime) -> bool:
    """Keep other workers from beginning the same, for a while: whoever comes first."""
    mine = Due.objects.ready(now).filter(pk=due.pk, due_at=due.due_at, failures=due.failures)
    return mine.update(retry_at=now + LEASE) == 1


def _take(due: Due, now: datetime) -> bool:
    """Write the mark first: on PostgreSQL it locks the row, and skips one that another worker is busy with."""
    still_open = Due.objects.filter(pk=due.pk, done_at=None, due_at=due.due_at, failures=due.failures)
    if not list(still_open.select_for_update(skip_locked=True, of=("self",))):
        return False
    if period := _periods.get(due.kind):
        again = {"due_at": now + period, "failures": 0, "retry_at": None, "trouble": ""}
        return still_open.update(**again) == 1
    return still_open.update(done_at=now, retry_at=None, trouble="") == 1


def _note_failure(due: Due, now: datetime, error: Exception) -> None:
    reason = "nobody does this kind of work" if due.kind not in _handlers else trouble.named(error)
    wait = min(FIRST_WAIT * 2 ** min(due.failures, 12), LONGEST_WAIT)
    log.warning("due work %s (%s), failure %d: %s", due.pk, due.kind, due.failures + 1, reason)
    Due.objects.filter(pk=due.pk, done_at=None, due_at=due.due_at).update(
        failures=F("failures") + 1, retry_at=now + wait, trouble=reason[:200]
    )


def forget_done() -> int:
    """Delete rows done more than 30 days ago. Cost: 1 query."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    return Due.objects.filter(done_at__lt=old).delete()[0]
