"""Attacks on the counts that employers see: every cell, sum, difference and pair of consecutive snapshots separates nobody.

The attacker of ``people.pool.counts`` knows everybody he has heard of, all but the one he is after; what he cannot know is
that there are no strangers. To be safe from him, whatever he supposes of the one must go with all that is shown.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.pool import counts
from people.pool.counts import BANDS, PARTNERS_K, PUBLIC_K, Cell, Ready, Shown
from tests.people.pool.worlds import Dice, Life, alive, history, ready, seen, weeks

K = PARTNERS_K
# A narrow world: the cells are few, so that thirty people fill some and cross thresholds.
profiles = st.builds(
    ready,
    group=st.sampled_from(["72", "31"]),
    unit=st.just(""),
    regions=st.sampled_from(["05", "06", "05 06", ""]),
    band=st.sampled_from(BANDS[:2]),
) | st.builds(ready, unit=st.sampled_from(["72100", "72106"]), band=st.just(BANDS[0]))


@dataclass(frozen=True)
class World:
    """Everybody's lives over some weeks, and what chance has drawn."""

    lives: tuple[Life, ...]
    dice: Dice

    @property
    def length(self) -> int:
        return len(self.lives[0])


@st.composite
def lives_of(draw: st.DrawFn, length: int) -> list[Life]:
    """A crowd that does the same: it enters, leaves, changes band or region; a few of it on their own."""
    one, other = draw(profiles), draw(profiles)
    course = draw(st.lists(st.sampled_from([one, one, other, None]), min_size=length, max_size=length))
    return [tuple(course)] * draw(st.integers(1, 16))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    length = draw(st.integers(2, 4))
    crowds = draw(st.lists(lives_of(length), min_size=1, max_size=6))
    lives = tuple(itertools.chain.from_iterable(crowds))
    cells = sorted({cell for week in range(length) for cell in counts.tally(alive(lives, week))})
    few = st.integers(0, 3)
    thrown = {counts.margin_name(cell): draw(few) for cell in cells}
    thrown |= {
        counts.patience_name(week, group): draw(few)
        for week, _number in zip(weeks(), range(length), strict=False)
        for group in ("31", "72")
    }
    return World(lives, Dice(thrown))


# ------------------------------------------------------------------ 1. Nobody is separated


def other_world(world: World, one: int, supposed: Life) -> World:
    """The world where the one lives as ``supposed``, everybody else as they do, and a few strangers besides.

    A stranger stands in the one's place. For each thing the one is supposed to be, another is it whenever the one is
    not: these cells have one more in every week, and so may their margins.
    """
    kept = [life for number, life in enumerate(world.lives) if number != one]
    profiles = {profile for profile in supposed if profile is not None}
    strangers: list[Life] = [world.lives[one]]
    for profile in profiles:
        strangers.append(tuple(None if each == profile else profile for each in supposed))
    lives = (*kept, supposed, *strangers)

    raised: Counter[Cell] = Counter(cell for profile in profiles for cell in profile.cells())
    thrown = dict(world.dice.thrown)
    for cell, more in raised.items():
        thrown[counts.margin_name(cell)] = world.dice.tails(counts.margin_name(cell)) + more
    # Where numbers were drawn, the week was as hurried as it may be; elsewhere more patient than anybody moved.
    for week, shown in zip(weeks(), history(world.lives, world.dice), strict=False):
        for group in ("31", "72"):
            thrown[counts.patience_name(week, group)] = 0 if group in shown.drawn else 10 * len(lives)
    return World(lives, Dice(thrown))


@given(world=worlds(), data=st.data())
@settings(max_examples=150)
def test_whatever_is_supposed_of_a_person_goes_with_all_that_is_shown(world: World, data: st.DataObject) -> None:
    shown = seen(world.lives, world.dice)
    supposed = tuple(data.draw(st.none() | profiles) for _week in range(world.length))

    # Those who live the same are interchangeable: one of each is everybody.
    for one in {life: number for number, life in enumerate(world.lives)}.values():
        other = other_world(world, one, supposed)
        assert seen(other.lives, other.dice) == shown
        assert min(other.dice.thrown.values()) >= 0


@given(world=worlds())
def test_without_a_person_and_with_a_stranger_the_same_is_shown(world: World) -> None:
    shown = seen(world.lives, world.dice)
    absent: Life = (None,) * world.length

    for one in {life: number for number, life in enumerate(world.lives)}.values():
        other = other_world(world, one, absent)
        assert len(other.lives) == len(world.lives) + 1
        assert seen(other.lives, other.dice) == shown


# Every small world there is: two bands of one cell, two weeks, up to three persons known in each, and the one.

SMALL_K = 2
SIDES = [ready(unit="", band=band) for band in BANDS[:2]]
CELLS = [next(iter(side.cells())) for side in SIDES]
#: How the one may live: in no band, the first or the second, in each of two weeks.
COURSES: list[Life] = list(itertools.product([None, *SIDES], repeat=2))
Tallies = tuple[tuple[int, int], tuple[int, int]]


def tallied(course: Life) -> Tallies:
    return tuple(tuple(int(side == profile) for side in SIDES) for profile in course)  # type: ignore[return-value]


def added(*tallies: Tallies) -> Tallies:
    return tuple(tuple(map(sum, zip(*weeks, strict=True))) for weeks in zip(*tallies, strict=True))  # type: ignore[return-value]


class Exact:
    """The naive way, for comparison: each number is the truth, rounded down, in every week."""

    @staticmethod
    def outputs(tallies: Tallies, most: int) -> set[object]:
        return {tuple(tuple(count // SMALL_K * SMALL_K for count in week) for week in tallies)}


class Ours:
    """All that may be shown of these counts, with up to ``most`` tails for each throw."""

    cache: dict[tuple[Tallies, int], set[object]] = {}

    @classmethod
    def outputs(cls, tallies: Tallies, most: int) -> set[object]:
        key = (tallies, most)
        if key not in cls.cache:
            cls.cache[key] = set(cls._outputs(tallies, most))
        return cls.cache[key]

    @staticmethod
    def _outputs(tallies: Tallies, most: int) -> Iterable[object]:
        names = [*map(counts.margin_name, CELLS)]
        names += [counts.patience_name(week, "72") for week, _two in zip(weeks(), tallies, strict=False)]
        for thrown in itertools.product(range(most + 1), repeat=len(names)):
            dice, shown, found = Dice(dict(zip(names, thrown, strict=True))), Shown(), []
            for week, numbers in zip(weeks(), tallies, strict=False):
                truth = {cell: number for cell, number in zip(CELLS, numbers, strict=True) if number}
                shown = counts.next_week(shown, truth, week=week, secrets=dice, k=SMALL_K)
                found.append(tuple(shown.numbers.get(cell, 0) for cell in CELLS))
            yield tuple(found)


def separated(way: type[Ours] | type[Exact], known: Tallies) -> list[tuple[object, Life, Life]]:
    """What gives the one away among these others: (what is shown, how the one lives, what it then cannot be)."""
    found = []
    strangers = [added(tallied(one), tallied(two)) for one in COURSES for two in COURSES]
    possible = {
        course: set().union(*(way.outputs(added(known, tallied(course), more), 2) for more in set(strangers)))
        for course in COURSES
    }
    for course in COURSES:
        for output in way.outputs(added(known, tallied(course)), 1):
            found += [(output, course, other) for other in COURSES if output not in possible[other]]
    return found


SMALL_WORLDS: list[Tallies] = [((a, b), (c, d)) for a, b, c, d in itertools.product(range(3), repeat=4)]


def test_in_every_small_world_nothing_shown_gives_the_one_away() -> None:
    assert [(known, gives) for known in SMALL_WORLDS for gives in separated(Ours, known)] == []


def test_the_attack_succeeds_where_numbers_are_just_rounded_down() -> None:
    """So the test above would see it."""
    assert sum(bool(separated(Exact, known)) for known in SMALL_WORLDS) > len(SMALL_WORLDS) / 2


# ------------------------------------------------------------------ 2. Nothing shown stands for fewer than k


def sums_and_differences(numbers: Sequence[int], *, depth: int) -> set[int]:
    """Every combination of up to ``depth`` of the numbers, each added, subtracted, or doubled first."""
    found = {0}
    for _step in range(depth):
        found |= {known + factor * number for known in found for number in numbers for factor in (-2, -1, 1, 2)}
    return found


@given(world=worlds())
@settings(max_examples=50)
def test_no_sum_or_difference_of_anything_shown_is_a_number_below_k(world: World) -> None:
    partners = seen(world.lives, world.dice)
    public = [counts.for_public(numbers) for numbers in partners]

    for tables, k in ((partners, PARTNERS_K), (public, PUBLIC_K), ([*partners, *public], PARTNERS_K)):
        everything = sorted({number for numbers in tables for number in numbers.values()})
        assert all(number >= k for number in everything)
        assert [found for found in sums_and_differences(everything, depth=3) if 0 < found < k] == []


@given(world=worlds())
def test_a_number_is_of_persons_who_are_there(world: World) -> None:
    for week, numbers in enumerate(seen(world.lives, world.dice)):
        present = alive(world.lives, week)
        for cell, number in numbers.items():
            assert number <= sum(cell in person.cells() for person in present)


def movers(lives: Sequence[Life], group: str, since: int, until: int) -> int:
    """Persons, by name, who are not to the group in one week what they were in another."""
    return sum(of_group(life[since], group) != of_group(life[until], group) for life in lives)


def of_group(profile: Ready | None, group: str) -> Ready | None:
    return profile if profile is not None and profile.major_group == group else None


@given(world=worlds())
@settings(max_examples=150)
def test_a_change_between_two_snapshots_is_of_k_persons_of_the_group(world: World) -> None:
    """Weeks without a change count for nothing: the k have moved since the group's numbers changed before."""
    nobody: Life = (None,)
    lives = [nobody + life for life in world.lives]  # before the first week there was nobody
    changed: defaultdict[str, int] = defaultdict(int)
    before: Mapping[Cell, int] = {}
    for week, numbers in enumerate(seen(world.lives, world.dice), 1):
        for group in {cell.major_group for cell, _number in before.items() ^ numbers.items()}:
            assert max(movers(lives, group, since, week) for since in range(changed[group], week)) >= K
            changed[group] = week
        before = numbers


@given(world=worlds(), data=st.data())
@settings(max_examples=100)
def test_what_k_less_one_persons_do_at_once_changes_no_number(world: World, data: st.DataObject) -> None:
    """They enter, leave, or change band or region in one week, all in any way: the next snapshot is the one before."""
    last = [life[-1] for life in world.lives]
    fewer = min(K - 1, len(last))
    next_lives = [data.draw(st.none() | profiles) for _one in range(fewer)] + last[fewer:]
    lives = [(*life, then) for life, then in zip(world.lives, next_lives, strict=True)]
    drawn_last = history(world.lives, world.dice)[-1].drawn

    *_before, one, two = seen(lives, world.dice)

    for cell in one.keys() | two.keys():
        # Of a group that was not drawn last week more may have moved before.
        if cell.major_group in drawn_last:
            assert one.get(cell) == two.get(cell)


# ------------------------------------------------------------------ 3. The public's table adds nothing to the partners'


@given(world=worlds())
def test_what_the_public_sees_a_partner_can_compute(world: World) -> None:
    for numbers in seen(world.lives, world.dice):
        assert counts.for_public(numbers) == {
            cell: number - number % PUBLIC_K for cell, number in numbers.items() if number >= PUBLIC_K
        }


# ------------------------------------------------------------------ What is not protected is no more than is said


def chances(count: int) -> dict[int, float]:
    """Number shown -> how likely a cell of this true count is to show it; 160 tails stand for any more."""
    found: defaultdict[int, float] = defaultdict(float)
    for tails in range(160):
        found[counts.draw(CELLS[0], count, Dice(otherwise=tails))] += (tails + 1) / 2 ** (tails + 2)
    return found


def test_who_knows_all_others_is_certain_of_the_last_one_in_one_case_of_twenty() -> None:
    """A number that the others alone cannot show says that the one is there. None says that the one is not."""
    certain = [
        sum(chance for number, chance in chances(count).items() if number not in chances(count - 1))
        for count in range(1, 81)
    ]

    assert sum(certain) / len(certain) <= 1 / 20
    assert max(certain) == pytest.approx(1 / 4)  # on the edge itself
    assert all(set(chances(count - 1)) <= set(chances(count)) for count in range(1, 81))


@pytest.mark.parametrize("count", range(1, 60))
def test_elsewhere_a_cell_moves_the_odds_by_two_at_most(count: int) -> None:
    with_one, without = chances(count), chances(count - 1)

    for number in without:
        assert 1 / 2 <= with_one[number] / without[number] <= 2
