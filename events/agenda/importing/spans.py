"""When a row says an event begins and ends, on the clock of the place."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.dates import day_words
from core.folding import fold
from core.localtime import AmbiguousTime, NoSuchTime, instant
from events.agenda.importing.calendars import local_in
from events.agenda.importing.cells import (
    END_OF_DAY,
    Unreadable,
    doubts_of,
    end_of,
    occasion_of,
    span_of,
    text_of,
    time_of,
)
from events.agenda.importing.tables import Table

#: How long an event without an end lasts.
ASSUMED = timedelta(hours=2)
#: The longest an event may last that ends, by its hours alone, on the next day.
NIGHT = timedelta(hours=12)


def event_span(cells: Mapping[str, Any], table: Table, zone: str, notes: list[str]) -> tuple[datetime, datetime]:
    """First and last moment on the clock of the place. Raises Unreadable."""
    if fold(text_of(cells.get("all_day"))) in {"oui", "yes", "x", "vrai", "true", "1"}:
        raise Unreadable(_("It lasts whole days: say from which hour to which."))
    start, end = cells.get("start"), cells.get("end")
    if isinstance(start, datetime) and (start.tzinfo or (isinstance(end, datetime) and end.tzinfo)):
        first, last = local_in(start, zone), local_in(end, zone) if isinstance(end, datetime) else None
    else:
        day, hour, until = _start(cells, table, notes)
        end_day, end_hour = end_of(end, epoch=table.epoch, order=table.order)
        if end_day is not None and end_day != day:
            notes += doubts_of(end, end_day, table.order)
        for other in (until, time_of(cells.get("end_time"))):
            end_hour = _one_hour(end_hour, other, _("It says two hours to end, %(one)s and %(other)s: leave one."))
        first = datetime.combine(day, hour)
        last = _last(day, end_day, end_hour, first, notes)
    if last is None:
        last = first + ASSUMED
        notes.append(_("It says no end: two hours are assumed."))
    for moment in (first, last):
        try:
            instant(moment, zone)
        except (NoSuchTime, AmbiguousTime) as trouble:
            raise Unreadable(str(trouble)) from trouble
    if instant(last, zone) <= instant(first, zone):
        raise Unreadable(_("It ends before it begins: correct the day or the hour it ends."))
    return first, last


def _start(cells: Mapping[str, Any], table: Table, notes: list[str]) -> tuple[date, time, time | None]:
    """Day and hour it begins, and the hour it ends where the same cell says it. Raises Unreadable."""
    day, hour, until = occasion_of(cells.get("start"), epoch=table.epoch, order=table.order)
    start_time = cells.get("start_time")
    also_day, in_column = (
        end_of(start_time, epoch=table.epoch, order=table.order) if _holds_a_day(start_time) else (None, None)
    )
    if also_day is None:
        in_column, then = span_of(start_time)
        until = _one_hour(until, then, _("It says two hours to end, %(one)s and %(other)s: leave one."))
    if day and also_day and day != also_day:
        raise Unreadable(
            _("It says two days to begin, %(one)s and %(other)s: leave one.") % {"one": day, "other": also_day}
        )
    day = day or also_day
    hour = _one_hour(hour, in_column, _("It says two hours to begin, %(one)s and %(other)s: leave one."))
    if day is not None:
        notes += doubts_of(cells.get("start"), day, table.order)
    if day is None:
        raise Unreadable(_("It says no day: write one in the column “Date”, such as 2027-03-12."))
    if hour is None:
        raise Unreadable(_("It says no hour to begin: write one in the column “Heure”, such as 18:30."))
    if hour == END_OF_DAY:
        raise Unreadable(_("24:00 is the end of a day: to begin at midnight, write 0:00 and the next day."))
    return day, hour, until


def _holds_a_day(cell: Any) -> bool:
    """Whether an hour's cell says a day too: 2027-03-12 18:30."""
    return cell.year > 1900 if isinstance(cell, datetime) else bool(re.match(r"\s*\d+[-/.]\d+[-/.]\d+", text_of(cell)))


def _one_hour(one: time | None, other: time | None, refusal: str) -> time | None:
    """The hour that two cells say; Unreadable if they say two."""
    if one is not None and other is not None and one != other:
        raise Unreadable(refusal % {"one": f"{one:%H:%M}", "other": f"{other:%H:%M}"})
    return one if one is not None else other


def _last(day: date, end_day: date | None, end_hour: time | None, first: datetime, notes: list[str]) -> datetime | None:
    if end_hour is None:
        if end_day is not None and end_day > day:
            raise Unreadable(_("It says its last day, but no hour to end: write one in the column “Heure de fin”."))
        if end_day is not None and end_day < day:
            raise Unreadable(_("It ends before it begins: correct the day or the hour it ends."))
        return None
    last = datetime.combine(end_day or day, time() if end_hour == END_OF_DAY else end_hour)
    if end_hour == END_OF_DAY and end_day is not None:
        return last + timedelta(days=1)
    if end_day is None and last <= first:
        # 19:00 to 0:30 is an evening; 18:30 to 8:30 is a slip for 20:30, and so is anything longer than a night.
        if last.time() != time() and last + timedelta(days=1) - first > NIGHT:
            hours = {"end": f"{last:%H:%M}", "start": f"{first:%H:%M}"}
            raise Unreadable(
                _(
                    "It ends before it begins, %(end)s against %(start)s: correct the hour, or write the day it ends too."
                )
                % hours
            )
        last += timedelta(days=1)
        notes.append(_("The end is taken to be on the next day, %(day)s.") % {"day": day_words(last.date())})
    return last
