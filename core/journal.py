"""What was taken back, written down outside the database: a restore brings it to life again, and these lines end it anew.

An action notes in its transaction what nobody may bring back; the line is appended once that is committed: opaque ids and
moments, no name. A room's ``taken_back.py`` says with :func:`replays` how a line is done again. After a restore,
``manage.py replay_taken_back`` reads the lines in their order; doing it twice changes nothing.
"""

import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import trouble

log = logging.getLogger("maillage.journal")

#: Of a line's facts: whether something was done again. It runs in a transaction of its own.
Replay = Callable[[Mapping[str, Any]], bool]
Function = TypeVar("Function", bound=Replay)
_replays: dict[str, Replay] = {}


def replays(kind: str) -> Callable[[Function], Function]:
    """Register how lines of this kind are done again: once at most, and only to what the line speaks of."""

    def keep(function: Function) -> Function:
        _replays[kind] = function
        return function

    return keep


def note(kind: str, **facts: Any) -> None:
    """Append a line once the caller's transaction is through. No query. ``facts``: ids, codes and moments, nothing personal."""
    line = json.dumps({"kind": kind, "at": timezone.now().isoformat(), **facts}, default=_written) + "\n"
    transaction.on_commit(partial(append, settings.TAKEN_BACK_LOG, [line]), robust=True)


def append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a file that nobody else reads. What cannot be written is told in the log, not raised: it is committed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Opened for appending and written at once, so that two workers' lines never mix.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, "".join(lines).encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        log.error("%s could not be written (%s)", path.name, trouble.named(error))


@transaction.atomic
def replay(line: str) -> bool:
    """Do a line again; whether there was something to do. Raises ValueError, KeyError, or a Refusal of the room's."""
    if not line.strip():
        return False
    facts = json.loads(line)
    return _replays[facts["kind"]](facts)


def _written(value: Any) -> str:
    return str(value.isoformat())
