"""The live desk: the day's figures, the curve of arrivals, the latest scans."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core import access
from core.dates import time_words
from core.pages import no_store
from events.agenda.models import Event
from events.doors import beside, desk, rules
from events.doors.picture import pictures
from events.doors.views.door import event_at_door

#: A scan younger than this has just arrived on the screen.
JUST_NOW = timedelta(seconds=4)


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def live(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_at_door(request, event_id)
    tools = beside.tools_of("desk", event, request.user)
    return render(request, "doors/live.html", {**shown(event), "tools": tools})


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def live_part(request: HttpRequest, event_id: int) -> HttpResponse:
    """What moves, alone: the same markup as inside the page."""
    event = event_at_door(request, event_id)
    return render(request, "doors/_desk.html", shown(event))


def picture_words(seen: desk.Desk) -> str:
    """The curve in a sentence, for those who do not see it."""
    if not seen.curve.arrived:
        return _("Nobody has arrived yet.")
    facts = {
        "start": time_words(seen.curve.begins),
        "end": time_words(seen.curve.until),
        "present": seen.figures.present,
        "registered": seen.figures.registered,
    }
    return (
        _("Arrivals added up, from %(start)s to %(end)s: %(present)s people present of %(registered)s registered.")
        % facts
    )


def shown(event: Event) -> dict[str, Any]:
    """Cost: 4 queries, however many came, and those of the rooms above."""
    seen = desk.desk(event)
    counted = seen.figures
    return {
        "event": event,
        "desk": seen,
        "numbers": [
            (counted.present, pgettext("people", "present")),
            (counted.registered, pgettext("people", "registered")),
            (counted.lately, _("in the last half hour")),
            (counted.waiting, pgettext("people", "on the waiting list")),
            *([(counted.walk_ins, _("without a registration"))] if counted.walk_ins else []),
        ],
        "said": picture_words(seen),
        "pictures": pictures(seen.curve, seen.figures.registered),
        "notes": beside.notes_of(event),
        "new_since": timezone.now() - JUST_NOW,
    }
