"""Calendars as Outlook, Google and municipal sites export them: zones by any name, links by any property."""

from datetime import datetime

import pytest
from django.utils import translation

from events.agenda.importing.drafts import Defaults
from events.agenda.importing.plan import Line, Verdict, plan
from events.agenda.importing.readers import UnreadableFile, read

NOW = datetime.fromisoformat("2026-11-22T12:00:00-05:00")
DEFAULTS = Defaults("04", {"04": "04", "11": "11"}, frozenset(), kind="training", now=NOW)
SEVEN_PM = "DTSTART;TZID=America/Toronto:20270712T190000\nDTEND;TZID=America/Toronto:20270712T203000\n"
PLACE = "LOCATION:Salle\\, Shawinigan\n"


def calendar(*bodies: str, head: str = "") -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\nUID:{number}@exemple.test\nSUMMARY:Atelier\n{body}END:VEVENT\n"
        for number, body in enumerate(bodies)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{events}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def line_of(body: str, *, head: str = "") -> Line:
    with translation.override("en"):
        (line,) = plan(read(calendar(body, head=head)), {}, DEFAULTS)
    return line


def said(line: Line) -> tuple[str, ...]:
    """The notes, but for the one that every place of a calendar earns."""
    return tuple(note for note in line.notes if not note.startswith("The municipality"))


# ------------------------------------------------------------------ zones
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16011104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    "name",
    [
        "America/Toronto",
        "America/Montreal",
        "Canada/Eastern",
        "Eastern Standard Time",
        "/mozilla.org/20050126_1/America/Montreal",
    ],
)
@pytest.mark.parametrize("described", [True, False])
def test_a_zone_that_has_a_name_everywhere_needs_no_word(name: str, described: bool) -> None:
    line = line_of(
        f"DTSTART;TZID={name}:20270712T190000\nDTEND;TZID={name}:20270712T203000\n{PLACE}",
        head=VTIMEZONE.format(name=name) if described else "",
    )

    assert line.draft is not None
    assert (line.draft.start, line.draft.end) == (datetime(2027, 7, 12, 19), datetime(2027, 7, 12, 20, 30))
    assert said(line) == ()


@pytest.mark.parametrize("described", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "EST",
        "EDT",
        "Est",
        "US Eastern",
        "Heure de l’Est",
        '"(UTC-05:00) Eastern Time (US & Canada)"',
        '"Est (É.-U. et Canada)"',
    ],
)
def test_the_names_programs_give_to_eastern_time_are_eastern_time(name: str, described: bool) -> None:
    bare = name.strip('"')
    line = line_of(
        f"DTSTART;TZID={name}:20270712T190000\nDURATION:PT1H\n{PLACE}",
        head=VTIMEZONE.format(name=bare) if described else "",
    )

    assert line.draft is not None
    assert line.draft.start == datetime(2027, 7, 12, 19)
    assert said(line) == (f"The time zone “{bare}” is taken to be Eastern time (Montréal).",)


def test_the_names_of_atlantic_time_are_atlantic_time() -> None:
    line = line_of(f"DTSTART;TZID=Heure de l'Atlantique:20270712T190000\nDURATION:PT1H\n{PLACE}")

    assert line.draft is not None
    assert line.draft.start == datetime(2027, 7, 12, 18)


def test_a_zone_that_the_file_describes_is_read_by_its_description() -> None:
    line = line_of(
        "DTSTART;TZID=Bureau:20270712T190000\nDURATION:PT1H\nLOCATION:Salle\\, Cap-aux-Meules\n",
        head=VTIMEZONE.format(name="Bureau"),
    )

    assert line.draft is not None
    assert line.draft.start == datetime(2027, 7, 12, 20)


def test_an_unknown_zone_is_read_as_local_time_and_that_is_said_once() -> None:
    line = line_of(f"DTSTART;TZID=Chez nous:20270712T190000\nDTEND;TZID=Chez nous:20270712T203000\n{PLACE}")

    assert line.draft is not None
    assert (line.draft.start, line.draft.end) == (datetime(2027, 7, 12, 19), datetime(2027, 7, 12, 20, 30))
    assert said(line) == ("The time zone “Chez nous” is unknown: its hours are read as those of the place.",)


def test_an_end_in_another_clock_than_the_start_is_brought_to_the_place() -> None:
    line = line_of(f"DTSTART:20270712T190000\nDTEND:20270713T003000Z\n{PLACE}")

    assert line.draft is not None
    assert (line.draft.start, line.draft.end) == (datetime(2027, 7, 12, 19), datetime(2027, 7, 12, 20, 30))


# ------------------------------------------------------------------ links
@pytest.mark.parametrize(
    "place",
    ["LOCATION:En ligne\n", "", "LOCATION:Réunion Microsoft Teams\n", "LOCATION:via Zoom\n", "LOCATION:Google Meet\n"],
)
def test_an_event_online_is_joined_by_its_url(place: str) -> None:
    line = line_of(f"{SEVEN_PM}{place}URL:https://rencontre.exemple.test/x\n")

    assert line.draft is not None, line.reason
    assert (line.draft.venue, line.draft.online_url) == ("", "https://rencontre.exemple.test/x")
    assert said(line) == ("The address https://rencontre.exemple.test/x is taken to be that of the online meeting.",)


def test_the_url_of_an_event_with_a_place_is_not_taken_for_a_meeting() -> None:
    line = line_of(f"{SEVEN_PM}{PLACE}URL:https://ville.exemple.test/agenda/12\n")

    assert line.draft is not None
    assert line.draft.online_url == ""
    assert "The address https://ville.exemple.test/agenda/12 is not read: the event has a place." in line.notes


@pytest.mark.parametrize(
    "body",
    [
        "LOCATION:Zoom : https://rencontre.exemple.test/x\n",
        "LOCATION:https://rencontre.exemple.test/x\n",
        "X-GOOGLE-CONFERENCE:https://rencontre.exemple.test/x\n",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://rencontre.exemple.test/x\nLOCATION:Réunion Microsoft Teams\n",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://rencontre.exemple.test/x\n",
    ],
)
def test_where_programs_put_the_address_of_a_meeting(body: str) -> None:
    line = line_of(SEVEN_PM + body)

    assert line.draft is not None, line.reason
    assert (line.draft.venue, line.draft.online_url, said(line)) == ("", "https://rencontre.exemple.test/x", ())


def test_online_without_a_link_says_what_is_missing() -> None:
    line = line_of(f"{SEVEN_PM}LOCATION:En ligne sur Zoom\n")

    assert line.reason == "It is online, but says no link: write the address of the meeting."


def test_a_place_whose_name_has_a_word_of_meetings_is_a_place() -> None:
    line = line_of(f"{SEVEN_PM}LOCATION:Café Zoom\\, Shawinigan\n")

    assert line.draft is not None, line.reason
    assert line.draft.venue == "Café Zoom"


# ------------------------------------------------------------------ entries
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("DTSTART:2027-07-12T19:00\n", "“2027-07-12T19:00” is not a moment of a calendar: export it again."),
        ("DTSTART;VALUE=TEXT:le 12\n", "“le 12” is not a moment of a calendar: export it again."),
        ("DTSTART:20270712T190000\nDTEND:plus tard\n", "“plus tard” is not a moment of a calendar: export it again."),
        ("DTSTART:20270712T190000\nDURATION:2 h\n", "“2 h” is not a moment of a calendar: export it again."),
        ("DTSTART:20270712T190000\nDTSTART:20270713T190000\n", "DTSTART is written twice: leave one."),
        (
            "DTSTART:20270712T000000\nDTEND:20270713T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n",
            "It lasts whole days: say from which hour to which.",
        ),
        ("DTSTART;VALUE=DATE:20270712\n", "It lasts whole days: say from which hour to which."),
        (
            f"{SEVEN_PM}RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20270719T190000\n",
            "It repeats: enter each date as an event of its own.",
        ),
        (f"{SEVEN_PM}RECURRENCE-ID:20270719T190000\n", "It repeats: enter each date as an event of its own."),
    ],
)
def test_an_entry_that_cannot_be_an_event_says_why(body: str, reason: str) -> None:
    line = line_of(body + PLACE)

    assert (line.verdict, line.reason) == (Verdict.REFUSE, reason)


def test_a_file_that_calls_events_off_calls_each_of_them_off() -> None:
    line = line_of(SEVEN_PM + PLACE, head="METHOD:CANCEL\n")

    assert line.draft is not None
    assert line.draft.is_cancelled


def test_what_is_written_twice_is_read_once_and_said() -> None:
    line = line_of(f"{SEVEN_PM}{PLACE}DESCRIPTION:Un\nDESCRIPTION:Deux\nCATEGORIES:Ville\nCATEGORIES:Salon\n")

    assert line.draft is not None
    assert (line.draft.text_fr, line.draft.kind) == ("Un", "job_fair")
    assert line.notes[0] == "DESCRIPTION is written twice: only the first is read."


def test_a_description_in_html_is_read_as_text_and_that_is_said() -> None:
    line = line_of(
        f"{SEVEN_PM}{PLACE}DESCRIPTION:<p>Café &amp\\; thé<br>Apportez <b>3 < 5</b></p><ul><li>CV</li></ul>\n"
    )

    assert line.draft is not None
    assert line.draft.text_fr == "Café & thé\nApportez 3 < 5\n- CV"
    assert line.notes[0] == "The description was a web page: only its text is kept."


def test_tasks_and_broken_lines_are_said() -> None:
    content = calendar(f"{SEVEN_PM}{PLACE}Bonjour\n", head="BEGIN:VTODO\nUID:t\nSUMMARY:x\nEND:VTODO\n")
    with translation.override("en"):
        table = read(content)

    assert table.notes == ["What is no event is not read: VTODO."]
    assert table.rows[0].notes == ("A part of it could not be read: Bonjour",)


def test_a_calendar_that_was_cut_is_refused_whole() -> None:
    whole = calendar(SEVEN_PM + PLACE, SEVEN_PM + PLACE)
    with translation.override("en"), pytest.raises(UnreadableFile) as trouble:
        read(whole[:-40])

    assert str(trouble.value) == "This calendar file is damaged: export it again."
