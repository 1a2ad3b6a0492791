"""What a process has found out, kept until what it depends on is counted as changed: here at once, elsewhere within a second."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from core import generations

Value = TypeVar("Value")
_memories: list["Memory"] = []


class Memory:
    """Answers kept under a generation. ``generation``: the name that is bumped when one of them may have changed."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self._kept: dict[tuple[Hashable, int], Any] = {}
        _memories.append(self)

    def remembered(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """``make()``, or what it answered since the last change. No query when it is known."""
        (number,) = generations.current([self.generation])
        if (key, number) not in self._kept:
            for old in [known for known in self._kept if known[1] != number]:
                del self._kept[old]
            self._kept[key, number] = make()
        value: Value = self._kept[key, number]
        return value

    def forget(self, **_signal: Any) -> None:
        """Something changed, in the caller's transaction: all of it is found out anew, in every process. Cost: as ``bump``."""
        self._kept.clear()
        generations.bump(self.generation)


def snapshot() -> list[dict[tuple[Hashable, int], Any]]:
    """All that this process remembers (tests start from it)."""
    return [dict(one._kept) for one in _memories]


def restore(kept: list[dict[tuple[Hashable, int], Any]]) -> None:
    """Remember this and nothing else (tests); an empty list: nothing."""
    for number, one in enumerate(_memories):
        one._kept = dict(kept[number]) if number < len(kept) else {}
