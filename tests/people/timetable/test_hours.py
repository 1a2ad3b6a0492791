"""Free hours between what is taken, what clashes, and what comes next."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.localtime import Zone
from people.accounts.models import Person
from people.timetable import hours, intervals
from people.timetable.availability import Availability
from people.timetable.intervals import Interval
from tests.factories.accounts import make_person
from tests.factories.timetable import claimed, local, source

START = datetime(2027, 1, 4, tzinfo=UTC)


def span(first: float, last: float) -> Interval:
    """Hours after a fixed midnight."""
    return Interval(START + timedelta(hours=first), START + timedelta(hours=last))


def spans() -> st.SearchStrategy[list[Interval]]:
    pair = st.tuples(st.integers(0, 200), st.integers(1, 40))
    return st.lists(pair.map(lambda p: span(p[0] / 4, (p[0] + p[1]) / 4)), max_size=8)


def minutes_of(found: list[Interval]) -> set[datetime]:
    """The quarters of an hour inside."""
    quarter = timedelta(minutes=15)
    return {one.starts_at + number * quarter for one in found for number in range(one.minutes // 15)}


def test_what_overlaps_or_touches_is_one() -> None:
    assert intervals.joined([span(3, 4), span(1, 2), span(2, 3), span(6, 7)]) == [span(1, 4), span(6, 7)]


def test_free_time_is_what_is_left_and_long_enough() -> None:
    taken = [span(9, 10), span(9.5, 11), span(11.5, 12)]

    assert intervals.free(taken, [span(8, 14)], length_minutes=30) == [span(8, 9), span(11, 11.5), span(12, 14)]
    assert intervals.free(taken, [span(8, 14)], length_minutes=31) == [span(8, 9), span(12, 14)]
    assert intervals.free(taken, [span(8, 14)], length_minutes=30, margin_minutes=30) == [span(8, 8.5), span(12.5, 14)]


@given(spans(), spans())
def test_free_time_is_all_that_was_asked_for_but_what_is_taken(taken: list[Interval], asked: list[Interval]) -> None:
    free = intervals.free(taken, asked, length_minutes=1)

    assert minutes_of(free) == minutes_of(intervals.joined(asked)) - minutes_of(intervals.joined(taken))
    assert free == intervals.joined(free)


def test_slots_begin_on_round_minutes_and_fit_inside() -> None:
    found = list(intervals.slots([span(9.1, 11)], length_minutes=45, every_minutes=30))

    assert found == [span(9.5, 10.25), span(10, 10.75)]


def test_the_hour_that_spring_skips_shortens_the_day() -> None:
    [usual] = intervals.hours_of(date(2027, 3, 13), [(time(1), time(5))], Zone.MONTREAL)
    [short] = intervals.hours_of(date(2027, 3, 14), [(time(1), time(5))], Zone.MONTREAL)

    assert (usual.minutes, short.minutes) == (240, 180)


@pytest.fixture
def amina(db: None) -> Person:
    return make_person("Amina Benali")


def test_free_hours_are_said_in_the_zone_asked_for(amina: Person) -> None:
    day = local(10, 0).date()
    claimed(amina, days=10, at=10, hours=2)

    at_montreal = hours.free_hours(amina, day, day, Zone.MONTREAL, 60, within=(time(9), time(13)))
    on_the_islands = hours.free_hours(amina, day, day, Zone.ILES, 60, within=(time(9), time(13)))

    assert [one.minutes for one in at_montreal] == [60, 60]
    # Ten at Montréal is eleven there: two hours before it are left, and nothing after.
    assert [one.minutes for one in on_the_islands] == [120]


def test_free_hours_keep_to_the_grid_a_person_gave(amina: Person) -> None:
    monday = date(2027, 1, 4)
    evenings = Availability.of([(0, 2), (1, 2)])

    found = hours.free_hours(amina, monday, monday + timedelta(days=6), Zone.MONTREAL, 30, within=evenings)

    assert [(one.starts_at, one.minutes) for one in found] == [
        (datetime(2027, 1, 4, 22, tzinfo=UTC), 240),
        (datetime(2027, 1, 5, 22, tzinfo=UTC), 240),
    ]
    assert hours.free_hours(amina, monday, monday, Zone.MONTREAL, 30, within=Availability()) == []


def test_free_hours_cost_one_query_and_look_no_further_than_a_season(
    amina: Person, django_assert_num_queries: Any
) -> None:
    day = local(10, 0).date()
    for number in range(3):
        claimed(amina, f"0{number + 1}", days=10 + number)

    with django_assert_num_queries(1):
        hours.free_hours(amina, day, day + timedelta(days=91), Zone.MONTREAL, 60)
    with pytest.raises(ValueError, match="at most 92 days"):
        hours.free_hours(amina, day, day + timedelta(days=92), Zone.MONTREAL, 60)


def test_what_clashes_is_what_overlaps_but_for_the_thing_itself(amina: Person) -> None:
    busy = claimed(amina, "04", at=10, hours=2)
    after = claimed(amina, "05", at=12, hours=2)
    claimed(make_person(), "06", at=10)

    assert hours.clashes(amina, busy.starts_at, busy.ends_at) == [busy]
    assert hours.clashes(amina, busy.starts_at, after.ends_at, but=source("04")) == [after]


def test_what_comes_next_is_in_order_and_leaves_out_what_is_over(amina: Person) -> None:
    later = claimed(amina, "04", days=12)
    sooner = claimed(amina, "05", days=3)
    claimed(amina, "06", days=-3)
    claimed(make_person(), "07", days=1)

    assert hours.coming(amina) == [sooner, later]
    assert hours.coming(amina, 1) == [sooner]


def test_of_two_at_the_same_time_each_names_the_other(amina: Person) -> None:
    first, second = claimed(amina, "04", at=10), claimed(amina, "05", at=11)
    claimed(amina, "06", at=16)

    found = hours.coming(amina)

    assert [busy.clash for busy in found] == [second, first, None]


@pytest.mark.parametrize(
    ("day", "first", "last", "minutes"),
    [
        (date(2027, 3, 14), time(1), time(2, 30), 90),  # ends in the hour that is skipped: at 3:30
        (date(2027, 3, 14), time(2, 30), time(4), 30),  # begins in it: at 3:30
        (date(2027, 11, 7), time(0), time(1, 30), 90),  # ends the first time it is 1:30
        (date(2027, 11, 7), time(1, 30), time(3), 150),  # begins the first time
    ],
)
def test_an_hour_that_is_skipped_is_read_an_hour_later_and_one_that_comes_twice_the_first_time(
    day: date, first: time, last: time, minutes: int
) -> None:
    [span] = intervals.hours_of(day, [(first, last)], Zone.MONTREAL)

    assert span.minutes == minutes
