"""The report of an event, for those who run it: its page, and the same as a PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.guard import reach
from core.pages import no_store
from events.agenda.models import Event
from events.doors import picture, rules
from events.doors.models import GRACE
from events.report import figures
from people.accounts.http import PersonRequest


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(
        request, Event.objects.run_by(request.user).select_related("venue", "organisation", "terms"), pk=event_id
    )


@access.roles(*rules.RUNNERS)
@no_store
@require_GET
def show(request: PersonRequest, event_id: int) -> HttpResponse:
    """The accessible twin of the PDF; before the close, when there will be one. Cost: 13 queries, however many came."""
    event = event_run(request, event_id)
    if event.is_cancelled or not rules.is_closed(event):
        return render(request, "report/too_early.html", {"event": event, "closes_at": event.ends_at + GRACE})
    said = figures.report(event)
    curve = said.curve if said.curve is not None and said.curve.arrived else None
    held = said.number("registered") + said.number("walk_ins")
    context = {
        "event": event,
        "report": said,
        "numbers": [(number, label) for _code, label, number in [*said.figures, *said.offers]],
        "pictures": picture.pictures(curve, held) if curve else [],
        "curve": curve,
        "languages": settings.LANGUAGES,
    }
    return render(request, "report/show.html", context)


@access.roles(*rules.RUNNERS)
@no_store
@require_GET
def pdf(request: PersonRequest, event_id: int, language: str) -> HttpResponse:
    """In the language of the address's end; 404 before the close. It names nobody."""
    from events.report import paper  # here: what draws costs every process that does not

    event = event_run(request, event_id)
    if event.is_cancelled or not rules.is_closed(event):
        raise Http404
    response = HttpResponse(
        paper.pdf_of(event, language=language, made_at=timezone.now()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{_("report")}-{event.pk}-{language}.pdf"'
    return response
