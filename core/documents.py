"""Documents to take along: the ticket as a PDF, whose accessible twin is its page.

Imported where one is drawn: fpdf2, fontTools and HarfBuzz cost every process 15 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext, override
from fpdf import FPDF, ViewerPreferences
from fpdf.enums import MethodReturnValue, XPos, YPos

from core import qr, typefaces
from core.identity import ARDOISE, ENCRE, WEAVE, WHITE


# ------------------------------------------------------------------ ticket
@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What a ticket says, in words ready to print in ``language``."""

    language: str
    title: str
    #: Day and hours.
    when: str
    #: Venue and address, a line each.
    where: str
    name: str
    #: Short, to be read aloud at the door.
    reference: str
    #: What the QR code holds: nothing personal.
    code: str
    #: When the ticket came to be, aware: told, so that the same ticket gives the same bytes.
    made_at: datetime
    organiser: str = ""


def ticket_pdf(*tickets: Ticket) -> bytes:
    """A page a ticket, the size of a postcard, longer where its text is, in about 15 kB. Cost: some 15 ms CPU each, no query.

    Tickets of one file are of one event and one language, which the first says.
    """
    first = tickets[0]
    with override(first.language):
        pdf, heights = _drawn(tickets, [POSTCARD_MM] * len(tickets))
        if max(heights) > POSTCARD_MM:
            # What did not fit is known only when it is drawn.
            pdf, _heights = _drawn(tickets, [max(height, POSTCARD_MM) for height in heights])
    return bytes(pdf.output())


def _drawn(tickets: Sequence[Ticket], heights: Sequence[float]) -> tuple[FPDF, list[float]]:
    """The file with pages of these heights, and how high each would have to be."""
    pdf, ends = None, []
    for ticket, height in zip(tickets, heights, strict=True):
        page = _TicketPage(ticket, height, pdf)
        pdf = page.pdf
        ends.append(page.end_mm)
    assert pdf is not None, "a file of tickets has one at least"
    return pdf, ends


#: Width and least height (A6).
WIDTH_MM, POSTCARD_MM = 105.0, 148.0
#: With its white border, which the margin holds.
MARGIN_MM, QR_MM = 8.0, 52.0


class Sheet:
    """One page in the house's letters and colours, ``size`` in millimetres, to draw on."""

    #: Where a paragraph begins when the pen stands at the edge.
    margin_mm = MARGIN_MM

    def __init__(
        self, *, size: tuple[float, float], language: str, title: str, made_at: datetime, pdf: FPDF | None = None
    ) -> None:
        """``pdf``: the file that the page is added to, with the language and title it has; None: one of its own."""
        self.pdf = pdf or self._file(language, title, made_at)
        self.pdf.add_page(format=size)

    @staticmethod
    def _file(language: str, title: str, made_at: datetime) -> FPDF:
        pdf = FPDF(unit="mm")
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_creation_date(made_at)
        pdf.set_lang({"fr": "fr-CA", "en": "en-CA"}.get(language, language))
        pdf.set_title(typefaces.clean(title))
        pdf.set_producer("Maillage")
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        return pdf

    def weave(self, left: float, top: float, side: float) -> None:
        """The sign of the house, in a box of ``side`` millimetres."""
        scale = side / 34
        for x, y, width, height, colour in WEAVE:
            self.pdf.set_fill_color(colour)
            self.pdf.rect(left + x * scale, top + y * scale, width * scale, height * scale, style="F")

    def write(
        self, text: str, family: str, style: str, size: float, width: float, colour: str, *, align: str = "L"
    ) -> None:
        """A paragraph at the pen, which then stands below it."""
        drawn = self._pen(text, family, style, size, colour)
        left = self.margin_mm if self.pdf.get_x() == 0 else self.pdf.get_x()
        self.pdf.set_x(left)
        line = line_mm(size)
        self.pdf.multi_cell(width, line, drawn, align=align, new_x=XPos.START, new_y=YPos.NEXT)

    def lines(self, text: str, family: str, style: str, size: float, width: float) -> int | None:
        """How many lines :meth:`write` would take; None if a word is wider than all of one."""
        drawn = self._pen(text, family, style, size, ENCRE)
        # A thousandth for what adding up many widths rounds away.
        if any(self.pdf.get_string_width(word) > width * 0.999 for word in drawn.split()):
            return None
        return len(self.pdf.multi_cell(width, line_mm(size), drawn, dry_run=True, output=MethodReturnValue.LINES))

    def _pen(self, text: str, family: str, style: str, size: float, colour: str) -> str:
        """Make the typeface ready; the text as it can be drawn."""
        drawn, is_wide = typefaces.drawable(text, family, style)
        typefaces.add(self.pdf, family, style)
        if is_wide:
            typefaces.add(self.pdf, "wide", style)
            self.pdf.set_fallback_fonts(["wide"], exact_match=False)
        # Shaping joins and orders letters, and kerns titles; the rest looks alike without it and takes half the time.
        self.pdf.set_text_shaping(is_wide or family == "title")
        self.pdf.set_font(family, style, size)
        self.pdf.set_text_color(colour)
        return drawn


def line_mm(size: float) -> float:
    """Height of a line of letters of ``size`` points."""
    return size * 0.3528 * 1.28


class _TicketPage(Sheet):
    """Draws a ticket from top to bottom; ``end_mm`` is how high a page it needed."""

    def __init__(self, ticket: Ticket, height_mm: float, pdf: FPDF | None = None) -> None:
        super().__init__(
            size=(WIDTH_MM, height_mm),
            language=ticket.language,
            title=f"{gettext('Ticket')} – {ticket.title}",
            made_at=ticket.made_at,
            pdf=pdf,
        )
        self._masthead()
        self.pdf.set_y(27)
        inner = WIDTH_MM - 2 * MARGIN_MM
        self.write(ticket.title, "title", "B", fitting(ticket.title, 17, 60), inner, ENCRE)
        self._fact(gettext("When"), ticket.when, 11, inner)
        self._fact(gettext("Where"), ticket.where, 11, inner)
        self._tear_line()
        self._fact(gettext("Name"), ticket.name, fitting(ticket.name, 15, 50), inner)
        self._entrance(ticket, self.pdf.get_y() + 5)
        self.end_mm = self.pdf.get_y() + MARGIN_MM

    def _masthead(self) -> None:
        self.pdf.set_fill_color(ENCRE)
        self.pdf.rect(0, 0, WIDTH_MM, 20, style="F")
        self.weave(MARGIN_MM, 5, 10)
        self.pdf.set_xy(MARGIN_MM + 13, 6.5)
        self.write("Maillage", "title", "B", 16, 50, WHITE)
        self.pdf.set_xy(WIDTH_MM - MARGIN_MM - 40, 7.6)
        self.write(gettext("Ticket"), "text", "", 11, 40, WHITE, align="R")

    def _tear_line(self) -> None:
        y = self.pdf.get_y() + 5
        self.pdf.set_draw_color(ARDOISE)
        self.pdf.set_line_width(0.25)
        self.pdf.set_dash_pattern(dash=1.2, gap=1.2)
        self.pdf.line(MARGIN_MM, y, WIDTH_MM - MARGIN_MM, y)
        self.pdf.set_dash_pattern()
        self.pdf.set_y(y + 1)

    def _entrance(self, ticket: Ticket, top: float) -> None:
        """The QR code, and beside it what to do with it."""
        alone = gettext("QR code of ticket %(reference)s") % {"reference": ticket.reference}
        self.pdf.image(
            BytesIO(qr.png(ticket.code, pixels=4)), x=MARGIN_MM - 4, y=top - 4, w=QR_MM, h=QR_MM, alt_text=alone
        )
        left = MARGIN_MM + QR_MM - 2
        width = WIDTH_MM - MARGIN_MM - left
        self.pdf.set_y(top - 1)
        self._fact(gettext("Reference"), ticket.reference, 15, width, left)
        self.pdf.set_xy(left, self.pdf.get_y() + 4)
        self.write(gettext("Show this ticket at the entrance, on paper or on a screen."), "text", "", 10, width, ENCRE)
        if ticket.organiser:
            self._fact(gettext("Organised by"), ticket.organiser, fitting(ticket.organiser, 10, 40), width, left)
        self.pdf.set_y(max(self.pdf.get_y(), top + QR_MM - 8))

    def _fact(self, label: str, text: str, size: float, width: float, left: float = MARGIN_MM) -> None:
        self.pdf.set_xy(left, self.pdf.get_y() + 3.5)
        self.write(label, "text", "", 8.5, width, ARDOISE)
        self.pdf.set_xy(left, self.pdf.get_y() + 0.2)
        self.write(text, "text", "B", size, width, ENCRE)


def fitting(text: str, size: float, letters: int) -> float:
    """A smaller size for a text longer than ``letters``, down to two thirds."""
    share: float = (letters / max(1, len(text))) ** 0.5
    return size * max(2 / 3, min(1.0, share))
