"""Events, as those who run them see them."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from events.agenda.models import Event
from events.exchange import looks, shapes
from events.exchange.bearing import TokenRequest
from events.exchange.views.api.frame import ROWS, Cursor, Limit, event_run, operation, page, shown


@operation(
    "GET",
    name="events",
    summary=gettext_noop(
        "The events that the token’s owner runs, drafts and past ones too; with “upcoming”, those that are not over"
    ),
    answers={200: shapes.EventPage},
)
def list_events(
    request: TokenRequest,
    limit: Limit = ROWS,
    cursor: Cursor = None,
    upcoming: bool = False,
) -> dict[str, Any]:
    """Cost: 2 queries."""
    found = Event.objects.run_by(request.user)
    found = found.upcoming() if upcoming else found
    return page(looks.with_sittings(found), looks.event, limit=limit, cursor=cursor)[1]


@operation(
    "GET",
    name="event",
    summary=gettext_noop("One event, with its seats and sittings"),
    answers={200: shapes.EventOut},
)
def read_event(request: TokenRequest, response: HttpResponse, event_id: int) -> dict[str, Any]:
    """Cost: 2 queries."""
    return shown(request, response, looks.event(event_run(request, event_id)))
