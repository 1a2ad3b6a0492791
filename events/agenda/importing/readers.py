"""Files as organisers send them, made into rows: encodings, separators, sheets."""

import csv
import io
import zipfile
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from events.agenda.importing.calendars import calendar_rows
from events.agenda.importing.headings import fields_in
from events.agenda.importing.tables import HEADER_WITHIN, MAX_ROWS, Row, Table, UnreadableFile, no_header, tabled

__all__ = ["MAX_BYTES", "Row", "Table", "UnreadableFile", "decode", "read"]

#: More is somebody else's export, or an attack.
MAX_BYTES = 10 * 1024 * 1024


def read(content: bytes) -> Table:
    """The rows of a file, whatever its name says it is. Raises UnreadableFile."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(_("The file is over 10 MB: send only the events."))
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK"):
        return _xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is an old Excel file (.xls): save it as .xlsx or CSV."))
    text, notes = decode(content)
    table = calendar_rows(text) if "BEGIN:VCALENDAR" in text[:2000].upper() else _csv(text)
    table.notes[:0] = notes
    return table


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text and what to say about it: UTF-8 or UTF-16 with or without a mark, else what Windows writes."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), []
    # A text of Latin letters in UTF-16 without its mark has a zero in every other place.
    half = len(content[:2000]) // 2
    for zeros, encoding in ((content[1:2000:2], "utf-16-le"), (content[0:2000:2], "utf-16-be")):
        if half and zeros.count(0) > 0.6 * half:
            return content.decode(encoding, errors="replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        note = _("The text was read as Windows-1252: check the accents.")
        return text, [note]


# ------------------------------------------------------------------ CSV
def _csv(text: str) -> Table:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = ""
    first, _newline, rest = lines.partition("\n")
    skipped = 0
    # Excel's own first line: "sep=;".
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        separator, lines, skipped = first.strip()[4], rest, 1
    separator = separator or _separator(lines)
    reader = csv.reader(io.StringIO(lines), delimiter=separator)
    numbered: list[tuple[int, list[Any]]] = []
    before = 0
    for cells in reader:
        # A cell may hold several lines: the row is named by the line it starts on.
        numbered.append((before + 1 + skipped, list(cells)))
        before = reader.line_num
    return tabled(numbered)


def _separator(text: str) -> str:
    """What parts the cells of the line that looks most like a header, outside quotes."""
    best = (0, 0, ";")
    for line in text.split("\n")[:HEADER_WITHIN]:
        for rank, mark in enumerate(";,\t|"):
            cells = next(csv.reader([line], delimiter=mark), [])
            known = len(fields_in(cells))
            best = max(best, (known, -rank, mark))
    return best[2]


# ------------------------------------------------------------------ XLSX
def _xlsx(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise UnreadableFile(_("The file unpacks to far more than it seems: it is not read."))
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as trouble:
        if isinstance(trouble, UnreadableFile):
            raise
        raise UnreadableFile(
            _("This file could not be read as a workbook: save it again as .xlsx or CSV.")
        ) from trouble
    tables = []
    for sheet in book.worksheets:
        grid = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS + HEADER_WITHIN)]
        # A merged cell speaks for every cell it covers: a heading over two columns is the heading of both.
        for merged in sheet.merged_cells.ranges:
            for line in range(merged.min_row, min(merged.max_row, len(grid)) + 1):
                for column in range(merged.min_col, merged.max_col + 1):
                    grid[line - 1][column - 1] = grid[merged.min_row - 1][merged.min_col - 1]
        try:
            table = tabled(list(enumerate(grid, 1)))
        except UnreadableFile:
            continue
        tables.append((sheet.title, table))
    if not tables:
        raise UnreadableFile(no_header())
    title, table = tables[0]
    table.epoch = book.epoch
    others = [sheet.title for sheet in book.worksheets if sheet.title != title]
    if others:
        table.notes.append(
            _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": title, "others": ", ".join(others)}
        )
    return table
