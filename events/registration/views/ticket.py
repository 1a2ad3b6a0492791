"""The ticket: a page, a PDF and a calendar file behind its signed code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import access, calendars
from core.pages import no_store
from events.registration import news, paper, tickets
from events.registration.models import Seat
from events.registration.refusals import NotATicket

#: States of a seat that no calendar knows of.
NO_ENTRY = {Seat.State.APPLIED, Seat.State.WAITING, Seat.State.OFFERED}
#: What opens these pages, for the table of access.
CODE = gettext_lazy("the ticket's code: 128 random bits and a signature")


def by_ticket(code: str) -> Seat:
    """Seat of a ticket, its event and registration loaded; 404 for a code we did not sign, without a query."""
    try:
        found = tickets.read(code)
    except NotATicket:
        raise Http404 from None
    return get_object_or_404(Seat.objects.select_related("event__venue", "registration"), code=found)


@access.bearer(CODE)
@no_store
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket to show at the door, printable; the accessible twin of the PDF. Cost: 1 query, 2 for a series."""
    seat = by_ticket(code)
    context = {
        "seat": seat,
        "event": seat.event,
        "sittings": list(seat.event.sittings_standing) if seat.event.is_series else [],
        "registration": seat.registration,
        "code": code,
        "qr": paper.qr_of(code),
        "is_valid": is_valid(seat),
        "crumb_items": [(seat.event.title.text, seat.event.get_absolute_url()), (_("Ticket"), None)],
    }
    return render(request, "registration/ticket.html", context, status=200 if is_valid(seat) else 410)


@access.bearer(CODE)
@no_store
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper; 404 for a seat that is not confirmed."""
    seat = by_ticket(code)
    if not is_valid(seat):
        raise Http404
    response = HttpResponse(paper.pdf_of(seat.event, seat), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_("ticket")}-{seat.registration.reference}.pdf"'
    return response


@access.bearer(CODE)
@no_store
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The entry to add to a calendar by hand, one for each sitting: the same that our mails keep up to date."""
    seat = by_ticket(code)
    if seat.state in NO_ENTRY:
        raise Http404
    entry = news.entry_of(seat, seat.event, language=seat.registration.language, method="")
    response = HttpResponse(
        calendars.text(news.calendar_entries(entry, is_off=not is_valid(seat))), content_type=calendars.content_type()
    )
    response["Content-Disposition"] = f'attachment; filename="{seat.registration.reference}.ics"'
    return response


def is_valid(seat: Seat) -> bool:
    """Whether the ticket opens a door."""
    return (
        seat.state in {Seat.State.EXPECTED, Seat.State.PRESENT}
        and not seat.event.is_cancelled
        and not seat.registration.awaits_guardian
    )
