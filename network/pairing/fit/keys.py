"""What belongs to rows that were read is asked for by their keys, and not by the question they came from: a database without
fresh statistics asks that one again for each row.
"""

from collections.abc import Collection, Iterator

#: Keys that are asked for at once.
AT_ONCE = 5000


def slices(keys: Collection[int]) -> Iterator[list[int]]:
    """The keys in their order, ``AT_ONCE`` at a time."""
    every = list(keys)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
