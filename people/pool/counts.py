"""The candidate pool as counts for employers: what is shown of it each week, and what that gives away.

**The tables** are fixed; nobody filters. ``REGIONS``: major group × region wished × band of oral French.
``OCCUPATIONS``: unit group, province-wide, without region or band. A person counts once in each region they wish, so
sums over bands or groups are of persons, and none is ever made over regions: it would be of wishes.

**How a number is drawn.** Of the true count of a cell a secret *margin* is taken off, at least k − 1; the rest is rounded
down to a multiple of k. Nothing left: the cell reads "fewer than k". The margin belongs to the cell for good. All
numbers of a major group, in both tables, are drawn together, and only in a week when enough persons of it have
come, left or changed since they were last drawn: at least k, and a secret number more of that week. Until then they stand.
They are drawn at once if a number would be above the truth, which takes k persons who leave one cell. The public's
numbers are the partners' (k = 5), rounded down to multiples of 10, and nothing else.

**What is held against whom.** The attacker knows this page, sees both audiences' tables of all weeks, and knows all about
everybody he has ever heard of, but the one he is after and whoever he has *not* heard of: he cannot swear that the pool holds
no stranger. Then, over every cell, sum, difference and series of snapshots:

1. *Nobody is separated.* Whatever is shown, and whatever he supposes of the one (in the pool or not, in which cell, since
   when), there are strangers with whom the same is shown, and margins no less allowed. For margins have no upper limit,
   what is shown never proves that a cell holds few, and so never that somebody is not in it; and a stranger may stand
   wherever the one is thought to stand. ``tests/people/pool/test_attack.py`` builds that other world for every person.
2. *Nothing shown stands for fewer than k persons*: neither a number (a multiple of k, of whole persons who are there), nor a
   sum or difference of numbers, nor a change from one week to the next (k persons of the major group moved).
3. *A partner learns nothing from the public's table*: it is made of theirs.
4. A number is never above the truth of its week.

**What is not.** Somebody who knows every other person of a cell, and that there are no strangers, may become certain
of the last one: any true lower bound does that at its edge. Chance keeps it to 1 in 20 for a cell (the margin must be the
smallest, 1 in 4, and the count stand on the edge, 1 in k), and elsewhere moves the odds by a factor of two at most.
Likelihoods are not certainties: a number that rises in the week a friend signed up makes a guess better. A list of names
as short as what is shown ("the eleven turbine fitters of the Côte-Nord") says that all of them are there. And who holds the
server's secret, or reads the database, needs no such table.

**The price.** A cell counts some 4 to 10 persons more than it shows before it is rounded, "fewer than k" included; the pages say so.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

#: What numbers are multiples of, for each audience; the second is a multiple of the first.
PARTNERS_K: Final = 5
PUBLIC_K: Final = 10
#: The 17 administrative regions, by code.
REGIONS: Final = tuple(f"{number:02}" for number in range(1, 18))
#: Levels of the Québec scale of oral French, as they are shown; the last is for who does not say.
NOT_SAID: Final = "not-said"
BANDS: Final = ("1-4", "5-6", "7-8", "9-12", NOT_SAID)


class Table(StrEnum):
    REGIONS = "regions"
    OCCUPATIONS = "occupations"


@dataclass(frozen=True)
class Ready:
    """One person who is ready to be met, without name or number.

    ``unit_group`` may be empty: then they count in ``REGIONS`` alone. ``french_band`` is ``NOT_SAID`` unless the person
    agreed that it be shown: the caller sees to it. ``regions`` is empty for who ``goes_anywhere``, and only then.
    """

    major_group: str
    unit_group: str
    regions: frozenset[str]
    french_band: str
    goes_anywhere: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError where it fits no fixed table: a number must not be lost in silence."""
        if len(self.major_group) != 2 or not (self.unit_group == "" or self.unit_group[:2] == self.major_group):
            raise ValueError(f"{self.unit_group or self.major_group} is in no major group of two digits")
        if self.french_band not in BANDS:
            raise ValueError(f"{self.french_band} is no band of oral French")
        if self.regions - set(REGIONS) or bool(self.regions) == self.goes_anywhere:
            raise ValueError("regions wished are some of the 17, or the person goes anywhere")

    def cells(self) -> "Iterable[Cell]":
        """The cells this person counts in, each once."""
        for region in self.regions or REGIONS:
            yield Cell(Table.REGIONS, self.major_group, region, self.french_band)
        if self.unit_group:
            yield Cell(Table.OCCUPATIONS, self.major_group, unit_group=self.unit_group)


class Cell(NamedTuple):
    """A place in a fixed table; ``region`` and ``band`` are empty in one, ``unit_group`` in the other."""

    table: Table
    major_group: str
    region: str = ""
    band: str = ""
    unit_group: str = ""

    @property
    def side(self) -> str:
        """Cells of one major group and one side hold different persons: no one counts in two of them."""
        return self.region or self.table


class Secrets(Protocol):
    """What chance decides, the same whenever it is asked."""

    def tails(self, of: str) -> int:
        """0 or more, without upper limit; 0 at least as likely as any other."""
        ...


@dataclass(frozen=True)
class Keyed:
    """Chance from a key: a coin is thrown until it shows heads twice, and the tails are counted (2 on average)."""

    key: bytes = field(repr=False)

    def tails(self, of: str) -> int:
        bits = int.from_bytes(hmac.digest(self.key, of.encode(), hashlib.sha512), "big")
        heads = tails = 0
        while heads < 2 and tails < 500:
            heads, tails = (heads + 1, tails) if bits & 1 else (heads, tails + 1)
            bits >>= 1
        return tails


def margin_name(cell: Cell) -> str:
    return "margin/" + "/".join(cell)


def patience_name(week: date, major_group: str) -> str:
    return f"patience/{week.isoformat()}/{major_group}"


@dataclass(frozen=True)
class Shown:
    """What the partners' table says in a week, and the true counts it was drawn from, which nobody is shown.

    Cells that read "fewer than k" are absent from ``numbers``. ``counts`` of a major group are of the week
    when its numbers were last drawn.
    """

    numbers: Mapping[Cell, int] = field(default_factory=dict)
    counts: Mapping[Cell, int] = field(default_factory=dict)
    #: Major groups whose numbers were drawn anew in this very week.
    drawn: frozenset[str] = frozenset()


def tally(ready: Iterable[Ready]) -> Counter[Cell]:
    """True count of every cell that is not empty."""
    return Counter(cell for person in ready for cell in person.cells())


def moved(before: Mapping[Cell, int], now: Mapping[Cell, int]) -> int:
    """How many persons of one major group came, left or changed between two counts of it: at least this many.

    On each side of the tables a person is one at most who is more, and one at most who is less.
    """
    more: Counter[str] = Counter()
    less: Counter[str] = Counter()
    for cell in before.keys() | now.keys():
        change = now.get(cell, 0) - before.get(cell, 0)
        (more if change > 0 else less)[cell.side] += abs(change)
    return max([0, *more.values(), *less.values()])


def draw(cell: Cell, count: int, secrets: Secrets, *, k: int = PARTNERS_K) -> int:
    """The number a cell shows for a true count; 0: "fewer than k"."""
    left = count - (k - 1) - secrets.tails(margin_name(cell))
    return max(0, left // k * k)


def next_week(before: Shown, truth: Mapping[Cell, int], *, week: date, secrets: Secrets, k: int = PARTNERS_K) -> Shown:
    """What the partners see in ``week``, after what they saw ``before``."""
    was, now, stood = (_by_group(cells) for cells in (before.counts, truth, before.numbers))
    numbers: dict[Cell, int] = {}
    counts: dict[Cell, int] = {}
    drawn = set()
    for group in sorted(was.keys() | now.keys() | stood.keys()):
        old, new, shown = was.get(group, {}), now.get(group, {}), stood.get(group, {})
        too_high = any(number > new.get(cell, 0) for cell, number in shown.items())
        patience = k + secrets.tails(patience_name(week, group))
        if too_high or moved(old, new) >= patience:
            drawn.add(group)
            counts |= new
            numbers |= {cell: number for cell, count in new.items() if (number := draw(cell, count, secrets, k=k))}
        else:
            counts |= old
            numbers |= shown
    return Shown(numbers, counts, frozenset(drawn))


def _by_group(cells: Mapping[Cell, int]) -> dict[str, dict[Cell, int]]:
    found: dict[str, dict[Cell, int]] = {}
    for cell, number in cells.items():
        found.setdefault(cell.major_group, {})[cell] = number
    return found


def for_public(numbers: Mapping[Cell, int], *, k: int = PUBLIC_K) -> dict[Cell, int]:
    """The public's numbers: the partners', rounded down further."""
    return {cell: rounded for cell, number in numbers.items() if (rounded := number // k * k)}


@dataclass(frozen=True)
class Snapshot:
    """One audience's tables of a week, with margins: sums of numbers shown, 0 where no cell of the sum shows one.

    There is no sum over regions.
    """

    week: date
    k: int
    tables: Mapping[Cell, int]

    def number(self, major_group: str, region: str, band: str) -> int:
        return self.tables.get(Cell(Table.REGIONS, major_group, region, band), 0)

    def of_region(self, region: str) -> int:
        """Persons who wish this region."""
        return sum(number for cell, number in self.tables.items() if cell.region == region)

    def of_group_in(self, region: str, major_group: str) -> int:
        """Persons of the group who wish this region, in all bands."""
        return sum(self.number(major_group, region, band) for band in BANDS)

    def of_band_in(self, region: str, band: str) -> int:
        """Persons of the band who wish this region, in all groups."""
        return sum(number for cell, number in self.tables.items() if (cell.region, cell.band) == (region, band))

    def occupations(self, major_group: str) -> dict[str, int]:
        """Unit group -> number, for those of the group that show one, by code."""
        found = [cell for cell in self.tables if cell.table == Table.OCCUPATIONS and cell.major_group == major_group]
        return {cell.unit_group: self.tables[cell] for cell in sorted(found)}

    def of_group(self, major_group: str) -> int:
        """Persons of the group, province-wide: the sum of its unit groups."""
        return sum(self.occupations(major_group).values())

    def groups_in(self, region: str) -> list[str]:
        """Major groups that show a number in the region, by code."""
        return sorted({cell.major_group for cell in self.tables if cell.region == region})

    def groups(self) -> list[str]:
        """Major groups that show a number in the table of occupations, by code."""
        return sorted({cell.major_group for cell in self.tables if cell.table == Table.OCCUPATIONS})
