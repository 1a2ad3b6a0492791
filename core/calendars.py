"""iCalendar text (RFC 5545) of anything with a start, an end and a place, and its messages (RFC 5546).

Times go out as local time with a TZID; the VTIMEZONE beside them is written here from the time-zone data,
since icalendar 7.3 places the spring change one hour late (DTSTART of an observance is told in the time
before the change). The same entries give the same bytes, so that a feed may carry an ETag.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

PRODUCT = "-//Maillage//Maillage//FR"
#: How often a subscriber's calendar may ask again.
REFRESH = timedelta(hours=1)
#: Years ahead over which a zone's changes are compared with a yearly rule.
HORIZON_YEARS = 12
#: Control characters have no place in a calendar; tab and new line are written as such or escaped.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
UNSAFE_WORD = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff]")


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What the receiver is asked to do. None of them: a file to open."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in somebody's calendar.

    ``start`` and ``end`` are naive local times of ``zone``. ``stamp`` is when this state of the entry came to
    be (aware): told rather than read from the clock, so that the same entry gives the same bytes.
    """

    uid: str
    #: Revision: raised when time or place change and by each CANCEL.
    sequence: int
    start: datetime
    end: datetime
    #: IANA name.
    zone: str
    summary: str
    stamp: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    organiser_name: str = ""
    organiser_email: str = ""
    attendee_name: str = ""
    attendee_email: str = ""
    last_modified: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("start and end are local times without a zone of their own")
        if self.end <= self.start:
            raise ValueError("an entry ends after it starts")
        if not self.uid or not self.summary.strip() or self.sequence < 0:
            raise ValueError("an entry has a UID, a summary and a sequence from 0")
        for word in (self.uid, self.url, self.organiser_email, self.attendee_email):
            if UNSAFE_WORD.search(word):
                raise ValueError("a UID, a URL and an address hold no space and no control character")


def uid(kind: str, key: object) -> str:
    """The stable UID of an object: "seat-12@www.exemple.test". It lasts as long as the site keeps its address."""
    return f"{kind}-{key}@{urlsplit(settings.PUBLIC_URL).hostname or 'maillage'}"


def content_type(method: Method | str | None = None) -> str:
    """Of the text: mail programmes look for the method here, too."""
    return f"text/calendar; charset=utf-8; method={method}" if method else "text/calendar; charset=utf-8"


def text(
    entries: Iterable[Entry],
    *,
    method: Method | str | None = None,
    name: str | None = None,
    takes_time: bool = False,
) -> str:
    """The iCalendar text, CRLF, folded at 75 octets.

    With a ``name`` it is a feed to subscribe to: being in it does not make anybody busy, unless it is the subscriber's own
    engagements (``takes_time``). Raises ValueError when an entry cannot be sent by this method (:func:`check`). No query.
    """
    kept = list(entries)
    asked = Method(method) if method else None
    for entry in kept:
        check(entry, asked)
    if asked in {Method.REQUEST, Method.CANCEL} and len({entry.uid for entry in kept}) > 1:
        raise ValueError(f"a {asked} is about one UID (RFC 5546, 3.2)")
    head = _head(asked, name)
    parts = [head.removesuffix("END:VCALENDAR\r\n")]
    first_years: dict[str, int] = {}
    for entry in kept:
        first_years[entry.zone] = min(entry.start.year, first_years.get(entry.zone, entry.start.year))
    parts += [time_zone(zone, first_years[zone]) for zone in sorted(first_years)]
    parts += [_event(entry, asked, takes_time=takes_time or name is None) for entry in kept]
    return "".join([*parts, "END:VCALENDAR\r\n"])


def check(entry: Entry, method: Method | None) -> None:
    """Raise ValueError where RFC 5546, 3.2, forbids to send the entry by this method.

    That a CANCEL has a higher SEQUENCE than the REQUEST before it is the sender's to keep.
    """
    if method is None:
        return
    if not entry.organiser_email:
        raise ValueError(f"{method} needs an organiser")
    if method is Method.PUBLISH:
        if entry.attendee_email:
            raise ValueError("PUBLISH names no attendee")
        return
    if not entry.attendee_email:
        raise ValueError(f"{method} needs an attendee")
    if (method is Method.CANCEL) != (entry.status is Status.CANCELLED):
        raise ValueError(f"{method} of an entry that is {entry.status}")
    if method is Method.CANCEL and entry.sequence == 0:
        raise ValueError("a CANCEL raises the SEQUENCE: it is never 0")


def _head(method: Method | None, name: str | None) -> str:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if method is not None:
        calendar.add("method", method.value)
    if name is not None:
        # Told to be a text: icalendar does not know these two and would not escape them.
        calendar.add("name", icalendar.vText(_one_line(name)))
        calendar.add("x-wr-calname", icalendar.vText(_one_line(name)))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    return _written(calendar)


def _event(entry: Entry, method: Method | None, *, takes_time: bool) -> str:
    event = icalendar.Event()
    zone = ZoneInfo(entry.zone)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.start.replace(tzinfo=zone))
    event.add("dtend", entry.end.replace(tzinfo=zone))
    event.add("summary", _clean(entry.summary))
    event.add("status", entry.status.value)
    for field, value in (("description", entry.description), ("location", entry.location)):
        if value:
            event.add(field, _clean(value))
    if entry.url:
        event.add("url", entry.url)
    if entry.last_modified is not None:
        event.add("last-modified", entry.last_modified.astimezone(UTC))
    if entry.organiser_email:
        event.add("organizer", _mailbox(entry.organiser_name, entry.organiser_email))
    if entry.attendee_email:
        attendee = _mailbox(entry.attendee_name, entry.attendee_email)
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        if method is not Method.CANCEL:
            # They registered: the calendar has nothing to ask them, and no answer is expected.
            attendee.params["PARTSTAT"] = "ACCEPTED"
            attendee.params["RSVP"] = "FALSE"
        event.add("attendee", attendee)
    if not takes_time:
        event.add("transp", "TRANSPARENT")
    return _written(event)


def _written(component: icalendar.cal.Component) -> str:
    # Properties in the order they were added: icalendar's own sorting costs a third of the time.
    written: bytes = component.to_ical(sorted=False)
    return written.decode()


def _mailbox(name: str, email: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{email}")
    # A parameter cannot hold a quotation mark or a line end (RFC 5545, 3.2).
    if name := _one_line(name.replace('"', "'")):
        address.params["CN"] = name
    return address


def _clean(value: str) -> str:
    return CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(value: str) -> str:
    return " ".join(_clean(value).split())


# ------------------------------------------------------------------ VTIMEZONE
@dataclass(frozen=True)
class Onset:
    """A change of the clocks, told in the local time before it."""

    local: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_daylight: bool

    @property
    def sort(self) -> tuple[timedelta, timedelta, str, bool]:
        return self.offset_from, self.offset_to, self.name, self.is_daylight

    @property
    def yearly(self) -> tuple[int, int, int, time]:
        """Month, week within it, weekday and hour: equal for two onsets that follow one yearly rule."""
        return self.local.month, (self.local.day - 1) // 7 + 1, self.local.weekday(), self.local.time()


@lru_cache(maxsize=64)
def time_zone(zone: str, first_year: int) -> str:
    """The VTIMEZONE of a zone, right from 1 January of ``first_year`` on.

    Changes that keep to one rule over the years to come are written as that rule; others one by one.
    """
    component = icalendar.Timezone()
    component.add("tzid", zone)
    onsets = list(_onsets(ZoneInfo(zone), first_year - 1, first_year + HORIZON_YEARS))
    if not onsets or onsets[0].local.year >= first_year:
        component.add_component(_observance([_standing(ZoneInfo(zone), first_year - 1)], []))
    for sort in dict.fromkeys(onset.sort for onset in onsets):
        alike = [onset for onset in onsets if onset.sort == sort]
        years = [onset.local.year for onset in alike]
        follows_a_rule = (
            len({onset.yearly for onset in alike}) == 1
            and years == list(range(years[0], first_year + HORIZON_YEARS))
            and alike[0].yearly[1] < 5
        )
        component.add_component(_observance(alike, [alike[0].yearly] if follows_a_rule else []))
    return _written(component)


def _onsets(zone: ZoneInfo, from_year: int, before_year: int) -> Iterable[Onset]:
    """Changes of the clocks, each found to the second between two noons."""
    noon = datetime(from_year, 1, 1, 12, tzinfo=UTC)
    days = (noon + timedelta(days=day) for day in range((date(before_year, 1, 1) - date(from_year, 1, 1)).days))
    for before, after in pairwise(days):
        if _at(before, zone) == _at(after, zone):
            continue
        while after - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
            if _at(middle, zone) == _at(before, zone):
                before = middle
            else:
                after = middle
        (offset_from, _saving, _name), (offset_to, saving, name) = _at(before, zone), _at(after, zone)
        yield Onset((after + offset_from).replace(tzinfo=None), offset_from, offset_to, name, bool(saving))


def _at(instant: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta, str]:
    local = instant.astimezone(zone)
    return local.utcoffset() or timedelta(), local.dst() or timedelta(), local.tzname() or ""


def _standing(zone: ZoneInfo, year: int) -> Onset:
    """What held on 1 January, for a zone that does not change its clocks."""
    offset, saving, name = _at(datetime(year, 1, 1, 12, tzinfo=UTC), zone)
    return Onset(datetime(year, 1, 1), offset, offset, name, bool(saving))


def _observance(alike: Sequence[Onset], rule: Sequence[tuple[int, int, int, time]]) -> icalendar.cal.Component:
    first = alike[0]
    part: icalendar.cal.Component = icalendar.TimezoneDaylight() if first.is_daylight else icalendar.TimezoneStandard()
    part.add("dtstart", first.local)
    for month, week, weekday, _hour in rule:
        day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday]
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{week}{day}"})
    if not rule and len(alike) > 1:
        part.add("rdate", [onset.local for onset in alike[1:]])
    part.add("tzoffsetfrom", first.offset_from)
    part.add("tzoffsetto", first.offset_to)
    part.add("tzname", first.name)
    return part
