"""An organiser's own file: what is read in it, what would be done, and that doing it twice is doing it once."""

from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.localtime import Zone
from events.agenda import actions
from events.agenda.importing.cells import MONTHS, Unreadable, date_of, moment_of, number_of, span_of, text_of, time_of
from events.agenda.importing.drafts import Defaults
from events.agenda.importing.plan import Known, Line, Verdict, plan
from events.agenda.importing.readers import Row, Table, UnreadableFile, read
from events.agenda.models import Event, Kind, Venue
from tests.factories import agenda as make

DATA = Path(__file__).parent / "data"
NOW = datetime.fromisoformat("2026-11-22T12:00:00-05:00")
REGIONS = {"04": "04", "09": "09", "11": "11", "06": "06", "mauricie": "04", "montreal": "06"}
DEFAULTS = Defaults("04", REGIONS, frozenset({"4.1", "2.2"}), now=NOW)
FRENCH_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def planned(name: str, known: dict[str, Known] | None = None) -> list[Line]:
    with translation.override("en"):
        return plan(read((DATA / name).read_bytes()), known or {}, DEFAULTS)


def one(**cells: Any) -> Line:
    """The plan of a single row; what it does not say is sensible."""
    usual = {
        "title_fr": "Salon",
        "kind": "salon",
        "start": "2027-05-01",
        "start_time": "9 h à 12 h",
        "venue": "Salle, Magog",
    }
    said = {name: cell for name, cell in (usual | cells).items() if cell is not None}
    with translation.override("en"):
        return plan(Table([Row(2, said)]), {}, DEFAULTS)[0]


# ------------------------------------------------------------------ cells
@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_back_from_every_way_of_writing_it(day: date) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    serial = (day - date(1899, 12, 30)).days
    writings = [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{number} {FRENCH_MONTHS[day.month - 1]} {day.year}",
        f"Le {number} {FRENCH_MONTHS[day.month - 1].upper()} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        serial,
        float(serial),
        str(serial),
        datetime.combine(day, time()),
    ]

    assert {date_of(writing) for writing in writings} == {day}


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_an_hour_reads_back_from_every_way_of_writing_it(at: time) -> None:
    writings = [
        f"{at.hour:02}:{at.minute:02}",
        f"{at.hour} h {at.minute:02}",
        f"{at.hour}h{at.minute:02}",
        f"{at.hour}\u00a0h\u00a0{at.minute:02}",
        f"{at.hour:02}:{at.minute:02}:00",
        f"{at.hour % 12 or 12}:{at.minute:02} {'PM' if at.hour >= 12 else 'AM'}",
        f"{at.hour % 12 or 12}:{at.minute:02} {'p.m.' if at.hour >= 12 else 'a.m.'}",
        at,
        timedelta(hours=at.hour, minutes=at.minute),
    ]
    if at != time():
        writings.append((at.hour * 60 + at.minute) / 1440)

    assert {time_of(writing) for writing in writings} == {at}


@pytest.mark.parametrize("cell", ["31/02/2027", "03/25/2027", "demain", "12 mars", "2027", 12, "13-2027"])
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(Unreadable):
        date_of(cell)


@pytest.mark.parametrize("cell", ["25:00", "13:00 PM", "9 h 75", "soir", "0:30 a.m."])
def test_what_is_no_hour_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        time_of(cell)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("10 h à 16 h", time(10), time(16)),
        ("de 10h00 à 16h30", time(10), time(16, 30)),
        ("9:00-12:00", time(9), time(12)),
        ("9 h – midi", time(9), time(12)),
        ("18 h 30", time(18, 30), None),
        (0.4375, time(10, 30), None),
    ],
)
def test_hours_from_and_to_in_one_cell(cell: Any, start: time, end: time | None) -> None:
    assert span_of(cell) == (start, end)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-06-04 18:30",
        "2027-06-04T18:30:00",
        "04/06/2027 18 h 30",
        "4 juin 2027 à 18 h 30",
        46542.770833,
        "4 juin 2027, 18:30",
    ],
)
def test_a_day_and_an_hour_in_one_cell(cell: Any) -> None:
    assert moment_of(cell) == (date(2027, 6, 4), time(18, 30))


def test_numbers_of_seats() -> None:
    assert [number_of(cell) for cell in (40, 40.0, "40", "40 places", "1 200", "illimité", None, "")] == [
        40,
        40,
        40,
        40,
        1200,
        None,
        None,
        None,
    ]
    for cell in ("beaucoup", "-3", 0):
        with pytest.raises(Unreadable):
            number_of(cell)


def test_what_spreadsheets_add_to_a_text_is_taken_away() -> None:
    assert [text_of(cell) for cell in (2027.0, " Salle\u00a0B \t", "L_x000D_\n1", None, 3.5)] == [
        "2027",
        "Salle B",
        "L\n1",
        "",
        "3.5",
    ]


def test_every_month_is_known_in_both_languages() -> None:
    assert {MONTHS[name] for name in ("janvier", "january", "aout", "august", "fevr", "dec")} == {1, 8, 2, 12}


# ------------------------------------------------------------------ files
@pytest.mark.parametrize("encoding", ["cp1252", "utf16", "bom"])
def test_the_same_table_reads_the_same_in_every_encoding(encoding: str) -> None:
    found = planned(f"points-virgules-{encoding}.csv")

    assert [(line.line, line.verdict, line.title) for line in found] == [
        (5, Verdict.CREATE, "Salon de l’emploi de la Mauricie"),
        (6, Verdict.CREATE, "« Vivre ici » : séance d’été"),
        (7, Verdict.CREATE, "Atelier — préparer l'entrevue"),
        (8, Verdict.CREATE, "Fête des œuvres; première"),
        (10, Verdict.REFUSE, "Nuit blanche"),
        (11, Verdict.REFUSE, "Visite"),
        (12, Verdict.REFUSE, "Sans type"),
        (13, Verdict.REFUSE, "Salon de l’emploi de la Mauricie"),
        (14, Verdict.SKIP, "Vieux salon"),
    ]
    first = found[0].draft
    assert first is not None
    assert (first.start, first.end, first.capacity) == (datetime(2027, 3, 12, 10), datetime(2027, 3, 12, 16), 600)


def test_the_reason_of_each_refusal_names_what_is_wrong() -> None:
    reasons = {line.line: line.reason for line in planned("points-virgules-bom.csv") if line.verdict is Verdict.REFUSE}

    assert reasons == {
        10: "The clocks go forward that night: this hour does not exist. Choose another hour.",
        11: "“31/02/2027” is not a day of the calendar. In dates with bars the day comes first.",
        12: "It says no kind of event: write one in a column “Type”, or choose one for lines that say none.",
        13: "Line 5 is the same event: leave one of the two, or give each its own “Id”.",
    }


@pytest.mark.parametrize("name", ["virgules.csv", "tabulations.csv"])
def test_commas_and_tabulations_part_columns_too(name: str) -> None:
    fair, online = (line.draft for line in planned(name))

    assert fair is not None
    assert online is not None
    assert (fair.venue, fair.street, fair.locality) == ("Salle municipale", "12, rue du Quai", "Blanc-Sablon")
    assert (fair.zone, fair.region, fair.kind) == (Zone.BASSE_COTE_NORD, "09", Kind.JOB_FAIR)
    assert (online.venue, online.online_url, online.region) == ("", "https://rencontre.exemple.test/x", "06")


def test_a_workbook_with_its_title_merged_headings_and_lost_formats() -> None:
    table = read((DATA / "classeur.xlsx").read_bytes())
    found = planned("classeur.xlsx")

    assert [(line.line, line.verdict) for line in found] == [
        (5, Verdict.CREATE),
        (6, Verdict.CREATE),
        (7, Verdict.CREATE),
        (9, Verdict.REFUSE),
    ]
    spans = [(line.draft.start, line.draft.end, line.draft.capacity) for line in found if line.draft]
    assert spans == [
        (datetime(2027, 6, 4, 9, 30), datetime(2027, 6, 4, 15), 250),
        (datetime(2027, 6, 4, 18, 30), datetime(2027, 6, 4, 20, 30), 40),
        (datetime(2027, 6, 11, 8), datetime(2027, 6, 13, 18), 16),
    ]
    assert next(line.title for line in found) == "Salon de l’été"
    assert len(table.notes) == 2


def test_a_calendar_with_what_cannot_be_an_event() -> None:
    found = planned("agenda.ics")

    assert [(line.line, line.verdict) for line in found] == [
        (4, Verdict.CREATE),
        (14, Verdict.CREATE),
        (23, Verdict.REFUSE),
        (32, Verdict.REFUSE),
        (39, Verdict.SKIP),
    ]
    session, fair = found[0].draft, found[1].draft
    assert session is not None
    assert fair is not None
    assert (session.key, session.title_fr) == ("abc-1@exemple.test", "Séance d'information, La Tuque")
    assert session.text_fr == "Une soirée pour\nposer vos questions."
    # 16:00 UTC in June is 13:00 in the Îles, and it lasts three hours.
    assert (fair.start, fair.end, fair.zone) == (datetime(2027, 6, 10, 13), datetime(2027, 6, 10, 16), Zone.ILES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\xd0\xcf\x11\xe0rest",
        b"PK\x03\x04damaged",
        b"Bonjour,\nvoici nos dates.",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR",
    ],
)
def test_a_file_that_is_no_list_of_events_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(content)


# ------------------------------------------------------------------ rows
@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"title_fr": None}, "no French title"),
        ({"title_fr": "x" * 201}, "200 characters"),
        ({"start": None}, "no day"),
        ({"start_time": None}, "no hour"),
        ({"start_time": "16 h à 10 h"}, "ends before"),
        ({"end": "2027-05-03", "start_time": "9 h"}, "no hour to end"),
        ({"start": "2027-11-07", "start_time": "1 h 30 à 5 h"}, "comes twice"),
        ({"venue": None}, "no place"),
        ({"venue": "Grande salle"}, "municipality"),
        ({"venue": None, "online_url": "oui"}, "no link"),
        ({"region": "Ontario"}, "17 regions"),
        ({"capacity": "beaucoup"}, "number of seats"),
        ({"kind": "pique-nique"}, "not a kind"),
        ({"measures": "9.9"}, "measure"),
        ({"measures": "2.2"}, "two tracks"),
    ],
)
def test_a_row_that_cannot_be_an_event_says_why(cells: dict[str, Any], words: str) -> None:
    line = one(**cells)

    assert line.verdict is Verdict.REFUSE
    assert words in line.reason


def test_an_evening_may_end_after_midnight() -> None:
    line = one(start_time="19 h 30", end_time="0 h 30")

    assert line.draft is not None
    assert line.draft.end == datetime(2027, 5, 2, 0, 30)


def test_what_was_guessed_is_said() -> None:
    assert one(start_time="9 h", venue="Salle, Chevery").notes == (
        "The municipality is taken to be Chevery.",
        "Taken to be in Atlantic standard time all year (Basse-Côte-Nord), by its municipality.",
        "It says no end: two hours are assumed.",
    )


def test_a_known_event_is_left_changed_or_moved() -> None:
    draft = one(key="A1", capacity="20").draft
    assert draft is not None
    values = {
        "title_fr": "Salon",
        "start": draft.start,
        "end": draft.end,
        "venue": "SALLE",
        "locality": "Magog",
        "capacity": 20,
    }

    def verdict(known: Known, **cells: Any) -> tuple[Verdict, frozenset[str]]:
        usual = {
            "title_fr": "Salon",
            "start": "2027-05-01",
            "start_time": "9 h à 12 h",
            "venue": "Salle, Magog",
            "key": "A1",
        }
        with translation.override("en"):
            (line,) = plan(Table([Row(2, usual | {"capacity": 20} | cells)]), {"A1": known}, DEFAULTS)
        return line.verdict, line.changed

    nothing: frozenset[str] = frozenset()
    assert verdict(Known(values)) == (Verdict.SKIP, nothing)
    assert verdict(Known(values), title_fr="Grand salon") == (Verdict.UPDATE, {"title_fr"})
    assert verdict(Known(values, is_published=True), start="2027-05-02") == (Verdict.UPDATE, {"start", "end"})
    assert verdict(Known(values, is_cancelled=True), title_fr="Autre") == (Verdict.SKIP, nothing)
    assert verdict(Known(values, is_published=True), start="2025-05-02")[0] is Verdict.REFUSE
    assert verdict(Known(values, seats_taken=15), capacity=10)[0] is Verdict.REFUSE
    assert verdict(Known(values, is_published=True), is_cancelled=True) == (Verdict.UPDATE, {"is_cancelled"})


# ------------------------------------------------------------------ the command
def imported(name: str, *flags: str) -> list[str]:
    out = StringIO()
    call_command(
        "import_events", DATA / name, *flags, organisation="carrefour emploi", region="04", language="en", stdout=out
    )
    return [line.strip() for line in out.getvalue().splitlines()]


@pytest.fixture
def holder() -> Any:
    make.region("04")
    make.measure("4.1")
    return make.organisation("Carrefour Emploi")


@pytest.mark.django_db
def test_nothing_is_changed_unless_asked(holder: Any) -> None:
    said = imported("points-virgules-cp1252.csv")

    assert not Event.objects.exists()
    assert said[-2:] == [
        "To create: 4. To change: 0. Left as they are: 1. Refused: 4.",
        "Nothing was changed: run it again with --apply.",
    ]


@pytest.mark.django_db
def test_importing_twice_is_importing_once(holder: Any) -> None:
    imported("classeur.xlsx", "--apply")
    events = list(Event.objects.order_by("pk").values())
    venues = Venue.objects.count()

    said = imported("classeur.xlsx", "--apply")

    assert said[-1] == "To create: 0. To change: 0. Left as they are: 3. Refused: 1."
    assert list(Event.objects.order_by("pk").values()) == events
    assert (len(events), venues, Venue.objects.count()) == (3, 3, 3)
    assert all(event.is_draft and event.organisation == holder for event in Event.objects.all())


@pytest.mark.django_db
def test_a_published_event_that_the_file_moves_is_moved(holder: Any, tmp_path: Path) -> None:
    imported("agenda.ics", "--apply")
    event = Event.objects.get(import_key="abc-1@exemple.test")
    actions.publish(event=event, by=None)
    later = tmp_path / "agenda.ics"
    later.write_bytes((DATA / "agenda.ics").read_bytes().replace(b"20270512T", b"20270519T"))

    call_command("import_events", later, "--apply", organisation=str(holder.pk), region="04", stdout=StringIO())

    moved = Event.objects.get(pk=event.pk)
    assert (moved.start_date, moved.sequence, moved.previous_starts_at) == (date(2027, 5, 19), 1, event.starts_at)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_cancellation_says_why_in_each_language_whatever_the_command_speaks(
    holder: Any, tmp_path: Path, language: str
) -> None:
    imported("agenda.ics", "--apply")
    event = Event.objects.get(import_key="abc-1@exemple.test")
    actions.publish(event=event, by=None)
    cancelled = tmp_path / "agenda.ics"
    cancelled.write_bytes((DATA / "agenda.ics").read_bytes().replace(b"UID:abc-1", b"STATUS:CANCELLED\r\nUID:abc-1"))

    call_command(
        "import_events",
        cancelled,
        "--apply",
        organisation=str(holder.pk),
        region="04",
        language=language,
        stdout=StringIO(),
    )

    event.refresh_from_db()
    assert event.is_cancelled
    assert (event.cancellation_reason_fr, event.cancellation_reason_en) == (
        "Annulé par l’organisation.",
        "Cancelled by its organiser.",
    )


@pytest.mark.django_db
def test_a_file_region_or_organisation_that_is_not_there_is_said(holder: Any) -> None:
    for wrong in ({"organisation": "Personne"}, {"region": "Ontario"}):
        with pytest.raises(CommandError):
            call_command(
                "import_events",
                DATA / "agenda.ics",
                **{"organisation": "Carrefour Emploi", "region": "04"} | wrong,
                stdout=StringIO(),
            )
    with pytest.raises(CommandError):
        call_command(
            "import_events", DATA / "absent.csv", organisation="Carrefour Emploi", region="04", stdout=StringIO()
        )
