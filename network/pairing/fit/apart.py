"""Pairs that may not be: rooms above know why, and say so by person and offer, so that a new request does not forget it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.sources import Sources

#: For an edition (its id): pairs of Person and Offer, by their ids. Cost: one query or two each.
Pairs = Callable[[int], Iterable[tuple[int, int]]]
#: Kept apart by somebody, with a reason.
excluded = Sources[Pairs]()
#: Met before, or declined by one of them: never proposed again.
failed = Sources[Pairs]()


@dataclass(frozen=True)
class Apart:
    """Pairs of request and offer, as the engine asks for them."""

    excluded: frozenset[tuple[int, int]] = frozenset()
    failed: frozenset[tuple[int, int]] = frozenset()


def apart(edition: int, people: Mapping[int, int]) -> Apart:
    """``people``: request -> Person (``candidates.people_of``). Cost: that of the rooms above."""
    requests: dict[int, list[int]] = {}
    for request, person in people.items():
        requests.setdefault(person, []).append(request)

    def pairs(sources: Sources[Pairs]) -> frozenset[tuple[int, int]]:
        return frozenset(
            (request, offer)
            for source in sources
            for person, offer in source(edition)
            for request in requests.get(person, ())
        )

    return Apart(pairs(excluded), pairs(failed))
