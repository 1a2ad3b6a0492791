"""Rows under a header, wherever it stands: what a file is before anybody asks what its cells mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.dates import day_words
from events.agenda.importing.cells import EPOCH_1900, text_of
from events.agenda.importing.days import BARS, Order, order_in, order_shown_by
from events.agenda.importing.headings import columns_of, fields_in, meaning_of

#: More is somebody else's export, or an attack.
MAX_ROWS = 5000
#: Lines among which the header is looked for: titles and logos come before it.
HEADER_WITHIN = 15
#: Fields whose cells hold days.
DAYS = ("start", "end")


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; its text is a sentence for the organiser."""


class NoHeader(UnreadableFile):
    """No line of a sheet names columns: another sheet may have one."""


@dataclass(frozen=True)
class Row:
    """One event as its file has it: the line in the file, and a cell per field."""

    line: int
    cells: dict[str, Any]
    #: Why this row cannot be an event, found while reading: a repetition, a day without an hour.
    trouble: str = ""
    #: What was left aside or made out while reading it.
    notes: tuple[str, ...] = ()


@dataclass
class Table:
    """Rows of a file, and what was left aside on the way."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Day 0 of the spreadsheet's count.
    epoch: datetime = EPOCH_1900
    #: Which number of 03/04/2027 is the day.
    order: Order = Order.UNSETTLED


def tabled(numbered: list[tuple[int, list[Any]]], *, hidden: frozenset[int] = frozenset()) -> Table:
    """Find the header, name the columns, keep the rows that hold something. ``hidden``: lines that nobody sees.

    Raises NoHeader, or UnreadableFile if there is too much.
    """
    found = _header(numbered)
    if found is None:
        raise NoHeader(no_header())
    place, width, headings = found
    table = Table()
    columns = columns_of(headings)
    for column, heading in enumerate(headings):
        if heading and column not in columns:
            table.notes.append(_("The column “%(heading)s” is not read.") % {"heading": heading})
    for line, cells in numbered[:place]:
        if any(text_of(cell) for cell in cells):
            table.notes.append(_("Line %(line)d comes before the header: it is not read.") % {"line": line})
    for line, cells in numbered[place + width :]:
        row = {
            name: cells[column] for column, name in columns.items() if column < len(cells) and text_of(cells[column])
        }
        notes = tuple(_beyond(cells, headings))
        if line in hidden:
            notes = (_("This row is hidden in the workbook: it is read all the same."), *notes)
        if row:
            table.rows.append(Row(line, row, notes=notes))
        else:
            table.notes += [_("Line %(line)d: %(note)s") % {"line": line, "note": note} for note in notes]
    if len(table.rows) > MAX_ROWS:
        raise UnreadableFile(_("There are over 5,000 rows: send the file in parts."))
    _settle_order(table, [headings[column] for column, name in columns.items() if name in DAYS])
    return table


def _settle_order(table: Table, headings: Sequence[str]) -> None:
    """Which number of a day with bars is the day, in this whole file."""
    days = [(row, cell) for row in table.rows for name in DAYS if (cell := row.cells.get(name)) is not None]
    texts = [text_of(cell) if isinstance(cell, str) else "" for _row, cell in days]
    table.order, decided = order_in(texts)
    if shown := [order for heading in headings if (order := order_shown_by(heading)) != Order.UNSETTLED]:
        table.order = shown[0]
    elif table.order == Order.MONTH_FIRST:
        words = {"line": days[decided][0].line, "text": texts[decided]}
        table.notes.append(
            _("Dates are read with the month first: on line %(line)d, %(text)s can be nothing else.") % words
        )
    true_days = [cell for _row, cell in days if isinstance(cell, datetime)]
    with_bars = [text for text in texts if BARS.match(text)]
    # Excel in American English takes 03/04/2027 for 4 March and leaves 25/04/2027 a text.
    if (
        len(true_days) > 1
        and with_bars
        and all(int(text[:2].strip("/.-")) > 12 for text in with_bars)
        and all(day.day <= 12 for day in true_days)
    ):
        table.rows = [_doubted(row) for row in table.rows]


def _doubted(row: Row) -> Row:
    day = row.cells.get("start")
    if not isinstance(day, datetime):
        return row
    told = _("Check %(day)s: days after the 12th are texts in this file, as when Excel swaps day and month.")
    return replace(row, notes=(*row.notes, told % {"day": day_words(day)}))


def _beyond(cells: Sequence[Any], headings: Sequence[str]) -> Iterator[str]:
    """A word for what no heading stands over."""
    # Only a column without a heading pays for openpyxl.
    from openpyxl.utils import get_column_letter

    last = max(column for column, heading in enumerate(headings) if heading)
    for column, cell in enumerate(cells[:last]):
        if not headings[column] and (text := text_of(cell)):
            words = {"text": text, "column": get_column_letter(column + 1)}
            yield _("“%(text)s” stands in column %(column)s, which has no heading: it is not read.") % words
    if after := ", ".join(filter(None, map(text_of, cells[last + 1 :]))):
        yield _(
            "“%(text)s” stands after the last heading: it is not read. "
            "If it belongs to the cell before it, put that cell between quotation marks."
        ) % {"text": after}


def _header(numbered: list[tuple[int, list[Any]]]) -> tuple[int, int, list[str]] | None:
    """Where the header stands, how many lines it takes (two when headings stand under a common one), and its headings."""
    best: tuple[int, int, int, list[str]] | None = None
    for place, (_line, cells) in enumerate(numbered[:HEADER_WITHIN]):
        texts = [text_of(cell) for cell in cells]
        candidates = [(1, texts)]
        if place + 1 < len(numbered):
            below = [text_of(cell) for cell in numbered[place + 1][1]]
            # The first event may say « En ligne » under a heading that nobody knows: that makes no header of it.
            if all(meaning_of(cell) or cell in texts for cell in below if cell):
                candidates.append((2, _joined(texts, below)))
        for width, headings in candidates:
            known = len(fields_in(headings))
            # Two lines are a header only where both are needed to name more columns than one.
            if known >= 2 and (best is None or (known, -width) > (best[0], -best[2])):
                best = (known, place, width, headings)
    return best[1:] if best else None


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """« Début » over « Date » and « Heure »: « Début Date », « Début Heure »; a merged heading repeats what stands below."""
    width = max(len(upper), len(lower))
    upper, lower = (part + [""] * (width - len(part)) for part in (upper, lower))
    joined, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        both = f"{over} {below}".strip() if below and below != above else above or below
        joined.append(both if meaning_of(both) else below if meaning_of(below) else above or below)
    return joined


def no_header() -> str:
    return _("No header was found: one line must name the columns, at least “Titre” and “Date”.")
