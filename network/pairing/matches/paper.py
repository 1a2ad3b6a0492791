"""The agreement as a document to keep: what both signed, and when."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from core import identity
from core.dates import local_of, moment_words
from network.pairing.matches import showing
from network.pairing.matches.models import Agreement, Match, Side

if TYPE_CHECKING:
    from core.documents import Sheet

#: A letter sheet, and its edge.
SIZE_MM, EDGE_MM = (215.9, 279.4), 20.0
#: Where a sheet ends.
FOOT_MM = 258.0


def pdf_of(agreement: Agreement, match: Match) -> bytes:
    """In the agreement's language, whoever asks for it. Only of one that both signed. Cost: some 40 ms CPU, 2 queries."""
    with translation.override(agreement.language):
        return _draw(agreement, match)


def _draw(agreement: Agreement, match: Match) -> bytes:
    title = _("Agreement: %(format)s") % {"format": match.get_format_display()}
    made_at = agreement.in_force_at or agreement.written_at
    sheet = _Sheets(agreement.language, title, made_at)
    sheet.line(title, "title", "B", 26, identity.ENCRE, after=2)
    words = _("Version %(number)d, in force since %(when)s") % {
        "number": agreement.number,
        "when": moment_words(local_of(made_at)),
    }
    sheet.line(words, "text", "", 10.5, identity.ARDOISE, after=6)
    parties = [
        (str(Side.CANDIDATE.label), match.candidate.name),
        (_("Mentor or host"), ", ".join(filter(None, [match.host.name, str(match.offer.organisation or "")]))),
        (_("Programme"), str(match.edition.title)),
    ]
    for label, text in [*parties, *((str(label), text) for label, text in showing.facts_of(agreement, match))]:
        sheet.line(label, "text", "B", 10, identity.ARDOISE, after=0.5)
        sheet.line(text, "text", "", 11.5, identity.ENCRE, after=3.5)
    for side in Side:
        signed_at = agreement.signed_at(side)
        if signed_at is not None:
            name = match.person_of(side).name
            words = _("Signed with a click by %(name)s, %(when)s") % {
                "name": name,
                "when": moment_words(local_of(signed_at)),
            }
            sheet.line(words, "text", "B", 11, identity.ENCRE, after=1.5)
    return bytes(sheet.sheet.pdf.output())


class _Sheets:
    """Paragraphs one below the other, on as many sheets as they take."""

    def __init__(self, language: str, title: str, made_at: datetime) -> None:
        self.language, self.title, self.made_at = language, title, made_at
        self.sheet = self._begin(None)

    def _begin(self, before: "Sheet | None") -> "Sheet":
        from core.documents import Sheet  # here: a process that draws nothing need not carry what draws

        pdf = before.pdf if before else None
        sheet = Sheet(size=SIZE_MM, language=self.language, title=self.title, made_at=self.made_at, pdf=pdf)
        sheet.margin_mm = EDGE_MM
        sheet.weave(EDGE_MM, 14, 11)
        sheet.pdf.set_xy(EDGE_MM + 15, 15.5)
        sheet.write("Maillage", "title", "B", 17, 100, identity.ENCRE)
        sheet.pdf.set_xy(EDGE_MM, 36)
        return sheet

    def line(self, text: str, family: str, style: str, size: float, colour: str, *, after: float) -> None:
        """One paragraph; where the sheet ends, another one begins."""
        width = SIZE_MM[0] - 2 * EDGE_MM
        for part in text.replace("\r", "").split("\n"):
            height = (self.sheet.lines(part or " ", family, style, size, width) or 1) * size * 0.3528 * 1.28
            if self.sheet.pdf.get_y() + height > FOOT_MM:
                self.sheet = self._begin(self.sheet)
            self.sheet.pdf.set_x(EDGE_MM)
            self.sheet.write(part or " ", family, style, size, width, colour)
        self.sheet.pdf.set_xy(EDGE_MM, self.sheet.pdf.get_y() + after)
