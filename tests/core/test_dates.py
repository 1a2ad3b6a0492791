"""Dates and hours in words, as each language writes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from core import dates
from core.localtime import Zone


@dataclass
class Meeting:
    start_date: date = date(2027, 3, 12)
    start_time: time = time(10)
    end_date: date = date(2027, 3, 12)
    end_time: time = time(16, 30)
    zone: str = Zone.MONTREAL


def said(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "span", "words"),
    [
        ("fr", Meeting(), "vendredi 12 mars 2027, de 10 h à 16 h 30"),
        ("en", Meeting(), "Friday, March 12, 2027, 10 a.m. to 4:30 p.m."),
        ("fr", Meeting(zone=Zone.ILES), "vendredi 12 mars 2027, de 10 h à 16 h 30 (heure de l’Atlantique)"),
        ("en", Meeting(zone=Zone.ILES), "Friday, March 12, 2027, 10 a.m. to 4:30 p.m. (Atlantic time)"),
        (
            "fr",
            Meeting(zone=Zone.BASSE_COTE_NORD),
            "vendredi 12 mars 2027, de 10 h à 16 h 30 (heure normale de l’Atlantique)",
        ),
        (
            "fr",
            Meeting(end_date=date(2027, 3, 14)),
            "du vendredi 12 mars 2027 à 10 h au dimanche 14 mars 2027 à 16 h 30",
        ),
        (
            "en",
            Meeting(end_date=date(2027, 3, 14)),
            "Friday, March 12, 2027 at 10 a.m. to Sunday, March 14, 2027 at 4:30 p.m.",
        ),
    ],
)
def test_a_span_in_words(language: str, span: Meeting, words: str) -> None:
    with override(language):
        assert said(dates.span_words(span)) == words


@pytest.mark.parametrize(
    ("language", "first", "last", "words"),
    [
        ("fr", date(2027, 3, 12), date(2027, 3, 12), "vendredi 12 mars 2027"),
        ("fr", date(2027, 5, 1), date(2027, 5, 3), "du samedi 1er au lundi 3 mai 2027"),
        ("fr", date(2027, 4, 30), date(2027, 5, 1), "du vendredi 30 avril au samedi 1er mai 2027"),
        ("fr", date(2026, 12, 31), date(2027, 1, 1), "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027"),
        ("en", date(2026, 12, 31), date(2027, 1, 1), "Thursday, December 31, 2026 to Friday, January 1, 2027"),
    ],
)
def test_several_days_say_once_what_they_share(language: str, first: date, last: date, words: str) -> None:
    with override(language):
        assert said(dates.days_words(first, last)) == words


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (time(0), "0 h", "midnight"),
        (time(0, 5), "0 h 05", "12:05 a.m."),
        (time(9), "9 h", "9 a.m."),
        (time(12), "12 h", "noon"),
        (time(18, 30), "18 h 30", "6:30 p.m."),
    ],
)
def test_hours_of_the_day(moment: time, french: str, english: str) -> None:
    assert said(dates.time_words(moment)) == french
    with override("en"):
        assert said(dates.time_words(moment)) == english


def test_an_instant_is_told_in_the_zone_of_its_place() -> None:
    noon = datetime(2027, 7, 1, 16, tzinfo=UTC)

    assert dates.local_of(noon) == datetime(2027, 7, 1, 12)
    assert dates.local_of(noon, Zone.ILES) == datetime(2027, 7, 1, 13)
    assert dates.local_of(datetime(2027, 7, 1, 9), Zone.ILES) == datetime(2027, 7, 1, 9)


@pytest.mark.parametrize(
    ("language", "day", "month", "words"),
    [
        ("fr", date(2027, 1, 1), "janv.", "1er janv."),
        ("fr", date(2027, 2, 24), "févr.", "24 févr."),
        ("fr", date(2027, 7, 9), "juill.", "9 juill."),
        ("fr", date(2027, 8, 9), "août", "9 août"),
        ("en", date(2027, 1, 1), "Jan.", "Jan. 1"),
        ("en", date(2027, 6, 24), "June", "June 24"),
    ],
)
def test_months_are_shortened_as_here(language: str, day: date, month: str, words: str) -> None:
    with override(language):
        assert (dates.short_month(day), dates.short_day_words(day)) == (month, words)
