"""Small pools over some weeks, drawn with chance that a test can see and change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from people.pool import counts
from people.pool.counts import PARTNERS_K, Cell, Ready, Shown

FIRST_WEEK = date(2027, 1, 4)
#: Of one person: what they are in each week, None where they are not in the pool.
Life = tuple[Ready | None, ...]


@dataclass(frozen=True)
class Dice:
    """Tails by name; ``otherwise`` for what is not named."""

    thrown: Mapping[str, int] = field(default_factory=dict)
    otherwise: int = 0

    def tails(self, of: str) -> int:
        return self.thrown.get(of, self.otherwise)

    def with_one_more_for(self, cells: set[Cell]) -> "Dice":
        """Margins of these cells one larger: as possible as they were."""
        names = map(counts.margin_name, cells)
        return replace(self, thrown=dict(self.thrown) | {name: self.tails(name) + 1 for name in names})


def weeks() -> Iterator[date]:
    week = FIRST_WEEK
    while True:
        yield week
        week += timedelta(weeks=1)


def alive(lives: Sequence[Life], week: int) -> list[Ready]:
    return [life[week] for life in lives if life[week] is not None]  # type: ignore[misc]  # no None is left


def history(lives: Sequence[Life], dice: counts.Secrets, *, k: int = PARTNERS_K) -> list[Shown]:
    """What is shown of these lives, week after week."""
    shown = Shown()
    found = []
    for number, week in zip(range(len(lives[0]) if lives else 0), weeks(), strict=False):
        shown = counts.next_week(shown, counts.tally(alive(lives, number)), week=week, secrets=dice, k=k)
        found.append(shown)
    return found


def seen(lives: Sequence[Life], dice: counts.Secrets, *, k: int = PARTNERS_K) -> list[Mapping[Cell, int]]:
    """What an attacker sees: the numbers of each week. The public's are made of them."""
    return [shown.numbers for shown in history(lives, dice, k=k)]


def ready(group: str = "72", unit: str | None = None, regions: str = "05", band: str = "7-8") -> Ready:
    """``regions`` by spaces; "" goes anywhere. ``unit`` None: the group's first."""
    return Ready(
        major_group=group,
        unit_group=f"{group}100" if unit is None else unit,
        regions=frozenset(regions.split()),
        french_band=band,
        goes_anywhere=not regions,
    )
