"""Cells that may mean two things: what is guessed is said, and what cannot be is refused."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import translation

from events.agenda.importing.cells import Unreadable, date_of, number_of, span_of
from events.agenda.importing.plan import Line, Verdict, plan
from events.agenda.importing.readers import read
from events.agenda.importing.tables import tabled
from tests.factories.importing import DEFAULTS, one


def of_days(*days: str, heading: str = "Date") -> tuple[list[str], list[Line]]:
    """A table with one row for each day: its notes and its lines."""
    rows = "".join(f"Atelier {number};{day};9 h à 10 h;Salle;Magog\n" for number, day in enumerate(days))
    with translation.override("en"):
        table = read(f"Titre;{heading};Heure;Lieu;Ville\n{rows}".encode())
        return table.notes, plan(table, {}, DEFAULTS)


def days_in(lines: list[Line]) -> list[date | None]:
    return [line.draft and line.draft.start.date() for line in lines]


# ------------------------------------------------------------------ which comes first, the day or the month
def test_a_day_that_may_be_a_month_is_said_where_nothing_settles_it() -> None:
    _notes, (line, plain) = of_days("03/04/2027", "05/05/2027")

    assert days_in([line, plain]) == [date(2027, 4, 3), date(2027, 5, 5)]
    assert line.notes == ("03/04/2027 is read day first: Saturday, April 3, 2027.",)
    assert plain.notes == ()


def test_a_day_over_twelve_settles_the_whole_file() -> None:
    _notes, lines = of_days("03/04/2027", "25/04/2027")

    assert days_in(lines) == [date(2027, 4, 3), date(2027, 4, 25)]
    assert [line.notes for line in lines] == [(), ()]


def test_a_file_that_writes_the_month_first_is_read_so_and_that_is_said() -> None:
    notes, lines = of_days("03/04/2027", "03/25/2027 ")

    assert days_in(lines) == [date(2027, 3, 4), date(2027, 3, 25)]
    assert notes == ["Dates are read with the month first: on line 3, 03/25/2027 can be nothing else."]


def test_a_file_that_writes_both_ways_is_refused_where_it_cannot_be_told() -> None:
    _notes, lines = of_days("03/04/2027", "03/25/2027", "25/03/2027")

    assert days_in(lines) == [None, date(2027, 3, 25), date(2027, 3, 25)]
    assert (
        lines[0].reason
        == "03/04/2027 may be 2027-04-03 or 2027-03-04, as the file writes both ways: write one of these."
    )


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Date (mm/jj/aaaa)", date(2027, 3, 4)),
        ("Date (jj/mm/aaaa)", date(2027, 4, 3)),
        ("Date (MM/DD/YYYY)", date(2027, 3, 4)),
    ],
)
def test_a_heading_that_shows_the_order_settles_it(heading: str, day: date) -> None:
    _notes, lines = of_days("03/04/2027", heading=heading)

    assert days_in(lines) == [day]
    assert lines[0].notes == ()


def test_true_dates_beside_texts_over_the_twelfth_are_a_spreadsheet_that_swapped_days_and_months() -> None:
    rows: list[list[Any]] = [
        ["Titre", "Date", "Heure", "Lieu", "Ville"],
        ["A", datetime(2027, 3, 4), "9 h à 10 h", "Salle", "Magog"],
        ["B", datetime(2027, 5, 6), "9 h à 10 h", "Salle", "Magog"],
        ["C", "25/04/2027", "9 h à 10 h", "Salle", "Magog"],
    ]
    with translation.override("en"):
        lines = plan(tabled(list(enumerate(rows, 1))), {}, DEFAULTS)

    assert [len(line.notes) for line in lines] == [1, 1, 0]
    assert lines[0].notes == (
        "Check Thursday, March 4, 2027: days after the 12th are texts in this file, as when Excel swaps day and month.",
    )


def test_a_year_of_two_digits_is_said() -> None:
    (line,) = of_days("25/03/27")[1]

    assert days_in([line]) == [date(2027, 3, 25)]
    assert line.notes == ("25/03/27 is read day first: Thursday, March 25, 2027.",)


def test_a_weekday_that_is_not_that_of_the_date_is_said() -> None:
    wrong, right = of_days("mardi 12 mars 2027", "vendredi 12 mars 2027")[1]

    assert wrong.notes == ("“mardi 12 mars 2027” is a Friday: check the day.",)
    assert right.notes == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20270312", date(2027, 3, 12)),
        ("12-mars-2027", date(2027, 3, 12)),
        ("ven. 12 mars 2027", date(2027, 3, 12)),
        ("1 er mars 2027", date(2027, 3, 1)),
        ("12 mars 2027 (vendredi)", date(2027, 3, 12)),
        ("Friday, March 12th, 2027", date(2027, 3, 12)),
    ],
)
def test_more_ways_of_writing_a_day(cell: str, day: date) -> None:
    assert date_of(cell) == day


@pytest.mark.parametrize(
    "cell", ["²", "9" * 400, "1e400", "0000-00-00", "12/03", "99:99", float("inf"), float("nan"), True]
)
def test_what_looks_like_a_number_is_refused_and_breaks_nothing(cell: Any) -> None:
    for name in ("start", "start_time", "end", "end_time", "capacity", "region"):
        line = one(**{name: cell})

        assert line.verdict is Verdict.REFUSE, name
        assert line.reason


# ------------------------------------------------------------------ hours
@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("6:30 - 8:30 p.m.", (time(18, 30), time(20, 30))),
        ("6 to 8 PM", (time(18), time(20))),
        ("9 - 11:30 am", (time(9), time(11, 30))),
        ("10:00 - 1:00 p.m.", (time(10), time(13))),
        ("9 - 12 p.m.", (time(9), time(12))),
        ("11 a.m. - 1 p.m.", (time(11), time(13))),
        ("18h30", (time(18, 30), None)),
        ("18 h 30 min", (time(18, 30), None)),
        ("dès 18 h", (time(18), None)),
        ("18 h 30 / 20 h", (time(18, 30), time(20))),
        ("13 à 16 h", (time(13), time(16))),
    ],
)
def test_hours_that_share_their_half_of_the_day(cell: str, span: tuple[time, time | None]) -> None:
    assert span_of(cell) == span


@pytest.mark.parametrize("cell", ["24:30", "9 h à 12 h et 13 h à 16 h", "en soirée", "1830", "6h60"])
def test_hours_that_are_none_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        span_of(cell)


def test_midnight_in_words_ends_a_day() -> None:
    line = one(start_time="20 h à minuit")

    assert line.draft is not None
    assert line.draft.end == datetime(2027, 3, 13)


# ------------------------------------------------------------------ seats
@pytest.mark.parametrize(
    "cell", ["aucune limite", "Illimitée", "sans limite", "pas de limite", "No limit", "∞", "Aucune"]
)
def test_words_for_no_limit(cell: str) -> None:
    line = one(capacity=cell)

    assert line.draft is not None, line.reason
    assert line.draft.capacity is None
    assert line.draft.is_unlimited


@pytest.mark.parametrize("cell", ["s.o.", "S/O", "n/d", "N/A", "-", "—", "à déterminer", "TBD"])
def test_a_number_of_seats_that_is_not_known_yet_is_said(cell: str) -> None:
    line = one(capacity=cell)

    assert line.draft is not None, line.reason
    assert (line.draft.capacity, line.draft.is_unlimited) == (None, False)
    assert line.notes == (f"“{cell}” is no number of seats: none is kept.",)


@pytest.mark.parametrize("cell", ["complet", "environ 40", "30-40", "1,000", "1.000", "0", "40,5", "99999999999"])
def test_a_number_of_seats_that_would_be_a_guess_is_refused_with_what_to_do(cell: str) -> None:
    line = one(capacity=cell)

    assert (
        line.reason == f"“{cell}” is not a number of seats: write a whole number, such as 40, or leave the cell empty."
    )


def test_numbers_stored_as_text() -> None:
    for cell, number in {
        "40": 40,
        " 40 ": 40,
        "40.0": 40,
        "40,00": 40,
        "1 200": 1200,
        "max. 40": 40,
        "40 pers.": 40,
        "'40": 40,
    }.items():
        assert number_of(cell) == number
