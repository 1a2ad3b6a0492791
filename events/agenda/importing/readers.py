"""Files as organisers send them, made into rows: encodings, separators, headers that are not on the first line."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
from django.utils.translation import gettext as _

from core.folding import fold
from events.agenda.importing.cells import EPOCH_1900, text_of

#: More is somebody else's export, or an attack.
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5000
#: Lines among which the header is looked for: titles and logos come before it.
HEADER_WITHIN = 15

#: Field -> the headings that mean it, folded.
HEADINGS = {
    "title_fr": "titre|titre francais|titre fr|titre en francais|nom|nom de l evenement|nom de l activite|evenement|activite|title fr|french title|title|name|event|intitule",
    "title_en": "titre anglais|titre en|titre en anglais|title en|english title|title english",
    "summary_fr": "resume|resume fr|resume francais|sommaire|description courte|summary|summary fr",
    "summary_en": "resume anglais|resume en|summary en|english summary",
    "text_fr": "description|texte|texte fr|texte francais|description fr|description francaise|details|text|text fr",
    "text_en": "texte anglais|texte en|description anglaise|description en|english description|text en",
    "accessibility_fr": "accessibilite|accessibility",
    "kind": "type|type d evenement|type d activite|categorie|genre|kind|category",
    "start": "debut|start|date et heure|date et heure de debut|date debut|date de debut|debut date|date|jour|start date|quand|when",
    "start_time": "heure|heures|horaire|heure debut|heure de debut|debut heure|start time|time|hours",
    "end": "fin|end|date fin|date de fin|fin date|end date|date et heure de fin",
    "end_time": "heure fin|heure de fin|fin heure|end time",
    "venue": "lieu|endroit|salle|nom du lieu|lieu nom|venue|place|location",
    "street": "adresse|lieu adresse|rue|address|street",
    "locality": "ville|municipalite|lieu ville|localite|city|town|municipality",
    "postal_code": "code postal|lieu code postal|postal code",
    "region": "region|region administrative|no region|administrative region",
    "capacity": "capacite|places|nombre de places|nb places|nb de places|max|maximum|capacity|seats",
    "online_url": "lien|lien de connexion|lien en ligne|lien zoom|lien teams|url|en ligne|online|link|online link",
    "key": "id|identifiant|uid|no|numero|code|reference|key",
    "measures": "mesure|mesures|measure|measures",
}
FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings.split("|")}


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; its text is a sentence for the organiser."""


@dataclass(frozen=True)
class Row:
    """One event as its file has it: the line in the file, and a cell per field."""

    line: int
    cells: dict[str, Any]
    #: Why this row cannot be an event, found while reading: a repetition, a day without an hour.
    trouble: str = ""


@dataclass
class Table:
    """Rows of a file, and what was left aside on the way."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Day 0 of the spreadsheet's count.
    epoch: datetime = EPOCH_1900


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
    table = _ics(text) if "BEGIN:VCALENDAR" in text[:2000].upper() else _csv(text)
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
    return _tabled(numbered)


def _separator(text: str) -> str:
    """What parts the cells of the line that looks most like a header, outside quotes."""
    best = (0, 0, ";")
    for line in text.split("\n")[:HEADER_WITHIN]:
        for rank, mark in enumerate(";,\t|"):
            cells = next(csv.reader([line], delimiter=mark), [])
            known = sum(fold(cell) in FIELD_OF for cell in cells)
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
            table = _tabled(list(enumerate(grid, 1)))
        except UnreadableFile:
            continue
        tables.append((sheet.title, table))
    if not tables:
        raise UnreadableFile(_no_header())
    title, table = tables[0]
    table.epoch = book.epoch
    others = [sheet.title for sheet in book.worksheets if sheet.title != title]
    if others:
        table.notes.append(
            _("Only the sheet “%(sheet)s” was read, not: %(others)s.") % {"sheet": title, "others": ", ".join(others)}
        )
    return table


# ------------------------------------------------------------------ rows and headings
def _tabled(numbered: list[tuple[int, list[Any]]]) -> Table:
    """Find the header, name the columns, keep the rows that hold something. Raises UnreadableFile."""
    found = _header(numbered)
    if found is None:
        raise UnreadableFile(_no_header())
    place, width, headings = found
    table = Table()
    columns: dict[int, str] = {}
    for column, heading in enumerate(headings):
        name = FIELD_OF.get(fold(heading))
        if name and name not in columns.values():
            columns[column] = name
        elif heading:
            table.notes.append(_("The column “%(heading)s” is not read.") % {"heading": heading})
    for line, cells in numbered[:place]:
        if any(text_of(cell) for cell in cells):
            table.notes.append(_("Line %(line)d comes before the header: it is not read.") % {"line": line})
    for line, cells in numbered[place + width :]:
        row = {
            name: cells[column] for column, name in columns.items() if column < len(cells) and text_of(cells[column])
        }
        if row:
            table.rows.append(Row(line, row))
    if len(table.rows) > MAX_ROWS:
        raise UnreadableFile(_("There are over 5,000 rows: send the file in parts."))
    return table


def _header(numbered: list[tuple[int, list[Any]]]) -> tuple[int, int, list[str]] | None:
    """Where the header stands, how many lines it takes (two when headings stand under a common one), and its headings."""
    best: tuple[int, int, int, list[str]] | None = None
    for place, (_line, cells) in enumerate(numbered[:HEADER_WITHIN]):
        texts = [text_of(cell) for cell in cells]
        candidates = [(1, texts)]
        if place + 1 < len(numbered):
            below = [text_of(cell) for cell in numbered[place + 1][1]]
            candidates.append((2, _joined(texts, below)))
        for width, headings in candidates:
            known = len({FIELD_OF[name] for heading in headings if (name := fold(heading)) in FIELD_OF})
            # Two lines are a header only where both are needed to name more columns than one.
            if known >= 2 and (best is None or known > best[0]):
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
        joined.append(both if fold(both) in FIELD_OF else below if fold(below) in FIELD_OF else above or below)
    return joined


def _no_header() -> str:
    return _("No header was found: one line must name the columns, at least “Titre” and “Date”.")


# ------------------------------------------------------------------ iCalendar
def _ics(text: str) -> Table:
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except ValueError as trouble:
        raise UnreadableFile(_("This calendar file is damaged: export it again.")) from trouble
    table = Table()
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for place, event in enumerate(events):
        table.rows.append(_vevent(event, lines[place] if place < len(lines) else place + 1))
    if not table.rows:
        raise UnreadableFile(_("This calendar holds no event."))
    return table


def _vevent(event: icalendar.cal.Component, line: int) -> Row:
    cells: dict[str, Any] = dict(_words(event))
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    trouble = ""
    if "RRULE" in event or "RECURRENCE-ID" in event or "RDATE" in event:
        trouble = _("It repeats: enter each date as an event of its own.")
    elif start is None:
        trouble = _("It says no start.")
    elif not isinstance(start, datetime):
        trouble = _("It lasts whole days: say from which hour to which.")
    if isinstance(start, datetime) and end is None and "DURATION" in event:
        end = start + event.decoded("DURATION")
    cells |= {"start": start, "end": end}
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        cells["is_cancelled"] = True
    return Row(line, {name: value for name, value in cells.items() if value not in (None, "")}, trouble)


def _words(event: icalendar.cal.Component) -> Iterator[tuple[str, str]]:
    for name, prop in (("key", "UID"), ("title_fr", "SUMMARY"), ("text_fr", "DESCRIPTION"), ("venue", "LOCATION")):
        yield name, text_of(event.get(prop)) if prop != "DESCRIPTION" else str(event.get(prop) or "").strip()
    if categories := event.get("CATEGORIES"):
        first = categories[0] if isinstance(categories, list) else categories
        yield "kind", ", ".join(str(word) for word in first.cats)


def _moment(event: icalendar.cal.Component, name: str) -> datetime | date | None:
    """An aware moment stays one; one without a zone is local to wherever the event is held."""
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return value if isinstance(value, date) else None


def local_in(moment: datetime, zone: str) -> datetime:
    """A moment on the clock of the place; a naive one is there already."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment.tzinfo else moment
