"""How these pages reach an event and an application, and what stands on all of them."""

from typing import Any

from core import access
from core.guard import reach
from events.agenda import rules as agenda
from events.agenda.models import Event
from events.registration.models import Registration, Terms
from events.selection import standing
from events.selection.models import Results
from people.accounts.http import PersonRequest

working = access.roles(*agenda.WORKSPACE_ROLES)


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(request, Event.objects.run_by(request.user).select_related("venue", "terms", "results"), pk=event_id)


def registration_run(request: PersonRequest, event: Event, registration_id: int) -> Registration:
    """An application to it; else 404. Cost: 1 query."""
    mine = Registration.objects.run_by(request.user).select_related("contact", "organisation", "verdict")
    found = reach(request, mine.prefetch_related("seats"), event=event, pk=registration_id)
    found.event = event
    return found


def frame(event: Event) -> dict[str, Any]:
    """What every page of a selection shows: whether there is one, how many are decided, what is told when. Cost: 2 queries."""
    return {
        "event": event,
        "is_by_review": Terms.of(event).is_by_review,
        "standing": standing.standing_of(event),
        "results": Results.of(event),
    }
