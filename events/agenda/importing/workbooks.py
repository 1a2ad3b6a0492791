"""An .xlsx made into rows: the first sheet that people see and that holds events."""

import io
import warnings
import zipfile
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from events.agenda.importing.cells import Linked, NoResult
from events.agenda.importing.tables import NoHeader, Table, UnreadableFile, no_header, tabled

#: Unpacked bytes of a workbook; more is an attack, or somebody else's archives.
MAX_UNPACKED = 200 * 1024 * 1024


def workbook_rows(content: bytes) -> Table:
    """Raises UnreadableFile."""
    book, formulas = _opened(content)
    tables: dict[str, Table] = {}
    for sheet in book.worksheets:
        try:
            tables[sheet.title] = tabled(_grid(sheet, formulas), hidden=_hidden_lines(sheet))
        except NoHeader:
            continue
    hidden = {sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"}
    shown = [title for title in tables if title not in hidden]
    if not shown and tables:
        raise NoHeader(
            _("Only the hidden sheet “%(sheet)s” holds events: show it in Excel, save, and send it again.")
            % {"sheet": next(iter(tables))}
        )
    if not shown:
        raise NoHeader(no_header())
    # An empty model of a sheet may stand before the one that was filled.
    title = next((title for title in shown if tables[title].rows), shown[0])
    table = tables[title]
    table.epoch = book.epoch
    others = [
        _("%(sheet)s (hidden)") % {"sheet": other} if other in hidden else other
        for other in book.sheetnames
        if other != title
    ]
    if others:
        table.notes.append(
            _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": title, "others": ", ".join(others)}
        )
    return table


def _opened(content: bytes) -> tuple[Workbook, Workbook | None]:
    """The workbook with the results of its formulas, and the one with the formulas if there are any."""
    # What openpyxl warns of (styles, validation lists) is nothing that a row says.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                    raise UnreadableFile(_("The file unpacks to far more than it seems: it is not read."))
                sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
                has_formulas = any(b"<f>" in data or b"<f " in data for data in map(archive.read, sheets))
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content)) if has_formulas else None
        except UnreadableFile:
            raise
        except (
            Exception
        ) as trouble:  # a damaged archive or part of it shows in a dozen exceptions, none of them declared
            raise UnreadableFile(
                _("This file could not be read as a workbook: save it again as .xlsx or CSV.")
            ) from trouble
    return book, formulas


def _grid(sheet: Worksheet, formulas: Workbook | None) -> list[tuple[int, list[Any]]]:
    """The lines that hold something, by number: a sheet may be formatted down to its millionth line."""
    values: dict[tuple[int, int], Any] = {
        place: cell.value for place, cell in sheet._cells.items() if cell.value is not None
    }
    for place, value in values.items():
        link = sheet._cells[place].hyperlink
        if isinstance(value, str) and link is not None and link.target:
            values[place] = Linked.to(link.target, value)
    if formulas is not None:
        for place, cell in formulas[sheet.title]._cells.items():
            # An empty text is a result too: its type says so.
            if cell.data_type == "f" and place not in values and sheet._cells[place].data_type == "n":
                values[place] = NoResult(cell.coordinate)
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
    return sorted(lines.items())


def _hidden_lines(sheet: Worksheet) -> frozenset[int]:
    return frozenset(line for line, dimension in sheet.row_dimensions.items() if dimension.hidden)
