"""An .ics file made into rows: one for each VEVENT, and why some cannot be an event."""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _
from icalendar.prop import vBroken

from core.folding import fold
from core.localtime import Zone
from events.agenda.importing.cells import Unreadable, text_of
from events.agenda.importing.tables import Row, Table, UnreadableFile

#: What programs call Québec's legal times beside the IANA and Windows names, folded. "EST" has an IANA entry that
#: knows no summer; whoever writes it means the clock on the wall.
ZONES = {
    **dict.fromkeys(
        (
            "est",
            "edt",
            "eastern",
            "us eastern",
            "eastern time",
            "eastern daylight time",
            "eastern time us canada",
            "utc 05 00 eastern time us canada",
            "gmt 05 00 eastern time us canada",
            "utc 05 00 est e u et canada",
            "gmt 05 00 est e u et canada",
            "est e u et canada",
            "heure de l est",
            "heure normale de l est",
            "heure avancee de l est",
            "hne",
            "hae",
            "montreal",
            "quebec",
        ),
        Zone.MONTREAL,
    ),
    **dict.fromkeys(
        (
            "ast",
            "adt",
            "atlantic",
            "atlantic time",
            "atlantic daylight time",
            "atlantic time canada",
            "utc 04 00 atlantic time canada",
            "gmt 04 00 atlantic time canada",
            "utc 04 00 heure de l atlantique canada",
            "heure de l atlantique",
            "heure de l atlantique canada",
            "heure normale de l atlantique",
            "heure avancee de l atlantique",
        ),
        Zone.ILES,
    ),
}
#: Where programs put the address of a meeting; the last that has one decides.
MEETINGS = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)
#: Before the names of our own cells in a calendar that was exported here (``events.agenda.exporting``).
OWN = "x-maillage-"
ESCAPED = re.compile(r"\\([\\;,nN])")
#: Components that are no event and that nobody misses.
UNTOLD = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"})
BEGIN = re.compile(r"^BEGIN:VEVENT\s*$", re.I | re.M)


def calendar_rows(text: str) -> Table:
    """Raises UnreadableFile."""
    # What icalendar warns of (a zone's vendor prefix) is what it makes of it too.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars = icalendar.Calendar.from_ical(text, multiple=True)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as trouble:
            raise UnreadableFile(_damaged()) from trouble
        return _table(text, calendars)


def _damaged() -> str:
    return _("This calendar file is damaged: export it again.")


def _table(text: str, calendars: Sequence[icalendar.cal.Component]) -> Table:
    table = Table()
    lines = [text.count("\n", 0, found.start()) + 1 for found in BEGIN.finditer(text)]
    events = [(calendar, event) for calendar in calendars for event in calendar.walk("VEVENT")]
    # A file cut off on the way has entries that begin and never end: they are not among the events.
    if len(events) != len(lines):
        raise UnreadableFile(_damaged())
    for line, (calendar, event) in zip(lines, events, strict=True):
        table.rows.append(_Entry(event, line, str(calendar.get("METHOD", ""))).row())
    others = {part.name for calendar in calendars for part in calendar.walk() if part.name not in UNTOLD}
    if others:
        table.notes.append(
            _("What is no event is not read: %(names)s.") % {"names": ", ".join(sorted(map(str, others)))}
        )
    if not table.rows:
        raise UnreadableFile(_("This calendar holds no event."))
    return table


@dataclass
class _Entry:
    """One VEVENT, and what is said about it while it is read."""

    event: icalendar.cal.Component
    line: int
    method: str
    notes: list[str] = field(default_factory=list)

    def row(self) -> Row:
        cells: dict[str, Any] = dict(self.words())
        trouble = ""
        try:
            cells |= self.span()
        except Unreadable as reason:
            trouble = str(reason)
        cells |= self.own()
        if "CANCELLED" in str(self.event.get("STATUS", "")).upper() or self.method.upper() == "CANCEL":
            cells["is_cancelled"] = True
        for name, message in self.event.errors:
            if name is None:
                unread = message.split("'")[1] if "'" in message else message
                self.notes.append(_("A part of it could not be read: %(text)s") % {"text": unread})
        cells = {name: value for name, value in cells.items() if value not in (None, "")}
        return Row(self.line, cells, trouble, tuple(dict.fromkeys(self.notes)))

    def one(self, name: str) -> Any:
        """A property, or the first of several, which is said."""
        value = self.event.get(name)
        if isinstance(value, list):
            self.notes.append(_("%(name)s is written twice: only the first is read.") % {"name": name})
            return value[0]
        return value

    def own(self) -> dict[str, str]:
        """Cells that an export of ours put beside what every calendar has: they say more, and are believed before it."""
        found = {}
        for name in self.event:
            if name.lower().startswith(OWN):
                value = self.one(name)
                # icalendar leaves the escapes of a name that it does not know.
                found[name.lower().removeprefix(OWN).replace("-", "_")] = ESCAPED.sub(_meant, str(value))
        if found:
            # The place and the link are told apart there.
            found = {"venue": "", "online_url": "", "page": ""} | found
        return found

    def words(self) -> Iterator[tuple[str, str]]:
        for name, prop in (("key", "UID"), ("title_fr", "SUMMARY"), ("venue", "LOCATION")):
            yield name, text_of(self.one(prop))
        yield "text_fr", str(self.one("DESCRIPTION") or "").strip()
        yield "page", text_of(self.one("URL"))
        for prop in MEETINGS:
            values = self.event.get(prop)
            for value in values if isinstance(values, list) else [values]:
                if text_of(value).startswith(("http://", "https://")):
                    yield "online_url", text_of(value)
        categories = self.event.get("CATEGORIES")
        if categories:
            listed = categories if isinstance(categories, list) else [categories]
            yield "kind", ", ".join(str(word) for category in listed for word in getattr(category, "cats", [category]))

    def span(self) -> dict[str, Any]:
        """Raises Unreadable."""
        if any(name in self.event for name in ("RRULE", "RECURRENCE-ID", "RDATE")):
            raise Unreadable(_("It repeats: enter each date as an event of its own."))
        start, end = self.moment("DTSTART"), self.moment("DTEND")
        if start is None:
            raise Unreadable(_("It says no start: give it a day and an hour in your calendar, and export it again."))
        if not isinstance(start, datetime) or text_of(self.event.get("X-MICROSOFT-CDO-ALLDAYEVENT")).upper() == "TRUE":
            raise Unreadable(_("It lasts whole days: say from which hour to which."))
        if end is None and (length := self.value("DURATION")) is not None:
            if not isinstance(length, timedelta):
                raise Unreadable(_no_moment(length))
            end = start + length
        return {"start": start, "end": end}

    def value(self, name: str) -> Any:
        prop = self.event.get(name)
        if isinstance(prop, list):
            raise Unreadable(_("%(name)s is written twice: leave one.") % {"name": name})
        if prop is None:
            return None
        if isinstance(prop, vBroken) or not hasattr(prop, "dt"):
            raise Unreadable(_no_moment(prop))
        return prop.dt

    def moment(self, name: str) -> datetime | date | None:
        """An aware moment stays one; one without a zone is local to wherever the event is held."""
        value = self.value(name)
        if not isinstance(value, datetime):
            return value if isinstance(value, date) else None
        zone = text_of(self.event[name].params.get("TZID"))
        if known := ZONES.get(fold(zone)):
            words = {"name": zone, "zone": Zone(known).label}
            self.notes.append(_("The time zone “%(name)s” is taken to be %(zone)s.") % words)
            value = value.replace(tzinfo=ZoneInfo(known))
        elif zone and value.tzinfo is None:
            self.notes.append(
                _("The time zone “%(name)s” is unknown: its hours are read as those of the place.") % {"name": zone}
            )
        return value.astimezone(UTC) if value.tzinfo is not None else value


def _meant(found: re.Match[str]) -> str:
    """The sign that an escape stands for (RFC 5545, 3.3.11)."""
    return "\n" if found[1] in "nN" else found[1]


def _no_moment(value: object) -> str:
    return _("“%(text)s” is not a moment of a calendar: export it again.") % {"text": value}


def local_in(moment: datetime, zone: str) -> datetime:
    """A moment on the clock of the place; a naive one is there already."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment.tzinfo else moment
