"""An .xlsx as plain cells: what a table says, sheet by sheet, and nothing of how the file says it."""

import io
import json
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .terms import TOO_MUCH, Made, Refused

MIME = "application/json"
#: Unpacked bytes of a workbook; more is an attack, or somebody else's archives.
MAX_UNPACKED = 200 * 1024 * 1024


def make(content: bytes) -> Made:
    """``{"epoch": …, "sheets": [{"title", "state", "hidden": [line, …], "lines": [[line, [cell, …]], …]}]}``.

    A cell is a text, a number, a truth value, null, or ``{kind: value}``: ``at`` a moment, ``on`` a day, ``hour`` an hour,
    ``days`` a length, ``link`` where it leads and what it says, ``lost`` the place of a formula that was never worked out.
    """
    book, formulas = _opened(content)
    sheets = [
        {
            "title": sheet.title,
            "state": sheet.sheet_state,
            "hidden": [line for line, dimension in sheet.row_dimensions.items() if dimension.hidden],
            "lines": _grid(sheet, formulas),
        }
        for sheet in book.worksheets
    ]
    facts = {"epoch": book.epoch.isoformat(), "names": book.sheetnames, "sheets": sheets}
    return Made(json.dumps(facts, default=str).encode(), MIME)


def _opened(content: bytes) -> tuple[Workbook, Workbook | None]:
    """The workbook with the results of its formulas, and the one with the formulas if there are any."""
    # What openpyxl warns of (styles, validation lists) is nothing that a row says.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Refused(TOO_MUCH)
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            has_formulas = any(b"<f>" in data or b"<f " in data for data in map(archive.read, sheets))
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return book, openpyxl.load_workbook(io.BytesIO(content)) if has_formulas else None


def _grid(sheet: Worksheet, formulas: Workbook | None) -> list[list[Any]]:
    """The lines that hold something, by number: a sheet may be formatted down to its millionth line."""
    values: dict[tuple[int, int], Any] = {
        place: plain(cell.value) for place, cell in sheet._cells.items() if cell.value is not None
    }
    for place, value in values.items():
        link = sheet._cells[place].hyperlink
        if isinstance(value, str) and link is not None and link.target:
            values[place] = {"link": [link.target, value]}
    if formulas is not None:
        for place, cell in formulas[sheet.title]._cells.items():
            # An empty text is a result too: its type says so.
            if cell.data_type == "f" and place not in values and sheet._cells[place].data_type == "n":
                values[place] = {"lost": cell.coordinate}
    last_line = max((line for line, _column in values), default=0)
    last_column = max((column for _line, column in values), default=0)
    # A merged cell speaks for every cell it covers: a heading over two columns is the heading of both.
    for merged in sheet.merged_cells.ranges:
        if (value := values.get((merged.min_row, merged.min_col))) is not None:
            for line in range(merged.min_row, min(merged.max_row, last_line) + 1):
                for column in range(merged.min_col, min(merged.max_col, last_column) + 1):
                    values[line, column] = value
    lines: dict[int, list[Any]] = {}
    for (line, column), value in values.items():
        lines.setdefault(line, [None] * last_column)[column - 1] = value
    return [[line, cells] for line, cells in sorted(lines.items())]


def plain(value: Any) -> Any:
    """A value as JSON has it; see :func:`make`."""
    # A moment is a day, too: it is asked about first.
    for kind, name in ((datetime, "at"), (date, "on"), (time, "hour")):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    if isinstance(value, timedelta):
        return {"days": value / timedelta(days=1)}
    return value if isinstance(value, str | int | float | bool) else str(value)
