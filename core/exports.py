"""Tables to take away, as CSV and XLSX: streamed, readable by Excel, and harmless in it.

A text that a spreadsheet would take for a formula goes out as a text. Names come from people: "=HYPERLINK(…)"
typed into a form must not run on the organiser's machine.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, override

from core.localtime import Zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: First characters that make a formula, or a DDE call, in one spreadsheet or another; the wide forms count in Excel.
TRIGGERS = "=+-@|%＝＋－＠"
#: What XML, and so XLSX, cannot hold; carriage returns would come back as text there.
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
RESERVED = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
#: Lines sent at once, and rows read ahead to find the width of the columns.
BATCH = 200

Row = Sequence[Any]
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def csv_response(
    name: str,
    header: Row,
    rows: Iterable[Row],
    *,
    for_machines: bool = False,
    zone: str = Zone.MONTREAL,
) -> StreamingHttpResponse:
    """Download ``name``.csv, sent as it is read from ``rows``.

    For people: UTF-8 with the mark that Excel wants, and the separators Excel expects in the language that is
    active now (French: semicolon and decimal comma). ``for_machines``: commas, points and no mark. Aware
    datetimes become local times of ``zone``.
    """
    language = get_language() or "fr"
    body = _csv_lines(header, rows, language=language, for_machines=for_machines, zone=zone)
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    return _as_download(response, f"{name}.csv")


def csv_of(header: Row, rows: Iterable[Row], *, zone: str = Zone.MONTREAL) -> str:
    """The whole of what :func:`csv_response` would send for people, in the language that is active now."""
    return "".join(_csv_lines(header, rows, language=get_language() or "fr", for_machines=False, zone=zone))


def xlsx_response(
    name: str, header: Row, rows: Iterable[Row], *, sheet: str = "", zone: str = Zone.MONTREAL
) -> FileResponse:
    """Download ``name``.xlsx: one sheet, its header kept in sight, filters on; dates are dates, numbers are numbers.

    The rows pass through a temporary file, not through memory. Aware datetimes become local times of ``zone``.
    """
    # Only who takes a workbook away pays for openpyxl: 10 MB that no other process needs.
    from core.workbooks import workbook

    # The response closes it, and so removes it.
    file = TemporaryFile()  # noqa: SIM115
    workbook(header, rows, sheet=sheet or name, zone=zone).save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    return _as_download(response, f"{name}.xlsx")


def safe_name(name: str) -> str:
    """A file name that every system takes: accents stay, separators and reserved signs become spaces. At most 120 characters."""
    name = unicodedata.normalize("NFC", ILLEGAL.sub("", RESERVED.sub(" ", name)))
    stem, dot, ending = " ".join(name.split()).rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 5:
        stem, dot, ending = f"{stem}{dot}{ending}", "", ""
    stem = stem.strip(" .")[: 119 - len(ending)].strip(" .")
    if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d|", stem):
        stem = f"{stem}_".removeprefix("_") or "export"
    return f"{stem}{dot}{ending}"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute this text in place of showing it."""
    bare = text.lstrip(" \u00a0\ufeff\t\r\n\x0b\x0c\x00")
    return text[:1] in ("\t", "\r", "\n") or bare[:1] in tuple(TRIGGERS)


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might compute it."""
    return f"'{text}" if is_formula(text) else text


# ------------------------------------------------------------------ CSV
def _csv_lines(header: Row, rows: Iterable[Row], *, language: str, for_machines: bool, zone: str) -> Iterator[str]:
    comma = get_format("DECIMAL_SEPARATOR", lang=language) == "," and not for_machines
    buffer = StringIO()
    if not for_machines:
        buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";" if comma else ",", lineterminator="\r\n")
    remaining = iter(chain([header], rows))
    while True:
        # The rows are read after the view returned: in the reader's language all the same.
        with override(language):
            batch = [[csv_text(value, zone, comma=comma) for value in row] for row in islice(remaining, BATCH)]
        if not batch:
            return
        writer.writerows(batch)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_text(value: Any, zone: str, *, comma: bool) -> str:
    """A value as a line of CSV shows it, without quotes around it."""
    value = plain(value, zone)
    match value:
        case None:
            return ""
        case bool():
            return yes_or_no(value)
        case int():
            return str(value)
        case float() | Decimal():
            digits = f"{Decimal(str(value)):f}"
            return digits.replace(".", ",") if comma else digits
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
    return defused(str(value).replace("\x00", ""))


# ------------------------------------------------------------------ both
def plain(value: Any, zone: str) -> Any:
    """Lazy texts as texts, instants as local times; what is not a number comes out empty."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if isinstance(value, float | Decimal) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def yes_or_no(value: bool) -> str:
    """In the language that is active."""
    return gettext("Yes") if value else gettext("No")


def _as_download(response: AnyResponse, name: str) -> AnyResponse:
    disposition = content_disposition_header(True, safe_name(name))
    response["Content-Disposition"] = disposition or "attachment"
    # Mostly about people.
    response["Cache-Control"] = "private, no-store"
    return response
