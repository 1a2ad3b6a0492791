"""Dates and hours in words, as each language writes them.

French: « vendredi 12 mars 2027, de 10 h à 16 h 30 »; English: "Friday, March 12, 2027, 10 a.m. to 4:30 p.m.".
Local times come in, local times come out: nothing here converts but ``local_of``.
"""

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.localtime import Zone

#: As the Office québécois de la langue française shortens them; Django's own « jan. », « fév. » are not in use here.
SHORT_FRENCH_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


class Span(Protocol):
    """What has a first and a last local moment: an Event, a sitting, an interview."""

    start_date: date
    start_time: time
    end_date: date
    end_time: time

    @property
    def zone(self) -> str: ...


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def day_words(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """ "vendredi 12 mars 2027" or "Friday, March 12, 2027"; the first of a month is « 1er »."""
    if _is_french():
        number = "1er" if day.day == 1 else str(day.day)
        words = f"{number} {format_date(day, 'F')}"
        words = f"{format_date(day, 'l')} {words}" if weekday else words
        return f"{words} {day.year}" if year else words
    words = format_date(day, "F j")
    words = f"{format_date(day, 'l')}, {words}" if weekday else words
    return f"{words}, {day.year}" if year else words


def short_month(day: date) -> str:
    """ "janv.", "juin" or "Jan.", "June"."""
    return SHORT_FRENCH_MONTHS[day.month - 1] if _is_french() else format_date(day, "N")


def short_day_words(day: date) -> str:
    """A day where there is no room: « 24 nov. », "Nov. 24"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {short_month(day)}" if _is_french() else f"{short_month(day)} {day.day}"


def time_words(moment: time | datetime) -> str:
    """ "10 h", "18 h 30" (no-break spaces) or "10 a.m.", "6:30 p.m.", "noon"."""
    if _is_french():
        return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")
    if moment.minute == 0 and moment.hour % 12 == 0:
        # Nobody is sure which 12 a.m. is.
        return "noon" if moment.hour else "midnight"
    return time_format(moment, "g:i a" if moment.minute else "g a").replace(" ", "\u00a0")


def moment_words(moment: datetime, *, weekday: bool = True, year: bool = True) -> str:
    """Day and hour of a local moment: « vendredi 12 mars 2027 à 10 h », "Friday, March 12, 2027 at 10 a.m."."""
    return pgettext("day and hour", "%(day)s at %(time)s") % {
        "day": day_words(moment, weekday=weekday, year=year),
        "time": time_words(moment),
    }


def days_words(first: date, last: date) -> str:
    """One day, or « du 12 au 14 mars 2027 » when there are several; what both ends share is said once."""
    if first == last:
        return day_words(first)
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    if _is_french():
        start = f"{format_date(first, 'l')} {'1er' if first.day == 1 else first.day}"
        start = start if same_month else day_words(first, year=not same_year)
        return f"du {start} au {day_words(last)}"
    return f"{day_words(first, year=not same_year)} to {day_words(last)}"


def hours_words(first: time, last: time) -> str:
    """« de 10 h à 16 h 30 », "10 a.m. to 4:30 p.m."."""
    return pgettext("hours of a day", "%(start)s to %(end)s") % {"start": time_words(first), "end": time_words(last)}


def span_words(span: Span) -> str:
    """Days and hours of a span, its zone named when it is not Montréal's."""
    return (", " if span.start_date == span.end_date else " ").join(span_lines(span))


def span_lines(span: Span) -> tuple[str, str]:
    """The same in two lines: the day and its hours, or when it begins and when it ends; a span may have ``own_lines``."""
    if own := getattr(span, "own_lines", None):
        return own[0], own[1]
    if span.start_date == span.end_date:
        first, second = day_words(span.start_date), hours_words(span.start_time, span.end_time)
    else:
        start, end = (
            moment_words(datetime.combine(day, hour))
            for day, hour in [(span.start_date, span.start_time), (span.end_date, span.end_time)]
        )
        first = pgettext("first day of several", "%(start)s") % {"start": start}
        second = pgettext("last day of several", "to %(end)s") % {"end": end}
    return first, second + zone_note(span.zone)


def zone_note(zone: str) -> str:
    """ " (heure de l’Atlantique)" for a zone that is not Montréal's, else nothing."""
    names = {Zone.ILES: _("Atlantic time"), Zone.BASSE_COTE_NORD: _("Atlantic standard time")}
    return f" ({names[Zone(zone)]})" if zone in names else ""


def local_of(moment: datetime, zone: str = Zone.MONTREAL) -> datetime:
    """Naive local time of an aware instant in ``zone``; a naive one is local already."""
    return timezone.make_naive(moment, ZoneInfo(zone)) if timezone.is_aware(moment) else moment
