"""Documents to take along: the ticket as a PDF, whose accessible twin is its page.

Imported where one is drawn: fpdf2, fontTools and HarfBuzz cost every process 15 MB.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext, override
from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos

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


def ticket_pdf(ticket: Ticket) -> bytes:
    """One page the size of a postcard, longer where its text is, in about 15 kB. Cost: some 15 ms CPU, no query."""
    with override(ticket.language):
        page = _TicketPage(ticket, POSTCARD_MM)
        if page.end_mm > POSTCARD_MM:
            page = _TicketPage(ticket, page.end_mm)
    return bytes(page.pdf.output())


#: Width and least height (A6).
WIDTH_MM, POSTCARD_MM = 105.0, 148.0
#: With its white border, which the margin holds.
MARGIN_MM, QR_MM = 8.0, 52.0


class _TicketPage:
    """Draws a ticket from top to bottom; ``end_mm`` is how high a page it needed."""

    def __init__(self, ticket: Ticket, height_mm: float) -> None:
        self.pdf = FPDF(unit="mm", format=(WIDTH_MM, height_mm))
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_creation_date(ticket.made_at)
        self.pdf.set_lang({"fr": "fr-CA", "en": "en-CA"}.get(ticket.language, ticket.language))
        self.pdf.set_title(typefaces.clean(f"{gettext('Ticket')} – {ticket.title}"))
        self.pdf.set_producer("Maillage")
        self.pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.pdf.add_page()
        self._masthead()
        self.pdf.set_y(27)
        inner = WIDTH_MM - 2 * MARGIN_MM
        self._write(ticket.title, "title", "B", _fitting(ticket.title, 17, 60), inner, ENCRE)
        self._fact(gettext("When"), ticket.when, 11, inner)
        self._fact(gettext("Where"), ticket.where, 11, inner)
        self._tear_line()
        self._fact(gettext("Name"), ticket.name, _fitting(ticket.name, 15, 50), inner)
        self._entrance(ticket, self.pdf.get_y() + 5)
        self.end_mm = self.pdf.get_y() + MARGIN_MM

    def _masthead(self) -> None:
        self.pdf.set_fill_color(ENCRE)
        self.pdf.rect(0, 0, WIDTH_MM, 20, style="F")
        scale = 10 / 34
        for x, y, width, height, colour in WEAVE:
            self.pdf.set_fill_color(colour)
            self.pdf.rect(MARGIN_MM + x * scale, 5 + y * scale, width * scale, height * scale, style="F")
        self.pdf.set_xy(MARGIN_MM + 13, 6.5)
        self._write("Maillage", "title", "B", 16, 50, WHITE)
        self.pdf.set_xy(WIDTH_MM - MARGIN_MM - 40, 7.6)
        self._write(gettext("Ticket"), "text", "", 11, 40, WHITE, align="R")

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
        self._write(gettext("Show this ticket at the entrance, on paper or on a screen."), "text", "", 10, width, ENCRE)
        if ticket.organiser:
            self._fact(gettext("Organised by"), ticket.organiser, _fitting(ticket.organiser, 10, 40), width, left)
        self.pdf.set_y(max(self.pdf.get_y(), top + QR_MM - 8))

    def _fact(self, label: str, text: str, size: float, width: float, left: float = MARGIN_MM) -> None:
        self.pdf.set_xy(left, self.pdf.get_y() + 3.5)
        self._write(label, "text", "", 8.5, width, ARDOISE)
        self.pdf.set_xy(left, self.pdf.get_y() + 0.2)
        self._write(text, "text", "B", size, width, ENCRE)

    def _write(
        self, text: str, family: str, style: str, size: float, width: float, colour: str, *, align: str = "L"
    ) -> None:
        """A paragraph at the pen, which then stands below it."""
        drawn, is_wide = typefaces.drawable(text, family, style)
        typefaces.add(self.pdf, family, style)
        if is_wide:
            typefaces.add(self.pdf, "wide", style)
            self.pdf.set_fallback_fonts(["wide"], exact_match=False)
        # Shaping joins and orders letters, and kerns titles; the rest looks alike without it and takes half the time.
        self.pdf.set_text_shaping(is_wide or family == "title")
        self.pdf.set_font(family, style, size)
        self.pdf.set_text_color(colour)
        left = MARGIN_MM if self.pdf.get_x() == 0 else self.pdf.get_x()
        self.pdf.set_x(left)
        line = size * 0.3528 * 1.28
        self.pdf.multi_cell(width, line, drawn, align=align, new_x=XPos.START, new_y=YPos.NEXT)


def _fitting(text: str, size: float, letters: int) -> float:
    """A smaller size for a text longer than ``letters``, down to two thirds."""
    share: float = (letters / max(1, len(text))) ** 0.5
    return size * max(2 / 3, min(1.0, share))
