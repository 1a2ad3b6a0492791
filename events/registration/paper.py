"""The ticket as a picture and as a file."""

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import qr
from core.dates import span_words
from events.agenda.models import Event
from events.registration import tickets
from events.registration.models import Seat

#: Sittings that a ticket names; more of them stand on the registration's page.
MOST_LINES = 12


def qr_of(code: str) -> SafeString:
    """The signed code as an SVG; upper case and digits alone, so that it stays coarse enough for any camera."""
    return qr.svg(code, label=_("QR code of your ticket"))


def when_words(event: Event) -> str:
    """Day and hours; of a series, a line for each sitting to come, the first dozen. Cost: none, 1 query for a series."""
    if not event.is_series:
        return span_words(event)
    sittings = list(event.sittings_standing)
    coming = [sitting for sitting in sittings if not sitting.is_past] or sittings
    lines = [span_words(sitting) for sitting in coming[:MOST_LINES]]
    return "\n".join([span_words(event), *lines, *(["…"] if len(coming) > MOST_LINES else [])])


def pdf_of(event: Event, *seats: Seat) -> bytes:
    """A page for each ticket, in the registration's language, whoever asks for it. Seats of one registration."""
    from core import documents  # here: a process that draws no ticket need not carry what draws them

    registration = seats[0].registration
    with translation.override(registration.language):
        place = f"{event.venue.name}\n{event.venue.address}" if event.venue else str(_("Online"))
        return documents.ticket_pdf(
            *(
                documents.Ticket(
                    language=registration.language,
                    title=str(event.title),
                    when=when_words(event),
                    where=place,
                    name=seat.label,
                    reference=registration.reference,
                    code=tickets.of(seat),
                    made_at=registration.confirmed_at or registration.made_at,
                    organiser=event.organisation.name,
                )
                for seat in seats
            )
        )
