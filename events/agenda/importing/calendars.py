"""An .ics file made into rows: one for each VEVENT, and why some cannot be an event."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from events.agenda.importing.cells import text_of
from events.agenda.importing.tables import Row, Table, UnreadableFile


def calendar_rows(text: str) -> Table:
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except ValueError as trouble:
        raise UnreadableFile(_("This calendar file is damaged: export it again.")) from trouble
    table = Table()
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for place, event in enumerate(events):
        table.rows.append(_vevent(event, lines[place] if place < len(lines) else place + 1))
    if not table.rows:
        raise UnreadableFile(_("This calendar holds no event."))
    return table


def _vevent(event: icalendar.cal.Component, line: int) -> Row:
    cells: dict[str, Any] = dict(_words(event))
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    trouble = ""
    if "RRULE" in event or "RECURRENCE-ID" in event or "RDATE" in event:
        trouble = _("It repeats: enter each date as an event of its own.")
    elif start is None:
        trouble = _("It says no start.")
    elif not isinstance(start, datetime):
        trouble = _("It lasts whole days: say from which hour to which.")
    if isinstance(start, datetime) and end is None and "DURATION" in event:
        end = start + event.decoded("DURATION")
    cells |= {"start": start, "end": end}
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        cells["is_cancelled"] = True
    return Row(line, {name: value for name, value in cells.items() if value not in (None, "")}, trouble)


def _words(event: icalendar.cal.Component) -> Iterator[tuple[str, str]]:
    for name, prop in (("key", "UID"), ("title_fr", "SUMMARY"), ("text_fr", "DESCRIPTION"), ("venue", "LOCATION")):
        yield name, text_of(event.get(prop)) if prop != "DESCRIPTION" else str(event.get(prop) or "").strip()
    if categories := event.get("CATEGORIES"):
        first = categories[0] if isinstance(categories, list) else categories
        yield "kind", ", ".join(str(word) for word in first.cats)


def _moment(event: icalendar.cal.Component, name: str) -> datetime | date | None:
    """An aware moment stays one; one without a zone is local to wherever the event is held."""
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return value if isinstance(value, date) else None


def local_in(moment: datetime, zone: str) -> datetime:
    """A moment on the clock of the place; a naive one is there already."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment.tzinfo else moment
