"""Due work: a row with ``due_at`` that the worker takes up, also after a stop.

A room registers what to do with ``@clock.handler("registration.reminder")`` in its ``due.py``
and plans it with :func:`schedule`. Handlers are idempotent: a kill between the work and its
tick makes them run again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

Handler = Callable[[Mapping[str, Any]], None]
_handlers: dict[str, Handler] = {}


class Due(models.Model):
    """Something that must happen at ``due_at``; one row per (kind, key)."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="due_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="due_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does work of this kind; it gets the payload and runs in a transaction."""

    def keep(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return keep


def handler_of(kind: str) -> Handler:
    return _handlers[kind]


def schedule(kind: str, key: str, *, due_at: datetime, payload: Mapping[str, Any] | None = None) -> None:
    """Plan work, or move the row of the same (kind, key) to the new time and open it again. Cost: 1 query."""
    Due.objects.bulk_create(
        [Due(kind=kind, key=key, due_at=due_at, payload=dict(payload or {}))],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["due_at", "payload", "done_at", "failures", "trouble"],
    )


def cancel(kind: str, key: str) -> None:
    """Drop the open row, if there is one."""
    Due.objects.filter(kind=kind, key=key, done_at=None).delete()
