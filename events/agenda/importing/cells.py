"""What people and spreadsheets write in a cell, made into values; each refusal says what was read and what was wanted."""

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from core.dates import day_words
from core.folding import fold
from events.agenda.importing.days import BARS, Order, may_be_a_month

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
#: What stands for no limit of seats, and for a number that nobody knows, folded.
NO_LIMIT = frozenset(
    [
        *("illimite", "illimitee", "illimites", "illimitees", "sans limite", "aucune limite", "pas de limite"),
        *("aucune", "aucun", "unlimited", "no limit", "none"),
    ]
)
NOT_KNOWN = frozenset(
    ["n a", "na", "n d", "nd", "s o", "so", "a determiner", "a venir", "a confirmer", "a preciser", "tbd", "tba", "tbc"]
)
#: 40, 1 200, 40,00, « 40 places », « max. 40 ». "1,000" may be one or a thousand: it is neither.
SEATS = re.compile(
    r"(?:max\.? )?(\d{1,3}(?: \d{3}){1,2}|\d{1,9})(?:[.,]0{1,2})?"
    r"(?: ?(?:places?|personnes?|pers\.?|participants?|seats?|people|max\.?))?",
    re.I,
)
#: Day 0 of a spreadsheet's count; its 1900 was a leap year, ours was not.
EPOCH_1900 = datetime(1899, 12, 30)
#: Days of the count that can be an event's: 1990 to 2100. A number outside is no date.
SERIALS = range(32874, 73415)

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
IN_WORDS = re.compile(r"(?:[a-z]+ )?(?:le )?(\d{1,2}) ?(?:er|e|st|nd|rd|th)? (?:de )?([a-z]+) (\d{4})(?: [a-z]+)?")
ENGLISH = re.compile(r"(?:[a-z]+ )?([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
#: Folded names of the days of the week, Monday first, with their usual shortenings.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        [
            "lundi lun monday mon",
            "mardi mar tuesday tue",
            "mercredi mer wednesday wed",
            "jeudi jeu thursday thu",
            "vendredi ven friday fri",
            "samedi sam saturday sat",
            "dimanche dim sunday sun",
        ]
    )
    for name in names.split()
}
HOUR = re.compile(r"(\d{1,2})(?:\s*(?:h|:|\.)\s*(\d{2}))?(?::\d{2})?\s*(?:h|heures?|min)?\s*([ap]\.?\s?m\.?)?", re.I)
BETWEEN_HOURS = re.compile(r"\s+(?:à|a|au|to|until|jusqu.?à)\s+|\s*[–—/-]\s*", re.I)


#: What 24:00 reads as: the end of its day, which no other cell means since seconds are dropped.
END_OF_DAY = time.max


#: Controls, zero-width characters, byte order marks, and Excel's own name for a carriage return.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff]|_x000D_")


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
    return re.sub(r"[ \t]+", " ", visible(str(cell)).replace("\u00a0", " ").replace("\u202f", " ")).strip()


def visible(text: str) -> str:
    """A text without the characters that nobody sees, its letters and marks joined."""
    return unicodedata.normalize("NFC", UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


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


def date_of(cell: Any, *, epoch: datetime = EPOCH_1900, order: Order = Order.UNSETTLED) -> date | None:
    """2027-03-12, 12/03/2027 (day first), « 12 mars 2027 », March 12, 2027, or a spreadsheet's day; None if empty.

    Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    if found := re.fullmatch(r"(20\d\d)(\d\d)(\d\d)", text):
        return _day(int(found[1]), int(found[2]), int(found[3]), text, order)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial_day(cell, epoch)
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text) and int(float(text)) in SERIALS:
        return _serial_day(float(text), epoch)
    if found := ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), text, order)
    if found := BARS.fullmatch(text.split(" ")[0]):
        return _day_with_bars(found, order)
    words = fold(text)
    if (found := IN_WORDS.fullmatch(words)) and found[2] in MONTHS:
        return _day(int(found[3]), MONTHS[found[2]], int(found[1]), text, order)
    if (found := ENGLISH.fullmatch(words)) and found[1] in MONTHS:
        return _day(int(found[3]), MONTHS[found[1]], int(found[2]), text, order)
    raise Unreadable(
        _("“%(text)s” is not a date: write 2027-03-12, 12/03/2027 (day first) or 12 mars 2027.") % {"text": text}
    )


def _serial_day(number: float, epoch: datetime) -> date:
    if not math.isfinite(number) or int(number) not in SERIALS:
        raise Unreadable(
            _("The number %(number)s is not a date a spreadsheet would write: write the date, such as 2027-03-12.")
            % {"number": number}
        )
    return (epoch + timedelta(days=int(number))).date()


def _day_with_bars(found: re.Match[str], order: Order) -> date:
    one, other = int(found[1]), int(found[2])
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    text = found[0]
    if order == Order.BOTH:
        if may_be_a_month(text):
            days = {"text": text, "one": date(year, other, one), "other": date(year, one, other)}
            raise Unreadable(
                _("%(text)s may be %(one)s or %(other)s, as the file writes both ways: write one of these.") % days
            )
        order = Order.MONTH_FIRST if other > 12 else Order.DAY_FIRST
    day, month = (other, one) if order == Order.MONTH_FIRST else (one, other)
    return _day(year, month, day, text, order)


def _day(year: int, month: int, day: int, text: str, order: Order) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if order == Order.MONTH_FIRST:
            reason = _("“%(text)s” is not a day of the calendar. In the dates of this file the month comes first.")
        else:
            reason = _("“%(text)s” is not a day of the calendar. In dates with bars the day comes first.")
        raise Unreadable(reason % {"text": text}) from None


def doubts_of(cell: Any, day: date, order: Order) -> Iterator[str]:
    """What was guessed or does not hold in a day: which number is the month, the century, the day of the week."""
    if not isinstance(cell, str):
        return
    text = text_of(cell)
    found = BARS.match(text)
    if found and ((order == Order.UNSETTLED and may_be_a_month(text)) or len(found[3]) == 2):
        if order == Order.MONTH_FIRST:
            told = _("%(text)s is read month first: %(day)s.")
        else:
            told = _("%(text)s is read day first: %(day)s.")
        yield told % {"text": found[0], "day": day_words(day)}
    words = [word for word in fold(text).split() if word in WEEKDAYS]
    # « mar » is a Tuesday before a number and March after one.
    if words and fold(text).split()[0] == words[0] and WEEKDAYS[words[0]] != day.weekday() and words[0] not in MONTHS:
        yield _("“%(text)s” is a %(weekday)s: check the day.") % {"text": text, "weekday": format_date(day, "l")}


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
    if isinstance(cell, float) and math.isfinite(cell) and cell % 1 and (0 < cell < 1 or int(cell) in SERIALS):
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
    first, last = time_of(parts[0]), time_of(parts[1])
    half = re.search(r"[ap]\.?\s?m\.?$", parts[1], re.I)
    # "6:30 – 8:30 p.m." is an evening: both share what the second says, where that keeps them in order.
    if half and last and re.fullmatch(r"(?:1[0-2]|0?[1-9])(?:[:.]\d\d)?", parts[0]):
        shared = time_of(f"{parts[0]} {half[0]}")
        if shared is not None and shared < last:
            first = shared
    return first, last


def _hours(text: str) -> list[str]:
    """« de 10 h à 16 h », « dès 10 h »: the hours without the words around them."""
    bare = re.sub(r"^(?:de|from|dès|à partir de|à|at)\s+", "", text_of(text), flags=re.I)
    parts = [part for part in BETWEEN_HOURS.split(bare) if part]
    return parts if len(parts) == 2 else [bare] if bare else []


def moment_of(
    cell: Any, *, epoch: datetime = EPOCH_1900, order: Order = Order.UNSETTLED
) -> tuple[date | None, time | None]:
    """Day and hour of one cell: « 12/03/2027 18:30 », 2027-03-12T18:30, « 12 mars 2027 à 18 h 30 », 46458.77.

    The hour is None where the cell holds a day alone. Raises Unreadable.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(second=0, microsecond=0) if cell.time() != time(0) else None
    if isinstance(cell, float) and math.isfinite(cell) and cell % 1 and int(cell) in SERIALS:
        return date_of(cell, epoch=epoch, order=order), time_of(cell)
    if not isinstance(cell, str):
        return date_of(cell, epoch=epoch, order=order), None
    day, hours = _parted(text_of(cell))
    return date_of(day, epoch=epoch, order=order), time_of(re.sub(r"(Z|[+-]\d\d:?\d\d)$", "", hours)) if hours else None


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


def occasion_of(
    cell: Any, *, epoch: datetime = EPOCH_1900, order: Order = Order.UNSETTLED
) -> tuple[date | None, time | None, time | None]:
    """Day, first and last hour of one cell: « 12 mars 2027, de 10 h à 16 h », or as :func:`moment_of`. Raises Unreadable."""
    if isinstance(cell, str):
        day, hours = _parted(text_of(cell))
        if len(_hours(hours)) == 2:
            return date_of(day, epoch=epoch, order=order), *span_of(hours)
    return *moment_of(cell, epoch=epoch, order=order), None


def end_of(
    cell: Any, *, epoch: datetime = EPOCH_1900, order: Order = Order.UNSETTLED
) -> tuple[date | None, time | None]:
    """Day and hour of an end: as :func:`moment_of`, or an hour alone. Raises Unreadable, about the day."""
    if isinstance(cell, (time, timedelta)) or (isinstance(cell, float) and 0 < cell < 1):
        return None, time_of(cell)
    # What a spreadsheet writes for an hour that was typed into a cell formatted as a date.
    if isinstance(cell, datetime) and cell.year < 1901:
        return None, time_of(cell)
    try:
        return moment_of(cell, epoch=epoch, order=order)
    except Unreadable:
        try:
            return None, time_of(cell)
        except Unreadable:
            pass
        raise


def number_of(cell: Any) -> int | None:
    """A whole number from 1; None if empty, or a word for "no limit" or "not known". Raises Unreadable."""
    text = text_of(cell).removeprefix("'")
    if not text or is_no_limit(text) or is_not_known(text):
        return None
    found = SEATS.fullmatch(text)
    number = int(found[1].replace(" ", "")) if found else 0
    if not number:
        raise Unreadable(
            _("“%(text)s” is not a number of seats: write a whole number, such as 40, or leave the cell empty.")
            % {"text": text}
        )
    return number


def is_no_limit(cell: Any) -> bool:
    text = text_of(cell)
    return text == "∞" or fold(text) in NO_LIMIT


def is_not_known(cell: Any) -> bool:
    """« s. o. », « n/d », a dash: somebody filled the cell to say nothing."""
    text = text_of(cell)
    return bool(text) and (not text.strip("-–—.? ") or fold(text) in NOT_KNOWN)
