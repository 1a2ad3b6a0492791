"""What people and spreadsheets write in a cell, made into values; each refusal says what was read and what was wanted."""

import html
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.utils.translation import gettext as _

from core.folding import fold

#: Names and common shortenings of months, folded, in French and English.
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ],
        1,
    )
    for name in names.split()
}
#: What a spreadsheet shows for a formula that went wrong.
ERRORS = frozenset(
    [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#NOM?",
        "#VALUE!",
        "#VALEUR!",
        "#DIV/0!",
        "#NUM!",
        "#NOMBRE!",
        "#NULL!",
        "#NUL!",
        "#SPILL!",
    ]
)
#: Day 0 of a spreadsheet's count; its 1900 was a leap year, ours was not.
EPOCH_1900 = datetime(1899, 12, 30)
#: Days of the count that can be an event's: 1990 to 2100. A number outside is no date.
SERIALS = range(32874, 73415)

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
IN_WORDS = re.compile(r"(?:[a-z]+ )?(?:le )?(\d{1,2})(?:er|e|st|nd|rd|th)? (?:de )?([a-z]+) (\d{4})")
ENGLISH = re.compile(r"(?:[a-z]+ )?([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
HOUR = re.compile(r"(\d{1,2})(?:\s*(?:h|:|\.)\s*(\d{2}))?(?::\d{2})?\s*(?:h|heures?)?\s*([ap]\.?\s?m\.?)?", re.I)
BETWEEN_HOURS = re.compile(r"\s+(?:à|a|au|to|until|jusqu.?à)\s+|\s*[–—]\s*|\s*-\s*", re.I)


#: What 24:00 reads as: the end of its day, which no other cell means since seconds are dropped.
END_OF_DAY = time.max


class Unreadable(ValueError):
    """A cell that cannot be understood; its text is a whole sentence for the organiser."""


class Linked(str):
    """A cell that opens an address when clicked; its text may say anything else."""

    target: str

    @classmethod
    def to(cls, target: str, text: str) -> Self:
        linked = cls(text)
        linked.target = target
        return linked


class NoResult(str):
    """The place of a formula that was never worked out: "A2"."""


def text_of(cell: Any) -> str:
    """A cell as text, no-break spaces made plain and trailing blanks gone; a whole number loses its ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    # A spreadsheet may hold no-break and zero-width spaces that nobody sees.
    text = str(cell).replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "").replace("_x000D_", "")
    return re.sub(r"[ \t]+", " ", text).strip()


#: Tags that calendars put into descriptions; a "<" of its own is left alone.
TAG = re.compile(
    r"</?(p|br|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|font|html|body|table|tbody|tr|td|hr)\b[^<>]*>", re.I
)
ENDS_A_LINE = frozenset({"br", "p", "div", "li", "tr", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})


def plain_of(text: str) -> str:
    """The words of a text that was written as HTML; any other text as it is."""
    if not TAG.search(text):
        return text
    linked = re.sub(
        r"<a\b[^>]*?href=[\"']?(https?://[^\s\"'>]+)[^>]*>(.*?)</a>",
        lambda found: found[1] if found[1] in found[2] else f"{found[2]} ({found[1]})",
        text,
        flags=re.I | re.S,
    )

    def mark(found: re.Match[str]) -> str:
        name, closes = found[1].lower(), found[0].startswith("</")
        if name == "li" and not closes:
            return "\n- "
        return "\n" if name in ENDS_A_LINE and (closes or name in {"br", "hr"}) else ""

    return re.sub(r"\s*\n\s*", "\n", html.unescape(TAG.sub(mark, linked))).strip()


def check(cells: Iterable[Any]) -> None:
    """Raises Unreadable if a spreadsheet did not work one of them out."""
    for cell in cells:
        if isinstance(cell, NoResult):
            raise Unreadable(
                _(
                    "Cell %(cell)s holds a formula without its result: open the file in Excel, save it, and send it again."
                )
                % {"cell": cell}
            )
        if isinstance(cell, str) and cell.strip() in ERRORS:
            raise Unreadable(
                _(
                    "The spreadsheet could not work out a cell (%(error)s): correct its formula, or write the text itself."
                )
                % {"error": cell.strip()}
            )


def date_of(cell: Any, *, epoch: datetime = EPOCH_1900) -> date | None:
    """2027-03-12, 12/03/2027 (day first), « 12 mars 2027 », March 12, 2027, or a spreadsheet's day; None if empty.

    Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial_day(cell, epoch)
    text = text_of(cell)
    if not text:
        return None
    if text.replace(".", "", 1).isdigit() and int(float(text)) in SERIALS:
        return _serial_day(float(text), epoch)
    if found := ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := DAY_FIRST.fullmatch(text.split(" ")[0]):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _day(year, int(found[2]), int(found[1]), text)
    words = fold(text)
    if (found := IN_WORDS.fullmatch(words)) and found[2] in MONTHS:
        return _day(int(found[3]), MONTHS[found[2]], int(found[1]), text)
    if (found := ENGLISH.fullmatch(words)) and found[1] in MONTHS:
        return _day(int(found[3]), MONTHS[found[1]], int(found[2]), text)
    raise Unreadable(
        _("“%(text)s” is not a date: write 2027-03-12, 12/03/2027 (day first) or 12 mars 2027.") % {"text": text}
    )


def _serial_day(number: float, epoch: datetime) -> date:
    if int(number) not in SERIALS:
        raise Unreadable(_("The number %(number)s is not a date a spreadsheet would write.") % {"number": number})
    return (epoch + timedelta(days=int(number))).date()


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(
            _("“%(text)s” is not a day of the calendar. In dates with bars the day comes first.") % {"text": text}
        ) from None


def time_of(cell: Any) -> time | None:
    """18:30, 18 h 30, 18h, 6:30 PM, or a spreadsheet's fraction of a day; None if empty, END_OF_DAY for 24:00.

    Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _fraction(cell / timedelta(days=1))
    if isinstance(cell, float) and cell % 1 and (0 < cell < 1 or int(cell) in SERIALS):
        return _fraction(cell % 1)
    text = text_of(cell)
    if not text:
        return None
    if (word := fold(text)) in {"midi", "noon", "minuit", "midnight"}:
        return time(12) if word in {"midi", "noon"} else time(0)
    if re.fullmatch(r"0[.,]\d+", text):
        return _fraction(float(text.replace(",", ".")))
    found = HOUR.fullmatch(text)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        half = (found[3] or "")[:1].lower()
        if half and not 1 <= hour <= 12:
            found = None
        else:
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        if not half and (hour, minute) == (24, 0):
            return END_OF_DAY
    if not found or hour > 23 or minute > 59:
        raise Unreadable(_("“%(text)s” is not an hour: write 18:30, 18 h 30 or 6:30 PM.") % {"text": text})
    return time(hour, minute)


def _fraction(part: float) -> time:
    """A part of a day to the nearest minute: 0.4375 is 10:30."""
    minutes = round(part * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def span_of(cell: Any) -> tuple[time | None, time | None]:
    """« 10 h à 16 h », "10:00-16:00": both ends; a single hour is a start. Raises Unreadable."""
    if not isinstance(cell, str):
        return time_of(cell), None
    parts = _hours(cell)
    if len(parts) != 2:
        return time_of(parts[0] if parts else ""), None
    return time_of(parts[0]), time_of(parts[1])


def _hours(text: str) -> list[str]:
    """« de 10 h à 16 h », « dès 10 h »: the hours without the words around them."""
    bare = re.sub(r"^(?:de|from|dès|à partir de|à|at)\s+", "", text_of(text), flags=re.I)
    parts = [part for part in BETWEEN_HOURS.split(bare) if part]
    return parts if len(parts) == 2 else [bare] if bare else []


def moment_of(cell: Any, *, epoch: datetime = EPOCH_1900) -> tuple[date | None, time | None]:
    """Day and hour of one cell: « 12/03/2027 18:30 », 2027-03-12T18:30, « 12 mars 2027 à 18 h 30 », 46458.77.

    The hour is None where the cell holds a day alone. Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(second=0, microsecond=0) if cell.time() != time(0) else None
    if isinstance(cell, float) and not cell.is_integer() and int(cell) in SERIALS:
        return date_of(cell, epoch=epoch), time_of(cell)
    if not isinstance(cell, str):
        return date_of(cell, epoch=epoch), None
    day, hours = _parted(text_of(cell))
    return date_of(day, epoch=epoch), time_of(re.sub(r"(Z|[+-]\d\d:?\d\d)$", "", hours)) if hours else None


def _parted(text: str) -> tuple[str, str]:
    """Where the day ends and the hours begin; a database's 00:00:00 after a day is no hour."""
    for pattern in (
        r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<hours>.+)",
        r"(?P<day>\S*\d[/.-]\d+[/.-]\d+),? +(?:à +)?(?P<hours>.+)",
        r"(?P<day>.*\d{4}),?(?: à| at| de| from|,)? +(?P<hours>\d.*)",
    ):
        if found := re.fullmatch(pattern, text, re.I):
            return found["day"], "" if re.fullmatch(r"0?0:00:00(\.0+)?", found["hours"]) else found["hours"]
    return text, ""


def occasion_of(cell: Any, *, epoch: datetime = EPOCH_1900) -> tuple[date | None, time | None, time | None]:
    """Day, first and last hour of one cell: « 12 mars 2027, de 10 h à 16 h », or as :func:`moment_of`. Raises Unreadable."""
    if isinstance(cell, str):
        day, hours = _parted(text_of(cell))
        if len(_hours(hours)) == 2:
            return date_of(day, epoch=epoch), *span_of(hours)
    return *moment_of(cell, epoch=epoch), None


def end_of(cell: Any, *, epoch: datetime = EPOCH_1900) -> tuple[date | None, time | None]:
    """Day and hour of an end: as :func:`moment_of`, or an hour alone. Raises Unreadable, about the day."""
    if isinstance(cell, (time, timedelta)) or (isinstance(cell, float) and 0 < cell < 1):
        return None, time_of(cell)
    # What a spreadsheet writes for an hour that was typed into a cell formatted as a date.
    if isinstance(cell, datetime) and cell.year < 1901:
        return None, time_of(cell)
    try:
        return moment_of(cell, epoch=epoch)
    except Unreadable:
        try:
            return None, time_of(cell)
        except Unreadable:
            pass
        raise


def number_of(cell: Any) -> int | None:
    """A whole number from 1; None if empty or a word for "no limit". Raises Unreadable."""
    text = text_of(cell)
    if not text or fold(text) in {"illimite", "illimitee", "sans limite", "unlimited", "no limit", "aucune", "n a"}:
        return None
    found = re.fullmatch(r"(\d[\d  ]*)(?:[.,]0+)?(?: (?:places?|personnes?|seats?|people))?", text)
    if not found or not int(found[1].replace(" ", "")):
        raise Unreadable(_("“%(text)s” is not a number of seats.") % {"text": text})
    return int(found[1].replace(" ", ""))
