"""Cache generations: a cached page names what it shows; a change bumps that name and the old copies are never found again."""

import time
from collections.abc import Iterable
from functools import partial

from django.db import models, transaction
from django.db.models import F

#: Seconds a process may believe the generations it read: a page is at most this much behind.
BELIEVED_SECONDS = 1.0

_read: dict[str, int] = {}
_read_at = float("-inf")


class Generation(models.Model):
    """How often the thing called ``name`` (``site``, ``agenda``, ``event/12``) has changed."""

    name = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def bump(*names: str) -> None:
    """Count a change of each name, in the caller's transaction. Cost: 1 query, 2 more the first time a name changes.

    Call it late in the transaction: from here to its commit, others who bump the same name wait.
    """
    bumped = Generation.objects.filter(name__in=names)
    if bumped.update(number=F("number") + 1) < len(set(names)):
        # Two first changes at once: one inserts, and both count.
        Generation.objects.bulk_create([Generation(name=name) for name in sorted(set(names))], ignore_conflicts=True)
        bumped.update(number=F("number") + 1)
    transaction.on_commit(partial(_count, names))


def _count(names: Iterable[str]) -> None:
    """What this process changed itself it knows without reading. Others may have counted too: the true number is no
    smaller, is read within the second, and whatever was made under a smaller one is old then.
    """
    for name in set(names):
        _read[name] = _read.get(name, 0) + 1


def current(names: Iterable[str]) -> tuple[int, ...]:
    """The number of each name, 0 for one that never changed; read at most once a second."""
    global _read, _read_at
    now = time.monotonic()
    if now - _read_at > BELIEVED_SECONDS:
        _read = dict(Generation.objects.values_list("name", "number"))
        _read_at = now
    return tuple(_read.get(name, 0) for name in names)


def forget() -> None:
    """Read afresh at the next question (tests; a process's own change)."""
    global _read_at
    _read_at = float("-inf")


def pretend(numbers: dict[str, int]) -> None:
    """Believe these numbers as if they had just been read (tests)."""
    global _read, _read_at
    _read, _read_at = dict(numbers), time.monotonic()
