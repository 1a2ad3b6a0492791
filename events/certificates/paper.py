"""The certificate as a PDF of one page, whose accessible twin is the page behind its link."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import identity
from core.bilingual import pick
from core.dates import day_words, days_words
from events.certificates.models import Certificate

#: Letter paper, lying: what printers here hold.
SIZE_MM = (279.4, 215.9)
EDGE_MM = 22.0


def hours_attended(minutes: int) -> str:
    """ "15 hours", "7 h 30 min": what a certificate counts."""
    whole, rest = divmod(minutes, 60)
    if rest:
        return _("%(hours)d h %(minutes)02d min") % {"hours": whole, "minutes": rest}
    return ngettext("%(number)d hour", "%(number)d hours", whole) % {"number": whole}


def sittings_attended(certificate: Certificate) -> str:
    """ "5 of 6 sittings"."""
    words = ngettext(
        "%(attended)d of %(sittings)d sitting", "%(attended)d of %(sittings)d sittings", certificate.sittings
    )
    return words % {"attended": certificate.attended, "sittings": certificate.sittings}


def facts_of(certificate: Certificate) -> list[tuple[str, str]]:
    """What is certified, as facts in the language of the moment; needs event and organisation loaded."""
    return [
        (_("Attended"), f"{sittings_attended(certificate)}, {hours_attended(certificate.minutes)}"),
        (_("Days"), days_words(certificate.first_on, certificate.last_on)),
        (_("Organised by"), certificate.event.organisation.name),
        (_("Issued on"), day_words(certificate.issued_on)),
    ]


def pdf_of(certificate: Certificate) -> bytes:
    """In the registration's language, whoever asks for it; needs event and organisation loaded. Cost: some 30 ms CPU, no query."""
    with translation.override(certificate.language):
        return _draw(certificate)


def _draw(certificate: Certificate) -> bytes:
    from io import BytesIO

    from core import documents, qr  # here: a process that draws nothing need not carry what draws

    title = pick(certificate.event, "title", certificate.language).text
    address = settings.PUBLIC_URL.rstrip("/") + certificate.check_path
    sheet = documents.Sheet(
        size=SIZE_MM,
        language=certificate.language,
        title=f"{_('Certificate')} – {title}",
        made_at=certificate.issued_at,
    )
    width, height = SIZE_MM
    inner = width - 2 * EDGE_MM
    pdf = sheet.pdf
    pdf.set_fill_color(identity.ENCRE)
    pdf.rect(0, 0, width, 30, style="F")
    sheet.weave(EDGE_MM, 7, 16)
    pdf.set_xy(EDGE_MM + 21, 9.5)
    sheet.write("Maillage", "title", "B", 24, 100, identity.WHITE)
    pdf.set_xy(EDGE_MM, 48)
    sheet.write(_("Certificate of completion"), "title", "B", 30, inner, identity.ENCRE)
    pdf.set_xy(EDGE_MM, pdf.get_y() + 6)
    sheet.write(_("This certifies that"), "text", "", 13, inner, identity.ARDOISE)
    pdf.set_xy(EDGE_MM, pdf.get_y() + 1)
    name_size = documents.fitting(certificate.name, 28, 45)
    sheet.write(certificate.name, "title", "B", name_size, inner, identity.ENCRE)
    pdf.set_xy(EDGE_MM, pdf.get_y() + 2)
    sheet.write(_("has completed"), "text", "", 13, inner, identity.ARDOISE)
    pdf.set_xy(EDGE_MM, pdf.get_y() + 1)
    sheet.write(title, "title", "B", documents.fitting(title, 20, 60), inner, identity.ENCRE)
    below = max(pdf.get_y() + 8, 128.0)
    pdf.set_draw_color(identity.FILET)
    pdf.set_line_width(0.4)
    pdf.line(EDGE_MM, below, width - EDGE_MM, below)
    code_side = 42.0
    column = inner - code_side - 10
    pdf.set_y(below + 5)
    for label, text in facts_of(certificate):
        pdf.set_x(EDGE_MM)
        sheet.write(label, "text", "", 9.5, column, identity.ARDOISE)
        pdf.set_x(EDGE_MM)
        sheet.write(text, "text", "B", documents.fitting(text, 12, 90), column, identity.ENCRE)
        pdf.set_y(pdf.get_y() + 1.5)
    right = width - EDGE_MM - code_side
    alone = _("QR code of the page to check this certificate")
    pdf.image(BytesIO(qr.png(address, pixels=4)), x=right, y=below + 3, w=code_side, h=code_side, alt_text=alone)
    pdf.set_xy(EDGE_MM, height - 22)
    words = _("Check this certificate: %(address)s") % {"address": address}
    sheet.write(words, "text", "", 8.5, inner, identity.ARDOISE)
    pdf.set_x(EDGE_MM)
    sheet.write(_("Code: %(code)s") % {"code": certificate.spoken}, "text", "B", 10.5, inner, identity.ENCRE)
    return bytes(pdf.output())
