"""Files as organisers send them, made into rows: encodings, separators, sheets."""

import csv
import io
import re
from typing import Any

from django.utils.translation import gettext as _

from core.exports import is_formula
from events.agenda.importing.calendars import calendar_rows
from events.agenda.importing.headings import fields_in
from events.agenda.importing.tables import HEADER_WITHIN, Row, Table, UnreadableFile, tabled
from events.agenda.importing.workbooks import workbook_rows

__all__ = ["MAX_BYTES", "Row", "Table", "UnreadableFile", "decode", "read"]

#: More is somebody else's export, or an attack.
MAX_BYTES = 10 * 1024 * 1024
#: What Excel writes for "CSV" on Windows, on older Macs and "for MS-DOS".
OLDER = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS (850)"}
FRENCH = frozenset("éèêëàâäçîïôöùûüœÉÈÊËÀÂÇÎÏÔÙÛŒ’«»–—")
#: Two or three letters that are one letter of UTF-8 read as Windows-1252.
DAMAGED = re.compile("Ã[\u00a0-\u00bfƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€‚]|Å[“’]|â€[™œ“”¦\u009d]|Â[\u00a0«»°]")


def read(content: bytes, *, apart: bool = False) -> Table:
    """The rows of a file, whatever its name says it is.

    ``apart``: a workbook is opened in a process of its own, as a file from the web is. Raises UnreadableFile.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile(_("The file is over 10 MB: send only the events."))
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK"):
        table = workbook_rows(content, apart=apart)
    elif reason := _foreign(content):
        raise UnreadableFile(reason)
    else:
        text, notes = decode(content)
        if text.lstrip("\ufeff \n\r\t").startswith("<"):
            raise UnreadableFile(
                _("This is a web page under another name: open it in Excel and save it as .xlsx or CSV.")
            )
        table = calendar_rows(text) if "BEGIN:VCALENDAR" in text[:2000].upper() else _csv(text)
        table.notes[:0] = notes
    if not table.rows:
        raise UnreadableFile(_("There is a header, and no event under it."))
    return table


def _foreign(content: bytes) -> str:
    """What a file of another kind is, and what to do; "" for a text."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _("This is an old Excel file (.xls), or one with a password: save it as .xlsx without one, or as CSV.")
    if content.startswith(b"%PDF"):
        return _("This is a PDF: send the table it was made from, as .xlsx or CSV.")
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return _("This is a picture: send the table it shows, as .xlsx or CSV.")
    if content.startswith(b"{\\rtf"):
        return _("This is a text document: copy its table into Excel and save it as .xlsx or CSV.")
    return ""


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
        return _mended(content.decode("utf-8"))
    except UnicodeDecodeError:
        # The most French letters win; Windows where nothing tells.
        name, text = max(
            ((name, content.decode(encoding, errors="replace")) for encoding, name in OLDER.items()),
            key=lambda found: sum(letter in FRENCH for letter in found[1]) - 2 * found[1].count("\ufffd"),
        )
        return text, [_("The text was read as %(encoding)s: check the accents.") % {"encoding": name}]


def _mended(text: str) -> tuple[str, list[str]]:
    """A text that some program read as Windows-1252 and saved as UTF-8: « Ã© » for « é »."""
    if not DAMAGED.search(text):
        return text, []
    mended = DAMAGED.sub(lambda found: _reread(found[0]), text)
    return mended, [_("The accents were damaged (“Ã©” for “é”) and are put right: check them.")]


def _reread(damaged: str) -> str:
    try:
        return damaged.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return damaged


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
    before = last = 0
    try:
        for cells in reader:
            # A cell may hold several lines: the row is named by the line it starts on.
            numbered.append((before + 1 + skipped, [_fused(cell) for cell in cells]))
            before, last = reader.line_num, before
    except csv.Error as trouble:
        raise UnreadableFile(_never_closed(before + 1 + skipped)) from trouble
    # The reader takes an open quotation for a long cell: every row under it would be gone.
    if _is_open(lines.split("\n")[last:], separator):
        raise UnreadableFile(_never_closed(numbered[-1][0]))
    return tabled(numbered)


def _fused(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from working it out (``core.exports.defused``)."""
    return cell[1:] if cell[:1] == "'" and is_formula(cell.lstrip("'")) else cell


def _is_open(lines: list[str], separator: str) -> bool:
    try:
        list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, strict=True))
    except csv.Error as trouble:
        return "unexpected end" in str(trouble)
    return False


def _never_closed(line: int) -> str:
    return _("A quotation mark opens on line %(line)d and never closes: close it, or take it away.") % {"line": line}


def _separator(text: str) -> str:
    """What parts the cells of the line that looks most like a header, outside quotes."""
    best = (0, 0, ";")
    for line in text.split("\n")[:HEADER_WITHIN]:
        for rank, mark in enumerate(";,\t|"):
            cells = next(csv.reader([line], delimiter=mark), [])
            known = len(fields_in(cells))
            best = max(best, (known, -rank, mark))
    return best[2]
