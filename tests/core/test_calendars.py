"""iCalendar text: parsed back it is what was given, in three zones, around both clock changes."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from core import calendars
from core.calendars import Entry, Method, Status
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant

STAMP = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
FAIR = Entry(
    uid="seat-12@exemple.test",
    sequence=0,
    start=datetime(2027, 3, 12, 10),
    end=datetime(2027, 3, 12, 16),
    zone=Zone.MONTREAL,
    summary="Salon de l’emploi de la Mauricie",
    stamp=STAMP,
    organiser_name="Maillage",
    organiser_email="ne-pas-repondre@exemple.test",
)
INVITATION = replace(FAIR, attendee_name="Phạm Đặng", attendee_email="pham@exemple.test")
#: Local days on which Québec's clocks change, 2024 to 2030, and the days beside them.
CHANGES = [
    datetime(year, month, day) + timedelta(days=beside)
    for year, spring, autumn in [
        (2024, 10, 3),
        (2025, 9, 2),
        (2026, 8, 1),
        (2027, 14, 7),
        (2028, 12, 5),
        (2029, 11, 4),
        (2030, 10, 3),
    ]
    for month, day in [(3, spring), (11, autumn)]
    for beside in (-1, 0, 1)
]


def parse(text: str) -> icalendar.Calendar:
    parsed = icalendar.Calendar.from_ical(text)
    assert isinstance(parsed, icalendar.Calendar)
    return parsed


def events_of(text: str) -> list[Any]:
    return list(parse(text).walk("VEVENT"))


def is_clear(local: datetime, zone: str) -> bool:
    try:
        instant(local, zone)
    except (NoSuchTime, AmbiguousTime):
        return False
    return True


near_a_change = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(0, 24 * 60 - 1)
)
any_time = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda local: local.replace(microsecond=0))
words = st.text(max_size=300)


@given(
    start=st.one_of(near_a_change, any_time),
    minutes=st.integers(1, 5 * 24 * 60),
    zone=st.sampled_from(Zone.values),
    summary=words.filter(lambda text: bool(calendars._clean(text).strip())),
    description=words,
    name=words,
    sequence=st.integers(0, 2**31 - 1),
)
def test_what_was_given_is_what_is_read(
    start: datetime, minutes: int, zone: str, summary: str, description: str, name: str, sequence: int
) -> None:
    end = start + timedelta(minutes=minutes)
    entry = replace(
        INVITATION, start=start, end=end, zone=zone, summary=summary, description=description, sequence=sequence
    )

    text = calendars.text([replace(entry, attendee_name=name)], method=Method.REQUEST)

    (read,) = events_of(text)
    assert read["uid"] == entry.uid
    assert read["sequence"] == sequence
    assert read["summary"] == calendars._clean(summary)
    assert read.get("description", "") == calendars._clean(description)
    assert read["dtstart"].params["TZID"] == zone
    assert read.start.replace(tzinfo=None) == start
    assert read.end.replace(tzinfo=None) == end
    assert read["attendee"] == "mailto:pham@exemple.test"
    if is_clear(start, zone) and is_clear(end, zone):
        assert read.start.astimezone(UTC) == instant(start, zone)
        assert read.end.astimezone(UTC) == instant(end, zone)


@given(local=st.one_of(near_a_change, any_time), zone=st.sampled_from(Zone.values))
def test_another_reader_of_the_time_zone_finds_the_same_instant(local: datetime, zone: str) -> None:
    if not is_clear(local, zone):
        return

    written = tzical(io.StringIO(calendars.time_zone(zone, local.year))).get(zone)

    assert written is not None
    assert local.replace(tzinfo=written).astimezone(UTC) == instant(local, zone)


@pytest.mark.parametrize("zone", Zone.values)
def test_changes_are_told_in_the_local_time_before_them(zone: str) -> None:
    # RFC 5545, 3.6.5: onset = DTSTART - TZOFFSETFROM. dateutil forgives an hour here; calendars do not.
    component = icalendar.Timezone.from_ical(calendars.time_zone(zone, 2027))

    for part in component.subcomponents:
        onset = (part["dtstart"].dt - part["tzoffsetfrom"].td).replace(tzinfo=UTC)
        local = onset.astimezone(ZoneInfo(zone))
        assert local.utcoffset() == part["tzoffsetto"].td
        if part["tzoffsetfrom"].td != part["tzoffsetto"].td:
            just_before = (onset - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
            assert just_before.utcoffset() == part["tzoffsetfrom"].td


def test_a_rule_holds_where_changes_keep_to_it_and_dates_where_they_do_not() -> None:
    assert calendars.time_zone("America/Toronto", 2027).count("RRULE:FREQ=YEARLY") == 2
    assert "RRULE" not in calendars.time_zone("America/Blanc-Sablon", 2027)
    # Morocco's clocks follow the moon.
    assert "RDATE" in calendars.time_zone("Africa/Casablanca", 2027)
    assert "RRULE" not in calendars.time_zone("Africa/Casablanca", 2027)


@given(summary=words.filter(lambda text: bool(calendars._clean(text).strip())), name=words)
def test_lines_are_at_most_75_octets_and_end_in_crlf(summary: str, name: str) -> None:
    text = calendars.text([replace(FAIR, summary=summary)], name=name)

    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_no_text_starts_a_line_of_its_own(line_end: str) -> None:
    evil = f"Salon{line_end}ATTENDEE:mailto:autre@exemple.test"

    text = calendars.text(
        [replace(INVITATION, summary=evil, description=evil, location=evil, attendee_name=evil)],
        method=Method.REQUEST,
        name=evil,
    )

    unfolded = text.replace("\r\n ", "").splitlines()
    assert [line for line in unfolded if line.startswith("ATTENDEE:")] == []


@pytest.mark.parametrize("field", ["uid", "url", "organiser_email", "attendee_email"])
def test_a_word_with_a_line_end_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="no control character"):
        replace(FAIR, **{field: "a\r\nb"})


def test_the_same_entries_give_the_same_bytes() -> None:
    other = replace(FAIR, uid="seat-13@exemple.test", zone=Zone.ILES)
    first = calendars.text([FAIR, other], name="Agenda")
    calendars.time_zone.cache_clear()

    assert calendars.text([FAIR, other], name="Agenda") == first


def test_each_zone_stands_once_and_covers_its_earliest_entry() -> None:
    early = replace(FAIR, start=datetime(2024, 7, 1, 10), end=datetime(2024, 7, 1, 11))
    zones = parse(calendars.text([FAIR, early, replace(FAIR, zone=Zone.BASSE_COTE_NORD)])).walk("VTIMEZONE")

    assert [str(zone["tzid"]) for zone in zones] == ["America/Blanc-Sablon", "America/Toronto"]
    assert min(part["dtstart"].dt for part in zones[1].subcomponents) < early.start


def test_a_feed_has_a_name_and_makes_nobody_busy() -> None:
    feed = parse(calendars.text([FAIR], method="PUBLISH", name="Agenda – Mauricie"))

    assert feed["x-wr-calname"] == "Agenda – Mauricie"
    assert feed["refresh-interval"].dt == timedelta(hours=1)
    assert feed.walk("VEVENT")[0]["transp"] == "TRANSPARENT"


def test_a_feed_without_entries_is_a_calendar_all_the_same() -> None:
    assert parse(calendars.text([], name="Agenda")).walk("VEVENT") == []


def test_a_request_asks_for_no_answer() -> None:
    (read,) = events_of(calendars.text([INVITATION], method=Method.REQUEST))

    assert read["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert read["attendee"].params["RSVP"] == "FALSE"
    assert read["status"] == "CONFIRMED"
    assert "transp" not in read


def test_a_cancel_keeps_the_uid_and_says_cancelled() -> None:
    cancelled = replace(INVITATION, status=Status.CANCELLED, sequence=1)

    calendar = parse(calendars.text([cancelled], method=Method.CANCEL))

    (read,) = calendar.walk("VEVENT")
    assert (calendar["method"], read["status"], read["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert read["uid"] == INVITATION.uid


@pytest.mark.parametrize(
    ("method", "entry", "why"),
    [
        ("REQUEST", FAIR, "needs an attendee"),
        ("REQUEST", replace(INVITATION, organiser_email=""), "needs an organiser"),
        ("REQUEST", replace(INVITATION, status=Status.CANCELLED, sequence=1), "that is CANCELLED"),
        ("CANCEL", replace(INVITATION, sequence=1), "that is CONFIRMED"),
        ("CANCEL", replace(INVITATION, status=Status.CANCELLED), "raises the SEQUENCE"),
        ("PUBLISH", INVITATION, "no attendee"),
    ],
)
def test_a_message_that_rfc_5546_forbids_is_not_written(method: str, entry: Entry, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        calendars.text([entry], method=method)


@pytest.mark.parametrize(
    "broken",
    [
        {"start": datetime(2027, 3, 12, 10, tzinfo=UTC)},
        {"end": FAIR.start},
        {"summary": " "},
        {"uid": ""},
        {"sequence": -1},
    ],
)
def test_an_entry_that_cannot_be_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"entry|local times"):
        replace(FAIR, **broken)


def test_a_uid_names_the_site_it_comes_from(settings: Any) -> None:
    settings.PUBLIC_URL = "https://www.exemple.test:8443/"

    assert calendars.uid("seat", 12) == "seat-12@www.exemple.test"


def test_the_content_type_repeats_the_method() -> None:
    assert calendars.content_type(Method.CANCEL) == "text/calendar; charset=utf-8; method=CANCEL"
    assert calendars.content_type() == "text/calendar; charset=utf-8"
