"""The ticket as a picture and as a file."""

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import qr
from core.dates import span_words
from events.agenda.models import Event
from events.registration import tickets
from events.registration.models import Seat


def qr_of(code: str) -> SafeString:
    """The signed code as an SVG; upper case and digits alone, so that it stays coarse enough for any camera."""
    return qr.svg(code, label=_("QR code of your ticket"))


def pdf_of(seat: Seat, event: Event) -> bytes:
    """The ticket on one page, in the registration's language, whoever asks for it."""
    from core import documents  # here: a process that draws no ticket need not carry what draws them

    registration = seat.registration
    with translation.override(registration.language):
        place = f"{event.venue.name}\n{event.venue.address}" if event.venue else str(_("Online"))
        ticket = documents.Ticket(
            language=registration.language,
            title=str(event.title),
            when=span_words(event),
            where=place,
            name=seat.name,
            reference=registration.reference,
            code=tickets.of(seat),
            made_at=registration.confirmed_at or registration.made_at,
            organiser=event.organisation.name,
        )
        return documents.ticket_pdf(ticket)
