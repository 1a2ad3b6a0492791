"""What matches may wait for, beside what this room knows: rooms above say it, and the staff's list is narrowed by it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from network.pairing.matches.models import MatchQuerySet


@dataclass(frozen=True)
class Need:
    """``code`` stands in the list's address; ``narrow`` keeps the matches that wait for it."""

    code: str
    label: str | Promise
    narrow: Callable[[MatchQuerySet], Any]


_needs: dict[str, Need] = {}


def on_the_list(need: Need) -> Need:
    """Called from a room's ``AppConfig.ready``. Raises ValueError for a code in use."""
    if need.code in _needs:
        raise ValueError(f"Two things that a match waits for are called {need.code}.")
    _needs[need.code] = need
    return need


def needs() -> dict[str, Need]:
    """By code, in the order in which rooms are loaded."""
    return _needs
