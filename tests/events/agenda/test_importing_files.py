"""Files as they come out of Excel, of databases and of attachments: what is read of them, and the one sentence when nothing is."""

import io
import re
import unicodedata
import zipfile
from datetime import datetime, time
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from events.agenda.importing.drafts import Defaults
from events.agenda.importing.plan import Line, Verdict, plan
from events.agenda.importing.readers import Table, UnreadableFile, read

NOW = datetime.fromisoformat("2026-11-22T12:00:00-05:00")
DEFAULTS = Defaults("04", {"04": "04", "mauricie": "04"}, frozenset(), kind="training", now=NOW)
HEADER = ["Titre", "Date", "Heure", "Lieu", "Ville"]
ROW = ["Atelier", datetime(2027, 3, 12), "14 h à 16 h", "Salle", "Shawinigan"]


def table_of(content: bytes) -> Table:
    with translation.override("en"):
        return read(content)


def lines_of(content: bytes) -> list[Line]:
    with translation.override("en"):
        return plan(read(content), {}, DEFAULTS)


def refusal_of(content: bytes) -> str:
    with translation.override("en"), pytest.raises(UnreadableFile) as trouble:
        read(content)
    return str(trouble.value)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(**sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


# ------------------------------------------------------------------ too much
def test_over_five_thousand_rows_says_so_whatever_stands_around_them() -> None:
    many = [HEADER, *([f"Atelier {number}", *ROW[1:]] for number in range(5001))]
    spaced: list[list[Any]] = [[None]] * 14 + [HEADER]
    for number in range(5001):
        spaced += [[f"Atelier {number}"], [None]]
    csv = "Titre;Date\n" + "Atelier;2027-03-12\n" * 5001

    for content in (saved(workbook(Feuil1=many)), saved(workbook(Feuil1=spaced)), csv.encode()):
        assert refusal_of(content) == "There are over 5,000 rows: send the file in parts."


def test_five_thousand_rows_are_read_with_the_last_line_of_the_sheet_formatted() -> None:
    book = workbook(Feuil1=[HEADER, *([f"Atelier {number}", *ROW[1:]] for number in range(5000))])
    book.worksheets[0].cell(1_048_576, 3).number_format = "0.00"

    assert len(table_of(saved(book)).rows) == 5000


# ------------------------------------------------------------------ sheets
def test_a_hidden_sheet_is_not_read_and_that_is_said() -> None:
    book = workbook(Brouillon=[HEADER, ["Secret", *ROW[1:]]], Public=[HEADER, ROW])
    book["Brouillon"].sheet_state = "hidden"

    table = table_of(saved(book))

    assert [row.cells["title_fr"] for row in table.rows] == ["Atelier"]
    assert table.notes == ["Only the sheet “Public” was read, not: Brouillon (hidden)."]


def test_a_workbook_whose_only_table_is_hidden_says_what_to_do() -> None:
    book = workbook(Lisezmoi=[["Bonjour"]], Données=[HEADER, ROW])
    book["Données"].sheet_state = "veryHidden"

    assert (
        refusal_of(saved(book))
        == "Only the hidden sheet “Données” holds events: show it in Excel, save, and send it again."
    )


def test_an_empty_table_does_not_hide_the_sheet_that_holds_rows() -> None:
    table = table_of(saved(workbook(Modèle=[HEADER], Mars=[HEADER, ROW])))

    assert len(table.rows) == 1
    assert table.notes == ["Only the sheet “Mars” was read, not: Modèle."]


def test_a_header_without_rows_is_one_clear_sentence() -> None:
    assert refusal_of(b"Titre;Date;Heure\n;;\n") == "There is a header, and no event under it."


def test_hidden_rows_are_read_and_that_is_said() -> None:
    book = workbook(Feuil1=[HEADER, ROW, ["Autre", *ROW[1:]]])
    book.worksheets[0].row_dimensions[3].hidden = True

    assert [line.notes for line in lines_of(saved(book))] == [
        (),
        ("This row is hidden in the workbook: it is read all the same.",),
    ]


# ------------------------------------------------------------------ formulas, errors, links
def test_a_formula_is_read_by_its_value_and_without_one_its_row_is_refused() -> None:
    book = workbook(Feuil1=[HEADER, ['="Atelier "&1', *ROW[1:]], ["Autre", *ROW[1:]]])
    without = saved(book)
    with_value = rewritten(without, EMPTY_VALUE, b"<v>Atelier 1</v>")

    refused, kept = lines_of(without)
    first, _second = lines_of(with_value)

    assert (
        refused.reason
        == "Cell A2 holds a formula without its result: open the file in Excel, save it, and send it again."
    )
    assert kept.verdict is Verdict.CREATE
    assert first.title == "Atelier 1"


#: As openpyxl writes it, with lxml and without.
EMPTY_VALUE = re.compile(rb"<v ?/>|<v></v>")


def rewritten(content: bytes, old: re.Pattern[bytes], new: bytes) -> bytes:
    """The workbook with some bytes of its first sheet replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old.search(data)
                data = old.sub(new, data.replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>'))
            copy.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALEUR!", "#NOM?"])
def test_an_error_of_the_spreadsheet_is_no_title(error: str) -> None:
    (line,) = lines_of(f"Titre;Date;Heure;Lieu;Ville\n{error};2027-03-12;9 h à 10 h;Salle;Shawinigan\n".encode())

    assert (
        line.reason
        == f"The spreadsheet could not work out a cell ({error}): correct its formula, or write the text itself."
    )


def test_the_address_behind_a_linked_cell_is_the_link() -> None:
    book = workbook(Feuil1=[["Titre", "Date", "Heure", "Lien de connexion"], ["Webinaire", *ROW[1:3], "Rejoindre"]])
    book.worksheets[0]["D2"].hyperlink = "https://rencontre.exemple.test/x"

    (line,) = lines_of(saved(book))

    assert line.draft is not None, line.reason
    assert line.draft.online_url == "https://rencontre.exemple.test/x"


def test_hours_typed_in_cells_of_every_format() -> None:
    header = ["Titre", "Date", "Début", "Fin", "Lieu", "Ville"]
    place = ["Salle", "Shawinigan"]
    rows = [
        ["A", datetime(2027, 3, 12), time(14), time(16), *place],
        ["B", 46458, 0.5833333333, 0.6666666667, *place],
        ["C", "46458", "14", "16", *place],
        ["D", "12 mars 2027", 14, 16, *place],
        ["E", datetime(2027, 3, 12), datetime(2027, 3, 12, 14), datetime(2027, 3, 12, 16), *place],
    ]
    spans = {
        (line.draft.start, line.draft.end) for line in lines_of(saved(workbook(Feuil1=[header, *rows]))) if line.draft
    }

    assert spans == {(datetime(2027, 3, 12, 14), datetime(2027, 3, 12, 16))}


def test_a_number_that_is_no_hour_is_not_taken_for_a_part_of_a_day() -> None:
    (line,) = lines_of(saved(workbook(Feuil1=[HEADER, ["A", ROW[1], 18.3, *ROW[3:]]])))

    assert line.reason == "“18.3” is not an hour: write 18:30, 18 h 30 or 6:30 PM."


# ------------------------------------------------------------------ letters
TEXT = "Titre;Date;Heure;Lieu;Ville;Capacité\nL’œuvre — « été » à Noël;2027-03-12;9 h à 10 h;Aréna;Trois-Rivières;40\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_needs_no_word(encoding: str) -> None:
    table = table_of(TEXT.encode(encoding))

    assert table.rows[0].cells["title_fr"] == "L’œuvre — « été » à Noël"
    assert table.notes == []


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("cp850", "DOS (850)")]
)
def test_letters_of_older_systems_are_recognised_and_that_is_said(encoding: str, name: str) -> None:
    text = TEXT if encoding != "cp850" else TEXT.replace("’", "'").replace("œ", "oe").replace("—", "-")

    table = table_of(text.encode(encoding))

    assert table.rows[0].cells["title_fr"] == text.split("\n")[1].split(";")[0]
    assert table.rows[0].cells["capacity"] == "40"
    assert table.notes == [f"The text was read as {name}: check the accents."]


def test_accents_that_another_program_damaged_are_put_right_and_that_is_said() -> None:
    table = table_of(TEXT.encode().decode("cp1252", errors="ignore").replace("\u00c3 ", "\u00c3\u00a0").encode())

    assert table.rows[0].cells["venue"] == "Aréna"
    assert table.notes == ["The accents were damaged (“Ã©” for “é”) and are put right: check them."]


def test_a_letter_that_is_lost_is_said_where_it_stood() -> None:
    (line,) = lines_of(TEXT.replace("été", "\ufffdt\ufffd").encode())

    assert line.notes == ("Some letters could not be read (“\ufffd”): correct them in the file or in the workspace.",)


def test_characters_that_nobody_sees_are_taken_away() -> None:
    (line,) = lines_of(TEXT.replace("Aréna", "Aré\u200bna\x00\x0b\ufeff").encode())

    assert line.draft is not None
    assert line.draft.venue == "Aréna"


def test_letters_and_marks_written_apart_are_joined() -> None:
    (line,) = lines_of(unicodedata.normalize("NFD", TEXT).encode())

    assert line.draft is not None
    assert (line.draft.venue, line.draft.locality) == ("Aréna", "Trois-Rivières")


# ------------------------------------------------------------------ separators
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines(mark: str, newline: str) -> None:
    lines = [
        ["Calendrier 2027"],
        [],
        ["Titre", "Date", "Heure", "Lieu", "Ville", "Description"],
        ["Un", "2027-03-12", "9 h à 10 h", "Salle", "Magog", f'"Une ligne{newline}{newline}et ""une"" autre"'],
        ["Deux", "2027-03-12", "9 h à 10 h", "Salle", "Magog", "Fin"],
        ["", "", "", "", "", ""],
    ]

    found = lines_of(newline.join(mark.join(cells) for cells in lines).encode())

    assert [(line.line, line.title, line.verdict) for line in found] == [
        (4, "Un", Verdict.CREATE),
        (7, "Deux", Verdict.CREATE),
    ]
    assert found[0].draft is not None
    assert found[0].draft.text_fr == 'Une ligne\n\net "une" autre'


# ------------------------------------------------------------------ not a table at all
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "password"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"<html><table><tr><td>Titre</td><td>Date</td></tr></table></html>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web page"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"{\\rtf1\\ansi Titre;Date}", "text document"),
        (b"PK\x05\x06" + b"\0" * 18, "workbook"),
        (b'Titre;Date\nA;2027-03-12\n"B;2027-03-13\nC;2027-03-14\n', "opens on line 3"),
        (b"Titre\nAtelier\n", "No header was found"),
        (b"\0\0\0\0", "empty"),
    ],
)
def test_what_is_no_table_says_what_it_is_and_what_to_do(content: bytes, words: str) -> None:
    assert words in refusal_of(content)


def test_a_zip_or_a_document_of_another_program_is_no_workbook() -> None:
    for name in ("content.xml", "word/document.xml", "xl/workbook.bin", "[Content_Types].xml", "agenda.csv"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, b"<x/>")
        assert "workbook" in refusal_of(out.getvalue())


def test_a_damaged_workbook_is_one_clear_sentence() -> None:
    whole = saved(workbook(Feuil1=[HEADER, ROW]))
    for content in (
        whole[:2000],
        rewritten_all(whole, b"<sheetData>", b"<sheetData><<"),
        rewritten_all(whole, b'r="A1"', b'r="?"'),
    ):
        assert "workbook" in refusal_of(content)


def rewritten_all(content: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            copy.writestr(name, book.read(name).replace(old, new))
    return out.getvalue()
