"""The page of whoever applied: how it is decided and when it is told; then the result, why, and what else there is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from events.registration import waiting
from events.registration.models import Terms
from events.registration.views.manage import KEY, by_key
from events.selection.beside import moment_at
from events.selection.models import Results


@access.bearer(KEY)
@no_store
@require_GET
def mine(request: HttpRequest, link_key: str) -> HttpResponse:
    """Nothing of a decision before it is told. Cost: 5 queries, 1 more for a rank."""
    registration = by_key(link_key)
    event = registration.event
    if not Terms.of(event).is_by_review:
        raise Http404
    verdict = getattr(registration, "verdict", None)
    told = verdict if verdict is not None and verdict.told_at is not None else None
    results = Results.of(event)
    context = {
        "registration": registration,
        "event": event,
        "told": told,
        "rank": waiting.rank(registration) if registration.is_waiting else None,
        "criteria": list(event.criteria.all()),
        "results": results,
        "moment": moment_at(results, event),
        "crumb_items": [
            (event.title.text, event.get_absolute_url()),
            (_("Your registration"), registration.get_absolute_url()),
            (_("The result"), None),
        ],
    }
    return render(request, "selection/mine.html", context)
