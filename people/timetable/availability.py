"""When in a week somebody is usually free: seven days of morning, afternoon and evening, kept as one number of 21 bits.

Coarse on purpose: people can answer it on a phone in a minute, and a match needs no more to say "evenings, both of you".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Self

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy

DAYS = range(7)
PARTS = range(3)
MORNING, AFTERNOON, EVENING = PARTS
#: Local hours each part stands for.
HOURS: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(12), time(17)), (time(17), time(21)))
PART_NAMES: tuple[Promise, ...] = (
    pgettext_lazy("part of the day", "morning"),
    pgettext_lazy("part of the day", "afternoon"),
    pgettext_lazy("part of the day", "evening"),
)
#: The number in which every part of every day is free; a column is between 0 and it.
ALWAYS = 2**21 - 1


@dataclass(frozen=True)
class Availability:
    """A week's grid. ``bits``: bit ``3 × day + part``, Monday 0 to Sunday 6, morning 0 to evening 2."""

    bits: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.bits <= ALWAYS:
            raise ValueError(f"an availability is a number from 0 to {ALWAYS}")

    @classmethod
    def of(cls, cells: Iterable[tuple[int, int]]) -> Self:
        """Of pairs of day and part."""
        bits = 0
        for day, part in cells:
            if day not in DAYS or part not in PARTS:
                raise ValueError(f"no part {part} of day {day} in a week")
            bits |= 1 << (3 * day + part)
        return cls(bits)

    def __int__(self) -> int:
        return self.bits

    def __bool__(self) -> bool:
        return self.bits != 0

    def __len__(self) -> int:
        """Parts of the week that are free, 0 to 21."""
        return self.bits.bit_count()

    def __contains__(self, cell: tuple[int, int]) -> bool:
        day, part = cell
        return bool(self.bits >> (3 * day + part) & 1)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((day, part) for day in DAYS for part in PARTS if (day, part) in self)

    def __and__(self, other: "Availability") -> "Availability":
        return Availability(self.bits & other.bits)

    def __or__(self, other: "Availability") -> "Availability":
        return Availability(self.bits | other.bits)

    def overlap(self, other: "Availability") -> int:
        """Parts of the week in which both are free."""
        return len(self & other)

    def parts_on(self, day: int) -> tuple[int, ...]:
        return tuple(part for part in PARTS if (day, part) in self)

    def hours_on(self, day: date) -> list[tuple[time, time]]:
        """Local hours of a day of the calendar; parts that follow each other are one stretch."""
        found: list[tuple[time, time]] = []
        for part in self.parts_on(day.weekday()):
            first, last = HOURS[part]
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found

    def covers(self, starts: datetime, ends: datetime) -> bool:
        """Whether a span of one day, in local times, lies wholly in what is free."""
        if starts.date() != ends.date():
            return False
        return any(first <= starts.time() and ends.time() <= last for first, last in self.hours_on(starts.date()))

    def lines(self) -> list[str]:
        """In words, days of the same parts together: « lundi à jeudi : soir », "Saturday, Sunday: any time"."""
        found = []
        alike: dict[tuple[int, ...], list[int]] = {}
        for day in DAYS:
            if parts := self.parts_on(day):
                alike.setdefault(parts, []).append(day)
        for parts, days in alike.items():
            names = (
                gettext("any time") if len(parts) == len(PARTS) else ", ".join(str(PART_NAMES[part]) for part in parts)
            )
            found.append(
                pgettext("availability", "%(days)s: %(parts)s") % {"days": ", ".join(_runs(days)), "parts": names}
            )
        return found

    def __str__(self) -> str:
        """All of it on one line; "" when nothing is free."""
        return "; ".join(self.lines())


def cell_name(day: int, part: int) -> str:
    """One part of the week in words: « lundi matin », "Monday morning"."""
    return pgettext("part of the week", "%(day)s %(part)s") % {"day": WEEKDAYS[day], "part": PART_NAMES[part]}


def _runs(days: list[int]) -> Iterator[str]:
    """Names of days; three or more that follow each other as « lundi à jeudi »."""
    for _key, group in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        run = [day for _number, day in group]
        if len(run) >= 3:
            yield pgettext("days of the week", "%(first)s to %(last)s") % {
                "first": WEEKDAYS[run[0]],
                "last": WEEKDAYS[run[-1]],
            }
        else:
            yield from (str(WEEKDAYS[day]) for day in run)
