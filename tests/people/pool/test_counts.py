"""How a number of the pool is drawn, when it changes, and what it is called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.pool import counts
from people.pool.counts import BANDS, NOT_SAID, REGIONS, Cell, Keyed, Ready, Shown, Snapshot, Table
from tests.people.pool.worlds import FIRST_WEEK, Dice, ready

ESTRIE = Cell(Table.REGIONS, "72", "05", "7-8")
WELDERS = Cell(Table.OCCUPATIONS, "72", unit_group="72100")


def first_week(*persons: Ready) -> Shown:
    return counts.next_week(Shown(), counts.tally(persons), week=FIRST_WEEK, secrets=Dice())


def test_a_person_counts_once_in_each_region_they_wish_and_once_in_their_occupation() -> None:
    found = counts.tally([ready(regions="05 06", band="5-6")])

    assert found == {
        Cell(Table.REGIONS, "72", "05", "5-6"): 1,
        Cell(Table.REGIONS, "72", "06", "5-6"): 1,
        WELDERS: 1,
    }


def test_who_goes_anywhere_counts_in_all_seventeen_regions() -> None:
    found = counts.tally([ready(regions="")])

    assert {cell.region for cell in found if cell.table == Table.REGIONS} == set(REGIONS)


def test_who_has_no_unit_group_yet_counts_in_the_regions_alone() -> None:
    assert set(counts.tally([ready(unit="")])) == {ESTRIE}


@pytest.mark.parametrize(
    "fields",
    [
        {"major_group": "7"},
        {"unit_group": "31301"},
        {"french_band": "8"},
        {"regions": frozenset({"18"})},
        {"regions": frozenset()},
        {"goes_anywhere": True},
    ],
)
def test_a_person_who_fits_no_table_is_an_error_not_a_lost_count(fields: dict[str, object]) -> None:
    whole = {"major_group": "72", "unit_group": "72106", "regions": frozenset({"05"}), "french_band": "7-8"}

    with pytest.raises(ValueError, match=r"."):
        Ready(**whole | fields)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (8, 0), (9, 5), (13, 5), (14, 10), (104, 100)])
def test_the_smallest_margin_is_one_less_than_k(count: int, shown: int) -> None:
    assert counts.draw(ESTRIE, count, Dice()) == shown


def test_a_cells_margin_is_its_own_and_stays() -> None:
    dice = Dice({counts.margin_name(ESTRIE): 3})

    assert [counts.draw(cell, 11, dice) for cell in (ESTRIE, WELDERS, ESTRIE)] == [0, 5, 0]


@given(count=st.integers(0, 400), tails=st.integers(0, 50), k=st.sampled_from([2, 5, 10]))
def test_a_number_is_a_multiple_of_k_and_stays_true_when_k_less_one_leave(count: int, tails: int, k: int) -> None:
    shown = counts.draw(ESTRIE, count, Dice(otherwise=tails), k=k)

    assert shown % k == 0
    assert shown == 0 or shown <= count - (k - 1)


def test_numbers_stand_until_k_persons_of_the_group_have_moved() -> None:
    before = first_week(*[ready()] * 10)

    four = counts.next_week(before, counts.tally([ready()] * 14), week=date(2027, 1, 11), secrets=Dice())
    five = counts.next_week(four, counts.tally([ready()] * 15), week=date(2027, 1, 18), secrets=Dice())

    assert [shown.numbers[ESTRIE] for shown in (before, four, five)] == [5, 5, 10]
    assert [shown.drawn for shown in (before, four, five)] == [{"72"}, set(), {"72"}]


def test_the_patience_of_a_week_is_k_and_a_secret_number_more() -> None:
    week = date(2027, 1, 11)
    before, truth = first_week(*[ready()] * 10), counts.tally([ready()] * 16)

    patient = Dice({counts.patience_name(week, "72"): 2})
    hurried = Dice({counts.patience_name(week, "72"): 1})

    assert counts.next_week(before, truth, week=week, secrets=patient).numbers[ESTRIE] == 5
    assert counts.next_week(before, truth, week=week, secrets=hurried).numbers[ESTRIE] == 10


def test_moves_of_one_group_change_no_number_of_another() -> None:
    nurses = ready("31")
    before = first_week(*[ready()] * 10, *[nurses] * 10)

    after = counts.next_week(
        before, counts.tally([ready()] * 14 + [nurses] * 20), week=date(2027, 1, 11), secrets=Dice()
    )

    assert after.drawn == {"31"}
    assert after.counts[ESTRIE] == 10


def test_a_number_above_the_truth_is_drawn_at_once_however_patient_the_week() -> None:
    before = first_week(*[ready()] * 9)
    assert before.numbers[ESTRIE] == 5

    at_the_edge, below = (
        counts.next_week(before, counts.tally([ready()] * left), week=date(2027, 1, 11), secrets=Dice(otherwise=50))
        for left in (5, 4)
    )

    assert (at_the_edge.numbers, below.numbers) == (before.numbers, {})


def test_a_group_that_everybody_left_shows_nothing() -> None:
    before = first_week(*[ready()] * 12)

    after = counts.next_week(before, {}, week=date(2027, 1, 11), secrets=Dice(otherwise=50))

    assert after == Shown(drawn=frozenset({"72"}))


@pytest.mark.parametrize(
    ("before", "now", "persons"),
    [
        ([], [ready(regions="")], 1),
        ([ready(regions="05 06")], [ready(regions="07")], 1),
        ([ready(band="5-6")], [ready(band="7-8")], 1),
        ([ready(band="5-6"), ready(band="7-8")], [ready(band="7-8"), ready(band="5-6")], 0),
        ([ready(unit="72106")], [ready(unit="72107"), ready()], 2),
        ([ready(), ready()], [], 2),
    ],
)
def test_moves_are_persons_not_cells(before: list[Ready], now: list[Ready], persons: int) -> None:
    assert counts.moved(counts.tally(before), counts.tally(now)) == persons


def test_the_publics_numbers_are_the_partners_rounded_down_further() -> None:
    assert counts.for_public({ESTRIE: 25, WELDERS: 5}) == {ESTRIE: 20}


def test_chance_is_the_same_each_time_and_another_with_another_key() -> None:
    names = [f"margin/{number}" for number in range(40)]

    one, again, other = ([Keyed(key).tails(name) for name in names] for key in (b"one", b"one", b"other"))

    assert one == again != other


def test_margins_are_small_and_the_smallest_is_no_likelier_than_one_in_four() -> None:
    tails = [Keyed(b"key").tails(str(number)) for number in range(4000)]

    shares = [tails.count(number) / len(tails) for number in range(3)]
    assert shares == pytest.approx([1 / 4, 1 / 4, 3 / 16], abs=0.025)
    assert sum(tails) / len(tails) == pytest.approx(2, abs=0.15)
    assert max(tails) < 30


def test_margins_of_a_table_are_sums_of_its_shown_cells() -> None:
    tables = {
        Cell(Table.REGIONS, "72", "05", "7-8"): 20,
        Cell(Table.REGIONS, "72", "05", NOT_SAID): 10,
        Cell(Table.REGIONS, "31", "05", "7-8"): 10,
        Cell(Table.REGIONS, "31", "06", "7-8"): 30,
        Cell(Table.OCCUPATIONS, "72", unit_group="72106"): 10,
        Cell(Table.OCCUPATIONS, "72", unit_group="72010"): 20,
    }

    snapshot = Snapshot(FIRST_WEEK, 10, tables)

    assert [snapshot.number("72", "05", band) for band in BANDS] == [0, 0, 20, 0, 10]
    assert (snapshot.of_region("05"), snapshot.of_region("06"), snapshot.of_region("07")) == (40, 30, 0)
    assert (snapshot.of_group_in("05", "72"), snapshot.of_band_in("05", "7-8")) == (30, 30)
    assert (snapshot.groups_in("05"), snapshot.groups()) == (["31", "72"], ["72"])
    assert (snapshot.occupations("72"), snapshot.of_group("72")) == ({"72010": 20, "72106": 10}, 30)
