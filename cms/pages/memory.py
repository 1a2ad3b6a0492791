"""What pages know of each other, kept in memory until one of them is published, withdrawn or moved."""

from collections.abc import Callable
from typing import Any, TypeVar

from core import generations

#: Menus stand on every page: a change of one page is a change of all.
GENERATION = "site"

Value = TypeVar("Value")
_kept: dict[tuple[str, int], Any] = {}


def remembered(key: str, make: Callable[[], Value]) -> Value:
    """``make()``, or what it answered since the last change. No query when it is known."""
    (generation,) = generations.current([GENERATION])
    if (key, generation) not in _kept:
        for old in [known for known in _kept if known[1] != generation]:
            del _kept[old]
        _kept[key, generation] = make()
    value: Value = _kept[key, generation]
    return value


def snapshot() -> dict[tuple[str, int], Any]:
    """All that this process remembers (tests start from it)."""
    return dict(_kept)


def restore(kept: dict[tuple[str, int], Any]) -> None:
    """Remember this and nothing else (tests)."""
    _kept.clear()
    _kept.update(kept)


def forget(**_signal: Any) -> None:
    """A page appeared, changed or went: menus and cached pages are made anew, in every process."""
    _kept.clear()
    generations.bump(GENERATION)
