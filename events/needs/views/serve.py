"""What is to be prepared: the organiser's page, and the totals for whoever cooks."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import access, alternates
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from events.agenda.models import Event
from events.agenda.rules import WORKSPACE_ROLES
from events.needs import actions, rules, serving
from events.needs.models import SERVED_BEFORE, Access, Meal, MealLink, Wish
from people.accounts.http import PersonRequest
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry

#: People on a page of the list.
PAGE = 50
#: What opens the totals, for the table of access.
KEY = gettext_lazy("the key of the link an organiser hands to whoever cooks, 128 random bits")

working = access.roles(*WORKSPACE_ROLES)


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(
        request, Event.objects.run_by(request.user).select_related("venue", "organisation", "terms"), pk=event_id
    )


@working
@no_store
@require_GET
def prepare(request: PersonRequest, event_id: int) -> HttpResponse:
    """Totals at any time; names with what they ask for around the day, and the reading is noted. Cost: 7 queries."""
    event = event_run(request, event_id)
    is_open = rules.is_served_now(event) and event.asks_needs
    seen = Wish.objects.visible_to(request.user).filter(seat__event=event).select_related("seat__person")
    wishes = list(seen) if is_open else []
    in_words = [wish for wish in wishes if wish.what == Meal.OTHER]
    people = serving.guests(wish for wish in wishes if wish.what in Access.values)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    # Whose words stand on this page, with a name or without.
    read = {guest.person.pk: guest.person for guest in page} | {
        wish.seat.person.pk: wish.seat.person for wish in in_words if wish.seat.person
    }
    if read:
        note_reads(
            by=request.user.person,
            about=read.values(),
            kind=ReadEntry.Kind.NEEDS,
            thing=event,
            organisation=event.organisation,
        )
    context: dict[str, Any] = {
        "event": event,
        "is_open": is_open,
        "opens_at": event.starts_at - SERVED_BEFORE,
        "page_obj": page,
        "in_words": [wish.text for wish in in_words],
        "access_totals": serving.access_totals(event) if event.asks_access_needs else [],
        "totals": serving.totals(event) if event.asks_meal else None,
        "totals_url": _totals_url(request, event),
        "can_open_totals": event.asks_meal and not event.is_cancelled and not event.is_past,
    }
    return render(request, "needs/prepare.html", context)


def _totals_url(request: PersonRequest, event: Event) -> str:
    """Address of the totals, while a link stands. Cost: 1 query for an event with a meal."""
    if not event.asks_meal:
        return ""
    link = MealLink.objects.run_by(request.user).filter(event=event).first()
    return alternates.absolute(reverse("needs:totals", args=[link.key])) if link else ""


@working
@no_store
@require_POST
def open_totals(request: PersonRequest, event_id: int) -> HttpResponse:
    """Make the link, or another one in its place."""
    event = event_run(request, event_id)
    with refusal_told(request):
        actions.open_totals(event=event, by=request.user)
        messages.success(request, _("The link is made. Whoever has it sees the totals until the day after the event."))
    return redirect("needs:prepare", event.pk)


@working
@no_store
@require_POST
def close_totals(request: PersonRequest, event_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    actions.close_totals(event=event, by=request.user)
    messages.success(request, _("The link is closed: it opens nothing any more."))
    return redirect("needs:prepare", event.pk)


@access.bearer(KEY)
@no_store
@require_GET
def totals(request: HttpRequest, link_key: str) -> HttpResponse:
    """Counts to cook from, printable; no name, and no word of anybody's. Cost: 3 queries."""
    link = reach(request, MealLink.objects.opened_by(link_key), key=link_key)
    return render(request, "needs/totals.html", {"event": link.event, "totals": serving.totals(link.event)})
