"""The organiser's pages: lists, the form, and one page for each thing that changes an event's state."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.agenda import actions, exporting, headcount, refusals, rules, worklist
from events.agenda.forms.changes import DuplicateForm, MoveForm, ReasonForm
from events.agenda.forms.event import EventForm
from events.agenda.models import Event
from people.accounts.fresh import say_put_aside
from people.accounts.http import PersonRequest

#: Events on a page of a list.
PAGE = 25

working = access.roles(*rules.WORKSPACE_ROLES)
asks = require_http_methods(["GET", "POST"])


def run_by(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    events = Event.objects.run_by(request.user).select_related("region", "venue", "venue__region", "organisation")
    return get_object_or_404(events, pk=event_id)


def typed(request: PersonRequest) -> Any:
    """Data for a form: bound by any POST, an empty one too."""
    return request.POST if request.method == "POST" else None


def shown(request: PersonRequest, form: EventForm, **context: Any) -> HttpResponse:
    return render(
        request, "agenda/manage/form.html", {"form": form, "asked_again": access.put_aside(request), **context}
    )


# ------------------------------------------------------------------ lists
@working
@no_store
@require_GET
def events(request: PersonRequest) -> HttpResponse:
    """Events the user runs, by state, with their seats. Cost: 3 queries."""
    words = request.GET.get("q", "").strip()[:80]
    mine = Event.objects.run_by(request.user).with_words(words)
    tabs = worklist.counted(mine)
    tab = worklist.tab_named(request.GET.get("tab", ""))
    page = Paginator(worklist.under(tab, mine), PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs, "tab": tab, "page_obj": page, "events": page.object_list, "words": words}
    context["formats"] = exporting.FORMATS
    return render(request, "agenda/manage/list.html", context)


@working
@no_store
@require_GET
def overview(request: PersonRequest, event_id: int) -> HttpResponse:
    """One event: its figures, what it lacks, and what can be done with it. Cost: 2 queries, and those of the rooms above."""
    event = run_by(request, event_id)
    beside = headcount.beside(event)
    context = {
        "event": event,
        "todo": worklist.todo(event),
        "beside": beside,
        "is_counted_on": bool(event.seats_taken or event.seats_waiting or beside),
    }
    return render(request, "agenda/manage/overview.html", context)


# ------------------------------------------------------------------ create and edit
@working
@access.fresh(for_files=True)
@no_store
@asks
def create(request: PersonRequest) -> HttpResponse:
    if not rules.organisations_for(request.user).exists():
        return render(request, "agenda/manage/no_organisation.html")
    form = EventForm(typed(request), request.FILES or None, user=request.user)
    say_put_aside(request, form, "picture")
    if request.method == "POST" and form.is_valid() and (event := _kept(form, request, _create)):
        messages.success(request, _("The draft is kept. Look at it as the public will, then publish it."))
        return redirect("agenda:manage_event", event.pk)
    return shown(request, form)


@working
@access.fresh(for_files=True)
@no_store
@asks
def edit(request: PersonRequest, event_id: int) -> HttpResponse:
    event = run_by(request, event_id)
    # The form writes on a row of its own, so that the page still shows the event as it is kept.
    form = EventForm(typed(request), request.FILES or None, instance=run_by(request, event_id), user=request.user)
    say_put_aside(request, form, "picture")
    if request.method == "POST" and form.is_valid() and _kept(form, request, _edit):
        messages.success(request, _("Your changes are kept."))
        return redirect("agenda:manage_event", event.pk)
    return shown(request, form, event=event)


def _kept(form: EventForm, request: PersonRequest, keep: Callable[[EventForm, PersonRequest], Event]) -> Event | None:
    """The event, or None with the refusal in the form; all of it is kept or nothing."""
    try:
        with transaction.atomic():
            return keep(form, request)
    except refusals.CapacityBelowSeatsTaken as refusal:
        form.add_error("capacity", str(refusal))
    except refusals.ChangedMeanwhile as refusal:
        form.say_clash(refusal)
        form.show_stored(run_by(request, form.instance.pk))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _settle_venue(form: EventForm, request: PersonRequest) -> Event:
    event = form.instance
    if form.is_draft and event.venue is not None and event.venue._state.adding:
        event.venue = actions.create_venue(venue=event.venue, by=request.user)
    return event


def _create(form: EventForm, request: PersonRequest) -> Event:
    return actions.create_event(
        event=_settle_venue(form, request),
        by=request.user,
        about_regions=form.cleaned_data["about_regions"],
        contributions=form.contributions,
    )


def _edit(form: EventForm, request: PersonRequest) -> Event:
    event = actions.edit_event(
        event=_settle_venue(form, request),
        by=request.user,
        seen=form.seen_at,
        about_regions=form.cleaned_data["about_regions"],
        contributions=form.contributions,
    )
    return actions.change_capacity(event=event, by=request.user, capacity=form.cleaned_data["capacity"])


# ------------------------------------------------------------------ state
def _answered(
    request: PersonRequest, event: Event, done: str, act: Callable[[], Any], to: str = "agenda:manage_event"
) -> HttpResponse:
    """Do it and say so, or say why not; either way back to the event."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("agenda:manage_event", event.pk)
    messages.success(request, done)
    return redirect(to) if to == "agenda:manage_list" else redirect(to, event.pk)


@working
@no_store
@asks
def publish(request: PersonRequest, event_id: int) -> HttpResponse:
    event = run_by(request, event_id)
    if request.method == "POST":
        done = _("The event is published.")
        return _answered(request, event, done, lambda: actions.publish(event=event, by=request.user))
    context = {"event": event, "todo": worklist.todo(event)}
    return render(request, "agenda/manage/publish.html", context)


@working
@no_store
@require_POST
def unpublish(request: PersonRequest, event_id: int) -> HttpResponse:
    event = run_by(request, event_id)
    done = _("The event is a draft again: the public no longer sees it.")
    return _answered(request, event, done, lambda: actions.unpublish(event=event, by=request.user))


@working
@no_store
@asks
def discard(request: PersonRequest, event_id: int) -> HttpResponse:
    event = run_by(request, event_id)
    if request.method == "POST":
        done = _("The draft is thrown away.")
        act = lambda: actions.discard_draft(event=event, by=request.user)  # noqa: E731  (one thing to do, said once)
        return _answered(request, event, done, act, "agenda:manage_list")
    return render(request, "agenda/manage/discard.html", {"event": event})


@working
@no_store
@asks
def cancel(request: PersonRequest, event_id: int) -> HttpResponse:
    """Asks for the reason, and says first how many people will be written to."""
    event = run_by(request, event_id)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(event=event, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The event is cancelled. Everybody who registered is being written to."))
            return redirect("agenda:manage_event", event.pk)
    context = {"event": event, "form": form, "concerned": headcount.concerned(event)}
    return render(request, "agenda/manage/cancel.html", context)


@working
@no_store
@asks
def move(request: PersonRequest, event_id: int) -> HttpResponse:
    """Another time or place, and how many people will be written to."""
    event = run_by(request, event_id)
    form = MoveForm(typed(request), event=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(event=event, by=request.user, **form.details)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The event is moved. Everybody who registered is being written to."))
            return redirect("agenda:manage_event", event.pk)
    context = {"event": event, "form": form, "concerned": headcount.concerned(event)}
    return render(request, "agenda/manage/move.html", context)


@working
@no_store
@asks
def duplicate(request: PersonRequest, event_id: int) -> HttpResponse:
    event = run_by(request, event_id)
    form = DuplicateForm(typed(request), event=event)
    if request.method == "POST" and form.is_valid():
        try:
            copy = actions.duplicate(event=event, by=request.user, start_date=form.cleaned_data["start_date"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The copy is a draft. Check what changes from one time to the next."))
            return redirect("agenda:edit", copy.pk)
    return render(request, "agenda/manage/duplicate.html", {"event": event, "form": form})
