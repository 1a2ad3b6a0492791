"""Who on a waiting list is served next: a pure function of the list, the free seats and the event's bound.

The list is in strict order. A party is served whole or not at all. Where the first who wait are too many for the seats
that are free, parties behind them that fit may go first, each of which *passes* them; nobody is passed more often than
the bound, and once they were, the seats are kept until they all fit. So a large party waits for at most as many parties
as stood before it and the bound, and no household is split.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """A party on the list. ``passed``: how often others behind it went first."""

    key: int
    size: int
    passed: int = 0


@dataclass(frozen=True)
class Served:
    """Parties to serve, in this order, and how often each party before them was passed by it."""

    keys: tuple[int, ...]
    passes: dict[int, int]


def serve(waiting: Iterable[Waiting], *, free: int, bound: int, capacity: int | None = None) -> Served:
    """Whom the free seats are for. Reads no more of ``waiting``, which is in the list's order, than it must.

    ``capacity``: seats the event has at all (None: no limit). A party larger than that is out of the count: it can never be
    served, so it holds nobody up.
    """
    served: list[int] = []
    passes: dict[int, int] = {}
    held_up: list[Waiting] = []
    if free <= 0:
        return Served((), {})
    for party in waiting:
        if capacity is not None and party.size > capacity:
            continue
        if party.size > free:
            held_up.append(party)
        else:
            served.append(party.key)
            free -= party.size
            for other in held_up:
                passes[other.key] = passes.get(other.key, 0) + 1
        if not free or any(other.passed + passes.get(other.key, 0) >= bound for other in held_up):
            break
    return Served(tuple(served), passes)
