"""Layouts of an organiser's table: which column means what, and that no cell of it vanishes without a word."""

from datetime import datetime

import pytest
from django.utils import translation

from events.agenda.importing.drafts import Defaults
from events.agenda.importing.headings import columns_of
from events.agenda.importing.plan import Line, Verdict, plan
from events.agenda.importing.readers import Table, read

NOW = datetime.fromisoformat("2026-11-22T12:00:00-05:00")
REGIONS = {"04": "04", "05": "05", "06": "06", "mauricie": "04", "montreal": "06"}
DEFAULTS = Defaults("04", REGIONS, frozenset({"4.1"}), kind="training", now=NOW)


def table_of(text: str) -> Table:
    with translation.override("en"):
        return read(text.encode())


def lines_of(text: str, defaults: Defaults = DEFAULTS) -> list[Line]:
    with translation.override("en"):
        return plan(read(text.encode()), {}, defaults)


def span(line: Line) -> tuple[str, str]:
    assert line.draft is not None, line.reason
    return f"{line.draft.start:%Y-%m-%d %H:%M}", f"{line.draft.end:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Titre;Date;Début;Fin;Lieu;Ville", "Atelier;2027-03-12;14:00;16:00;Salle;Shawinigan"),
        ("Titre;Début;Fin;Date;Lieu;Ville", "Atelier;14 h;16 h;12 mars 2027;Salle;Shawinigan"),
        ("Titre;Date;Heure;Fin;Lieu;Ville", "Atelier;2027-03-12;14 h;16 h;Salle;Shawinigan"),
        ("Titre;Jour;Date;Heure;Fin;Lieu;Ville", "Atelier;vendredi;12/03/2027;14 h;16 h;Salle;Shawinigan"),
        ("Titre;Date de l’événement;Heure;Heure de fin;Lieu;Ville", "Atelier;2027-03-12;14 h;16 h;Salle;Shawinigan"),
        ("Titre;Date de l'activité;De;À;Endroit;Municipalité", "Atelier;2027-03-12;14 h;16 h;Salle;Shawinigan"),
        (
            "Titre;Date de début;Heure de début;Date de fin;Heure de fin;Lieu;Ville",
            "Atelier;2027-03-12;14:00;2027-03-12;16:00;Salle;Shawinigan",
        ),
        ("Objet;Début;Début;Fin;Fin;Emplacement", 'Atelier;2027-03-12;14:00;2027-03-12;16:00;"Salle, Shawinigan"'),
        ("Titre;Date et heure;Lieu;Ville", "Atelier;12 mars 2027, de 14 h à 16 h;Salle;Shawinigan"),
        ("Titre;Date;Heure;Fin;Lieu;Ville", "Atelier;2027-03-12 00:00:00;à 14 h;16:00:00;Salle;Shawinigan"),
        ("Titre;Début;Fin;Lieu;Ville", "Atelier;2027-03-12 14:00;16 h;Salle;Shawinigan"),
        ("Titre;Début;Fin;Lieu;Ville", "Atelier;2027-03-12 14:00;2027-03-12 16:00;Salle;Shawinigan"),
        ("Event name;Event date;Start time;End time;Venue;City", "Atelier;2027-03-12;2:00 PM;4:00 PM;Salle;Shawinigan"),
        (
            "Subject;Start Date;Start Time;End Date;End Time;Location",
            'Atelier;2027-03-12;2 PM;2027-03-12;4 PM;"Salle, Shawinigan"',
        ),
        ("Title;Date;Start;End;Place;Municipality", "Atelier;2027-03-12;14:00;16:00;Salle;Shawinigan"),
        (
            "Titre;Date (aaaa-mm-jj);Heure de début :;Heure de fin *;Lieu;Ville",
            "Atelier;2027-03-12;14:00;16:00;Salle;Shawinigan",
        ),
        (
            "Titre / Title;Date / Date;Début / Start;Fin / End;Lieu / Place;Ville / City",
            "Atelier;2027-03-12;14:00;16:00;Salle;Shawinigan",
        ),
    ],
)
def test_usual_layouts_are_read(header: str, row: str) -> None:
    (line,) = lines_of(f"{header}\n{row}\n")

    assert span(line) == ("2027-03-12 14:00", "2027-03-12 16:00")
    assert line.draft is not None
    assert (line.draft.title_fr, line.draft.venue, line.draft.locality) == ("Atelier", "Salle", "Shawinigan")


def test_a_word_that_may_mean_two_things_means_what_the_other_columns_leave() -> None:
    assert columns_of(["Activité", "Titre", "Date"]) == {1: "title_fr", 2: "start"}
    assert columns_of(["Activité", "Date", "Lieu"]) == {0: "title_fr", 1: "start", 2: "venue"}
    assert columns_of(["Titre", "Date", "Salle", "Lieu"]) == {0: "title_fr", 1: "start", 3: "venue"}
    assert columns_of(["Titre", "Début", "Heure", "Fin"]) == {0: "title_fr", 1: "start", 2: "start_time", 3: "end"}


@pytest.mark.parametrize(
    "heading",
    [
        "Date limite d'inscription",
        "Places restantes",
        "Site web",
        "No",
        "Description (espagnol)",
        "Titre (inuktitut)",
        "Lien d'inscription",
    ],
)
def test_a_heading_that_would_be_a_wrong_guess_is_not_read_and_said(heading: str) -> None:
    table = table_of(f"Titre;Date;{heading}\nAtelier;2027-03-12;x\n")

    assert table.notes == [f"The column “{heading}” is not read."]
    assert set(table.rows[0].cells) == {"title_fr", "start"}


def test_languages_in_brackets_name_another_column() -> None:
    headings = ["Titre (français)", "Titre (anglais)", "Description", "Description (English)", "Date (jj/mm/aaaa)"]

    assert list(columns_of(headings).values()) == ["title_fr", "title_en", "text_fr", "text_en", "start"]


@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        ("19 h", "0 h 30", "2027-03-13 00:30"),
        ("22:00", "07:00", "2027-03-13 07:00"),
        ("18 h", "24:00", "2027-03-13 00:00"),
        ("9 h", "minuit", "2027-03-13 00:00"),
    ],
)
def test_an_hour_that_is_not_later_is_of_the_next_day_and_that_is_said(start: str, end: str, until: str) -> None:
    (line,) = lines_of(f"Titre;Date;Début;Fin;Lieu;Ville\nNuit;2027-03-12;{start};{end};Salle;Shawinigan\n")

    assert span(line)[1] == until
    assert line.notes == ("The end is taken to be on the next day, Saturday, March 13, 2027.",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "A;2027-03-12;18:30;8:30",
            "It ends before it begins, 08:30 against 18:30: correct the hour, or write the day it ends too.",
        ),
        ("A;2027-03-12;2027-03-13 18:30;20:00", "It says two days to begin, 2027-03-12 and 2027-03-13: leave one."),
        ("A;2027-03-12;24:00;2:00", "24:00 is the end of a day: to begin at midnight, write 0:00 and the next day."),
    ],
)
def test_hours_that_contradict_each_other_are_refused_with_what_to_do(row: str, reason: str) -> None:
    (line,) = lines_of(f"Titre;Date;Début;Fin;Lieu;Ville\n{row};Salle;Shawinigan\n")

    assert (line.verdict, line.reason) == (Verdict.REFUSE, reason)


def test_two_columns_that_say_different_hours_are_refused() -> None:
    begin, end = lines_of(
        "Titre;Date de début;Heure;Date de fin;Heure de fin;Lieu;Ville\n"
        "A;2027-03-12 9:00;10:00;2027-03-12;16:00;Salle;Shawinigan\n"
        "B;2027-03-12;10:00;2027-03-12 16:00;15:00;Salle;Shawinigan\n"
    )

    assert begin.reason == "It says two hours to begin, 09:00 and 10:00: leave one."
    assert end.reason == "It says two hours to end, 16:00 and 15:00: leave one."


def test_an_entry_of_a_whole_day_is_refused_in_a_table_too() -> None:
    whole, hours = lines_of(
        "Subject,Start Date,Start Time,End Date,End Time,All day event,Location\n"
        'A,2027-03-12,12:00:00 AM,2027-03-13,12:00:00 AM,True,"Salle, Magog"\n'
        'B,2027-03-12,9:00:00 AM,2027-03-12,11:00:00 AM,False,"Salle, Magog"\n'
    )

    assert whole.reason == "It lasts whole days: say from which hour to which."
    assert span(hours) == ("2027-03-12 09:00", "2027-03-12 11:00")


# ------------------------------------------------------------------ nothing vanishes
def test_a_first_event_with_the_word_of_a_heading_is_no_second_line_of_the_header() -> None:
    first, _second = lines_of(
        "Titre;Date;Heure;Format;Lieu;Ville\n"
        "Un;2027-03-12;9 h à 10 h;En ligne;Salle;Magog\n"
        "Deux;2027-03-12;9 h à 10 h;Salle;Salle;Magog\n"
    )

    assert (first.line, first.title) == (2, "Un")


def test_lines_before_the_header_are_said_even_right_above_it() -> None:
    table = table_of("Calendrier 2027;;\nTitre;Date;Heure\nAtelier;2027-03-12;9 h\n")

    assert table.notes == ["Line 1 comes before the header: it is not read."]


def test_a_cell_beyond_the_header_is_said() -> None:
    beyond, under_no_heading, refused = lines_of(
        "Titre,Date,Heure,Lieu,Ville,,Capacité\n"
        "A,2027-03-12,9 h à 10 h,Salle,Shawinigan,,12,à confirmer\n"
        "B,2027-03-12,9 h à 10 h,Salle,Shawinigan,traiteur,12\n"
        "C,2027-03-12,9 h à 10 h,Salle B, 2e étage,Shawinigan,x,12,13\n"
    )

    assert beyond.notes == (
        "“à confirmer” stands after the last heading: it is not read. If it belongs to the cell before it, "
        "put that cell between quotation marks.",
    )
    assert under_no_heading.notes == ("“traiteur” stands in column F, which has no heading: it is not read.",)
    assert refused.verdict is Verdict.REFUSE
    assert len(refused.notes) == 2


def test_an_empty_end_of_a_row_is_not_worth_a_word() -> None:
    (line,) = lines_of("Titre;Date;Heure;Lieu;Ville\nA;2027-03-12;9 h à 10 h;Salle;Shawinigan;;  ;\n;;;;;;;\n")

    assert line.notes == ()


def test_a_line_with_nothing_under_a_heading_is_said() -> None:
    table = table_of("Titre;Date;;Heure\n;;à venir;\nAtelier;2027-03-12;;9 h\n")

    assert len(table.rows) == 1
    assert table.notes == ["Line 2: “à venir” stands in column C, which has no heading: it is not read."]
