"""Badges as PDF: sheets of labels for an office printer, one label on a roll, a card to hang. Their twin is the page beside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import identity
from events.badges.bulk import Badge, name_on_paper

if TYPE_CHECKING:
    from core.documents import Sheet

LETTER_MM = (215.9, 279.4)
#: Labels of 1⅓ × 4 inches, two by seven on letter paper (Avery 5162 and its like): size, first corner, step.
LABEL_MM, CORNER_MM, STEP_MM = (101.6, 33.87), (3.96, 21.17), (106.4, 33.87)
COLUMNS, ROWS = 2, 7
#: A label of a roll 62 mm wide, cut at 100 mm, lying.
ROLL_MM = (100.0, 62.0)
A6_MM = (105.0, 148.0)
#: A name takes so many lines at most.
NAME_LINES = 3
#: In place of a name that no typeface spells: room to write it, above a line.
BY_HAND = "\u00a0"


@dataclass(frozen=True)
class Form:
    """One way to print: its code in addresses, what it is called, and how it is printed well."""

    code: str
    label: str | Promise
    #: On a button.
    short: str | Promise
    how: str | Promise


FORMS = {
    form.code: form
    for form in (
        Form(
            "roll",
            gettext_lazy("Label printer, 62 mm roll"),
            gettext_lazy("Label, 62 mm"),
            gettext_lazy(
                "One label of 62 × 100 mm a badge. In the printer's settings choose 62 × 100 mm, lying, at actual size (100%)."
            ),
        ),
        Form(
            "a6",
            gettext_lazy("Cards to hang, A6"),
            gettext_lazy("Card, A6"),
            gettext_lazy(
                "One page of 105 × 148 mm a badge, for card holders. On letter paper, print one to a sheet at actual size and cut."
            ),
        ),
        Form(
            "labels",
            gettext_lazy("Sheets of labels, 14 on letter paper"),
            gettext_lazy("On a sheet of labels"),
            gettext_lazy(
                "Labels of 34 × 102 mm (1⅓ × 4 in., Avery 5162 and its like). Print at actual size (100%), not fitted to the page, and try one sheet on plain paper against the light first."
            ),
        ),
    )
}


def pdf_of(badges: Sequence[Badge], form: str, *, language: str, made_at: datetime) -> bytes:
    """The badges in one file, ``form`` one of :data:`FORMS`. Cost: some 15 ms CPU each, no query."""
    from core import documents  # here: a process that draws nothing need not carry what draws

    with translation.override(language):
        title = f"{_('Badges')} – {badges[0].title}" if badges else _("Badges")
        size = {"labels": LETTER_MM, "roll": ROLL_MM, "a6": A6_MM}[form]
        each = COLUMNS * ROWS if form == "labels" else 1
        sheet: Sheet | None = None
        for start in range(0, len(badges), each):
            sheet = documents.Sheet(
                size=size, language=language, title=title, made_at=made_at, pdf=sheet.pdf if sheet else None
            )
            for place, badge in enumerate(badges[start : start + each]):
                with translation.override(badge.language):
                    _draw(sheet, badge, form, place)
        assert sheet is not None, "a file of badges has one at least"
        return bytes(sheet.pdf.output())


def _draw(sheet: "Sheet", badge: Badge, form: str, place: int) -> None:
    if form == "a6":
        _card(sheet, badge)
        return
    if form == "roll":
        _stack(sheet, badge, (4, 4, ROLL_MM[0] - 8, ROLL_MM[1] - 8), largest=34, small=13)
        return
    row, column = divmod(place, COLUMNS)
    left, top = CORNER_MM[0] + column * STEP_MM[0], CORNER_MM[1] + row * STEP_MM[1]
    # Three millimetres of air all round: no printer draws the sheet in quite the same place twice.
    _stack(sheet, badge, (left + 4, top + 3, LABEL_MM[0] - 8, LABEL_MM[1] - 6), largest=24, small=9.5)


def _card(sheet: "Sheet", badge: Badge) -> None:
    width, height = A6_MM
    sheet.pdf.set_fill_color(identity.ENCRE)
    sheet.pdf.rect(0, 0, width, 24, style="F")
    sheet.weave(8, 6, 12)
    sheet.pdf.set_xy(23, 8.6)
    sheet.write("Maillage", "title", "B", 18, 60, identity.WHITE)
    sheet.pdf.set_xy(8, 31)
    size, _lines = _fitted(sheet, badge.title, "text", "", 12, width - 16, most=3)
    sheet.write(badge.title, "text", "", size, width - 16, identity.ARDOISE, align="C")
    top = sheet.pdf.get_y() + 4
    _stack(sheet, badge, (8, top, width - 16, height - 8 - top), largest=38, small=15)


def _fitted(
    sheet: "Sheet", text: str, family: str, style: str, size: float, width: float, *, most: int
) -> tuple[float, int]:
    """The largest size, up to the one asked for, at which the text takes ``most`` lines and breaks no word; and its lines."""
    while True:
        lines = sheet.lines(text, family, style, size, width)
        if lines is not None and lines <= most:
            return size, lines
        if size < 5:
            return size, lines or most
        size *= 0.92


def _stack(
    sheet: "Sheet", badge: Badge, box: tuple[float, float, float, float], *, largest: float, small: float
) -> float:
    """What the badge says, one below the other, in the middle of the box (left, top, width, height in mm); where it ends."""
    from core.documents import line_mm

    left, top, width, height = box
    name = name_on_paper(badge.name)
    said = [
        (_at_its_hyphens(sheet, name, largest, width) or BY_HAND, "title", "B", largest, NAME_LINES, identity.ENCRE)
    ]
    if not name and badge.reference:
        said.append((badge.reference, "text", "", small, 1, identity.ARDOISE))
    if badge.pronunciation:
        words = pgettext("badge", "say: %(sound)s") % {"sound": badge.pronunciation}
        said.append((words, "text", "", small, 2, identity.ARDOISE))
    if badge.organisation:
        said.append((badge.organisation, "text", "B", small, 2, identity.ENCRE))
    if spoken := [one for one in badge.languages if name_on_paper(one)]:
        said.append((" · ".join(spoken), "text", "", small, 2, identity.FLEUVE))
    gap, scale = small * 0.14, 1.0
    first = [_fitted(sheet, *one[:4], width, most=one[4])[0] for one in said]
    while True:
        # The name gives way first: it is the largest by far.
        sizes = [size * (scale if place == 0 else min(1.0, scale + 0.3)) for place, size in enumerate(first)]
        placed = [
            (text, family, style, colour, *_fitted(sheet, text, family, style, size, width, most=most))
            for (text, family, style, _size, most, colour), size in zip(said, sizes, strict=True)
        ]
        needed = sum(lines * line_mm(size) for *_text, size, lines in placed) + gap * (len(placed) - 1)
        if needed <= height or scale < 0.35:
            break
        scale *= 0.92
    y = top + max(0.0, (height - needed) / 2)
    for text, family, style, colour, size, _lines in placed:
        sheet.pdf.set_xy(left, y)
        sheet.write(text, family, style, size, width, colour, align="C")
        y = sheet.pdf.get_y() + gap
        if text == BY_HAND:
            sheet.pdf.set_draw_color(identity.ARDOISE)
            sheet.pdf.set_line_width(0.3)
            sheet.pdf.line(left, y - gap, left + width, y - gap)
            y += gap
    return y - gap


def _at_its_hyphens(sheet: "Sheet", name: str, largest: float, width: float) -> str:
    """A long name with hyphens, its lines broken after them where that lets its letters be larger; else as it is."""
    if "-" not in name:
        return name
    whole, _lines = _fitted(sheet, name, "title", "B", largest, width, most=NAME_LINES)
    size = largest
    while size > whole * 1.1:
        lines = _broken(sheet, name, size, width)
        if len(lines) <= NAME_LINES:
            return "\n".join(lines)
        size *= 0.92
    return name


def _broken(sheet: "Sheet", name: str, size: float, width: float) -> list[str]:
    """Its lines of this width; a piece that is wider takes more than there may be."""
    lines = [""]
    for piece in re.findall(r"[^\s-]*-+|[^\s-]+\s*", name):
        if sheet.lines((lines[-1] + piece).strip(), "title", "B", size, width) == 1:
            lines[-1] += piece
        elif sheet.lines(piece.strip(), "title", "B", size, width) == 1:
            lines.append(piece)
        else:
            return [name] * (NAME_LINES + 1)
    return [line.strip() for line in lines if line]
