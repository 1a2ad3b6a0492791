"""The weekly grid: its number, its hours, its words, and the boxes of its form."""

from datetime import date, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from people.timetable.availability import AFTERNOON, ALWAYS, EVENING, MORNING, Availability
from people.timetable.forms import AvailabilityField

MONDAY = date(2027, 1, 4)
grids = st.integers(0, ALWAYS).map(Availability)


@given(grids)
def test_a_grid_is_the_number_it_is_kept_as(grid: Availability) -> None:
    assert Availability(int(grid)) == Availability.of(grid) == grid
    assert len(list(grid)) == len(grid)


@given(grids, grids)
def test_what_two_share_is_counted_the_same_from_either_side(one: Availability, other: Availability) -> None:
    assert one.overlap(other) == other.overlap(one) == len(set(one) & set(other))
    assert set(one | other) == set(one) | set(other)


@pytest.mark.parametrize("bits", [-1, ALWAYS + 1])
def test_no_other_number_is_a_week(bits: int) -> None:
    with pytest.raises(ValueError, match="number from 0"):
        Availability(bits)


@pytest.mark.parametrize("cell", [(7, 0), (0, 3), (-1, 0)])
def test_there_is_no_eighth_day_and_no_fourth_part(cell: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="in a week"):
        Availability.of([cell])


def test_parts_that_follow_each_other_are_one_stretch_of_hours() -> None:
    grid = Availability.of([(0, MORNING), (0, AFTERNOON), (1, MORNING), (1, EVENING)])

    hours = [[(first.hour, last.hour) for first, last in grid.hours_on(date(2027, 1, day))] for day in (4, 5, 6)]

    assert hours == [[(8, 17)], [(8, 12), (17, 21)], []]


@pytest.mark.parametrize(
    ("first", "last", "covered"), [(8, 12, True), (11, 13, True), (7, 9, False), (16, 18, False)], ids=str
)
def test_a_meeting_is_covered_when_all_of_it_is_free(first: int, last: int, covered: bool) -> None:
    grid = Availability.of([(0, MORNING), (0, AFTERNOON)])

    assert grid.covers(datetime(2027, 1, 4, first), datetime(2027, 1, 4, last)) is covered
    assert not grid.covers(datetime(2027, 1, 4, first), datetime(2027, 1, 5, last))


def test_days_alike_are_said_together() -> None:
    evenings = [(day, EVENING) for day in range(4)]
    weekend = [(day, part) for day in (5, 6) for part in (MORNING, AFTERNOON, EVENING)]
    grid = Availability.of([*evenings, *weekend])

    with translation.override("fr"):
        assert grid.lines() == ["lundi à jeudi\u00a0: soir", "samedi, dimanche\u00a0: en tout temps"]
    with translation.override("en"):
        assert str(grid) == "Monday to Thursday: evening; Saturday, Sunday: any time"
    assert str(Availability()) == ""


class Form(forms.Form):
    when = AvailabilityField(label="Quand", required=False)


class Needed(forms.Form):
    when = AvailabilityField(label="Quand")


def test_the_boxes_checked_become_a_grid() -> None:
    form = Form(QueryDict("when=0-0&when=6-2"))

    assert form.is_valid()
    assert form.cleaned_data["when"] == Availability.of([(0, MORNING), (6, EVENING)])
    assert Form(QueryDict("")).is_valid()


@pytest.mark.parametrize("sent", ["7-0", "0-3", "x", "0", "--", "0-0-0"])
def test_what_is_no_box_is_refused_in_words_and_loses_nothing(sent: str) -> None:
    form = Form(QueryDict(f"when=1-1&when={sent}"))

    with translation.override("en"):
        assert form.errors["when"] == ["One of the boxes is not a part of the week. Check them once more."]
        page = str(form["when"])
    assert 'value="1-1" id="id_when_4" checked' in page


def test_a_grid_that_is_needed_wants_one_box() -> None:
    with translation.override("en"):
        assert Needed(QueryDict("")).errors["when"] == ["Check at least one part of the week."]


def test_each_box_has_a_name_of_its_own_and_shows_what_was_chosen() -> None:
    with translation.override("fr"):
        page = str(Form(initial={"when": int(Availability.of([(0, EVENING)]))})["when"])

    assert page.count('type="checkbox"') == 21
    assert page.count(" checked") == 1
    assert "Lundi soir" in page
    assert "Dimanche après-midi" in page


def test_a_grid_left_as_it_was_has_not_changed() -> None:
    grid = Availability.of([(0, MORNING)])

    assert not Form(QueryDict("when=0-0"), initial={"when": grid}).has_changed()
    assert Form(QueryDict(""), initial={"when": int(grid)}).has_changed()
