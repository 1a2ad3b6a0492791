"""The ticket as a picture and as a file."""

from django.utils.safestring import SafeString, mark_safe

from events.agenda.models import Event
from events.registration import tickets
from events.registration.models import Seat


def qr_of(code: str) -> SafeString:
    """The signed code as an SVG; upper case and digits alone, so that it stays coarse enough for any camera."""
    import segno

    drawn: str = segno.make(code, error="m", micro=False).svg_inline(border=4, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  (drawn by segno from our alphabet)


def pdf_of(seat: Seat, event: Event) -> bytes:
    """The ticket on one page."""
    from core import documents

    return documents.ticket_pdf(documents.Ticket(code=tickets.sign(seat.code)))
