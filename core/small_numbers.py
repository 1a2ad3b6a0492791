"""Numbers of persons that are not told, since they would tell of somebody."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

#: The fewest persons a number is told of.
LEAST: Final = 5

Key = TypeVar("Key", bound=Hashable)


def hidden(numbers: Mapping[Key, int], *, also: Iterable[Key] = ()) -> set[Key]:
    """Keys of numbers that are not told: those under five, and as many others, the smallest first, as it takes that what is hidden
    is two numbers and five persons at least: the sum of the column then gives none of them away.
    """
    found = set(also) | {key for key, number in numbers.items() if number < LEAST}
    rest = sorted((key for key in numbers if key not in found), key=lambda key: (numbers[key], str(key)))
    while found and rest and (len(found) < 2 or sum(numbers[key] for key in found) < LEAST):
        found.add(rest.pop(0))
    return found
