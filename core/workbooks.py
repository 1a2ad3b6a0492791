"""The sheets of ``core.exports``: what openpyxl is asked for, and what it must not guess."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from core.exports import BATCH, ILLEGAL, Row, csv_text, is_formula, plain, yes_or_no


def workbook(header: Row, rows: Iterable[Row], *, sheet: str, zone: str) -> Workbook:
    """A workbook of one sheet, written row by row; not saved yet."""
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.title = None
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", ILLEGAL.sub("", sheet))[:31].strip(" '") or "1")
    page.freeze_panes = "A2"
    remaining = iter(rows)
    sample = list(islice(remaining, BATCH))
    for column, width in enumerate(_widths(header, sample, zone), 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.append([_heading(page, name) for name in header])
    count = 1
    for row in chain(sample, remaining):
        page.append([_cell(page, value, zone) for value in row])
        count += 1
    if header:
        page.auto_filter.ref = f"A1:{get_column_letter(len(header))}{count}"
    return book


def _heading(page: Any, name: Any) -> Any:
    cell = _text_cell(page, str(name))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="EDF2F2")
    return cell


def _cell(page: Any, value: Any, zone: str) -> Any:
    value = plain(value, zone)
    formats = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _text_cell(page, yes_or_no(value))
    if isinstance(value, int | float | Decimal):
        return value
    if type(value) in formats:
        cell = WriteOnlyCell(page, value)
        cell.number_format = formats[type(value)]
        return cell
    return _text_cell(page, str(value))


def _text_cell(page: Any, text: str) -> Any:
    text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell = WriteOnlyCell(page, text)
    # openpyxl guesses: "=…" a formula, "#N/A" an error. Here it is what somebody wrote.
    cell.data_type = "s"
    if is_formula(text):
        # So that editing the cell in Excel does not wake it up.
        cell.quotePrefix = True
    return cell


def _widths(header: Row, sample: Sequence[Row], zone: str) -> list[int]:
    """Characters a column needs for its header and first rows, within bounds."""
    widths = []
    for column, name in enumerate(header):
        texts = [str(name), *(csv_text(row[column], zone, comma=False) for row in sample if column < len(row))]
        widths.append(min(60, max(8, 2 + max(len(line) for text in texts for line in (text.splitlines() or [""])))))
    return widths
