"""An .xlsx made into rows: the first sheet that people see and that holds events."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.files import workers
from core.files.refusals import Busy, FileRefused, TooMuch, TooSlow
from core.files.workshop.terms import Refused
from events.agenda.importing.cells import Linked, NoResult
from events.agenda.importing.tables import NoHeader, Table, UnreadableFile, no_header, tabled


def workbook_rows(content: bytes, *, apart: bool = False) -> Table:
    """``apart``: opened in a process of its own, for a file that anybody may have made. Raises UnreadableFile."""
    book = json.loads(_apart(content) if apart else _here(content))
    tables: dict[str, Table] = {}
    for sheet in book["sheets"]:
        grid = [(line, [_value(cell) for cell in cells]) for line, cells in sheet["lines"]]
        try:
            tables[sheet["title"]] = tabled(grid, hidden=frozenset(sheet["hidden"]))
        except NoHeader:
            continue
    hidden = {sheet["title"] for sheet in book["sheets"] if sheet["state"] != "visible"}
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
    table.epoch = datetime.fromisoformat(book["epoch"])
    others = [
        _("%(sheet)s (hidden)") % {"sheet": other} if other in hidden else other
        for other in book["names"]
        if other != title
    ]
    if others:
        table.notes.append(
            _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": title, "others": ", ".join(others)}
        )
    return table


def _here(content: bytes) -> bytes:
    # Only who opens a workbook here pays for openpyxl: the web opens it apart.
    from core.files.workshop import workbook

    try:
        return workbook.make(content).content
    except Refused:
        raise UnreadableFile(_swells()) from None
    except Exception as trouble:  # a damaged archive or part of it shows in a dozen exceptions, none of them declared
        raise UnreadableFile(_damaged()) from trouble


def _apart(content: bytes) -> bytes:
    try:
        return workers.ask("workbook", content).content
    except (TooMuch, TooSlow):
        raise UnreadableFile(_swells()) from None
    except Busy as busy:
        raise UnreadableFile(str(busy)) from None
    except FileRefused:
        raise UnreadableFile(_damaged()) from None


def _swells() -> str:
    return _("The file unpacks to far more than it seems: it is not read.")


def _damaged() -> str:
    return _("This file could not be read as a workbook: save it again as .xlsx or CSV.")


def _value(cell: Any) -> Any:
    """A cell as ``core.files.workshop.workbook`` wrote it."""
    if not isinstance(cell, dict):
        return cell
    ((kind, value),) = cell.items()
    match kind:
        case "at":
            return datetime.fromisoformat(value)
        case "on":
            return date.fromisoformat(value)
        case "hour":
            return time.fromisoformat(value)
        case "days":
            return timedelta(days=value)
        case "link":
            return Linked.to(*value)
    return NoResult(value)
