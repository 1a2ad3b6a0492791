"""Who is paired and who waits, by group: no number of fewer than five people, nor one that the others would give away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.small_numbers import LEAST, hidden
from network.pairing.profiles import CandidateProfile, HostProfile
from network.pairing.rounds import by_group
from network.pairing.rounds.by_group import Case, Row
from tests.factories.rounds import computed, make_market


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 20), max_size=6))
def test_what_is_hidden_cannot_be_worked_out_from_the_sum(numbers: dict[str, int]) -> None:
    found = hidden(numbers)

    assert all(number >= LEAST for name, number in numbers.items() if name not in found)
    if found and len(found) < len(numbers):
        assert len(found) >= 2
        assert sum(numbers[name] for name in found) >= LEAST


def rows(cases: dict[str, tuple[int, int]]) -> dict[str, Row]:
    """Group -> (paired, waiting)."""
    listed, names, number = [], {}, 0
    for name, (paired, waiting) in cases.items():
        for is_paired in [True] * paired + [False] * waiting:
            number += 1
            names[number] = name
            listed.append(Case(number, is_paired, 10 if is_paired else 40))
    return {row.name: row for row in by_group._table("", listed, names).rows}


def test_groups_large_enough_are_told_with_their_medians() -> None:
    found = rows({"a": (6, 5), "b": (10, 30)})

    assert (found["a"].people, found["a"].paired, found["a"].wait_paired, found["a"].wait_waiting) == (11, 6, 10, 40)
    assert found["b"].share == 25


def test_a_small_group_hides_another_with_it() -> None:
    found = rows({"small": (1, 1), "middle": (6, 6), "large": (20, 20)})

    assert (found["small"].people, found["middle"].people, found["large"].people) == (None, None, 40)
    assert found["middle"].paired is None


def test_few_paired_are_not_told_though_the_group_is_large() -> None:
    found = rows({"a": (2, 30), "b": (10, 10), "c": (9, 12)})

    assert found["a"].people == 32
    assert found["a"].paired is None
    assert [found["b"].paired, found["c"].paired].count(None) >= 1


@pytest.mark.django_db
def test_tables_of_a_round_open_and_hide_one_person() -> None:
    edition, _requests, _offers = make_market([30], [1])

    tables = by_group.tables(by_group.cases_of_round(computed(edition)))

    assert len(tables) == 4
    assert all(row.people is None for table in tables for row in table.rows)


def test_the_engine_has_no_place_for_what_groups_people_here() -> None:
    fields = set(CandidateProfile.__dataclass_fields__) | set(HostProfile.__dataclass_fields__)

    assert not fields & {"category", "status", "arrival_year", "origin", "sex", "age", "religion", "is_adult"}
