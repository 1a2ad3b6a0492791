"""The organiser's page of sittings, and a page for each thing that changes one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.pages import no_store
from core.refusals import Refusal
from events.agenda import headcount
from events.agenda import sittings as actions
from events.agenda.forms.changes import ReasonForm
from events.agenda.forms.sittings import MoveSittingForm, SeveralForm, SittingForm
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.agenda.views.manage import asks, run_by, typed, working
from people.accounts.http import PersonRequest


def sitting_run(event: Event, sitting_id: int) -> Sitting:
    """A sitting of an event that the person runs, which is still to be changed; else 404. Cost: 1 query."""
    found = get_object_or_404(event.sittings.standing(), pk=sitting_id)
    found.event = event
    return found


@working
@no_store
@asks
def sittings(request: PersonRequest, event_id: int) -> HttpResponse:
    """The sittings there are, and the form that adds several at once. Cost: 2 queries."""
    event = run_by(request, event_id)
    there = list(event.sittings.all())
    form = SeveralForm(typed(request), event=event, initial=_next(event, there))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_sittings(event=event, by=request.user, hours=form.spans)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(number)d sitting was added.", "%(number)d sittings were added.", len(added))
            messages.success(request, said % {"number": len(added)})
            return redirect("agenda:sittings", event.pk)
    context = {"event": event, "sittings": there, "form": form, "concerned": headcount.concerned(event)}
    return render(request, "agenda/manage/sittings.html", context, status=422 if form.errors else 200)


def _next(event: Event, there: list[Sitting]) -> dict[str, Any]:
    """The form begins where the last sitting ends, or with the event's own hours."""
    if there:
        last = there[-1]
        day = max(last.start_date + timedelta(days=7), timezone.localdate())
        return {"start_date": day, "start_time": last.start_time, "end_time": last.end_time}
    return {"start_date": event.start_date, "start_time": event.start_time, "end_time": event.end_time, "times": 6}


@working
@no_store
@asks
def sitting(request: PersonRequest, event_id: int, sitting_id: int) -> HttpResponse:
    """Edit one: hours and title of a draft's, the title of an announced one. Cost: 2 queries."""
    event = run_by(request, event_id)
    found = sitting_run(event, sitting_id)
    form = SittingForm(typed(request), sitting=found)
    if request.method == "POST" and form.is_valid():
        titles = {name: form.cleaned_data[name] for name in ("title_fr", "title_en")}
        try:
            actions.edit_sitting(sitting=found, by=request.user, hours=form.hours, **titles)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect("agenda:sittings", event.pk)
    context = {"event": event, "sitting": found, "form": form}
    return render(request, "agenda/manage/sitting.html", context, status=422 if form.errors else 200)


@working
@no_store
@asks
def move_sitting(request: PersonRequest, event_id: int, sitting_id: int) -> HttpResponse:
    """Other hours for an announced sitting, and how many people will be written to."""
    event = run_by(request, event_id)
    found = sitting_run(event, sitting_id)
    form = MoveSittingForm(typed(request), sitting=found)
    if request.method == "POST" and form.is_valid():
        reasons = {name: form.cleaned_data[name] for name in ("reason_fr", "reason_en")}
        try:
            actions.move_sitting(sitting=found, by=request.user, hours=form.hours, **reasons)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The sitting is moved. Everybody who registered is being written to."))
            return redirect("agenda:sittings", event.pk)
    return _asked(request, "agenda/manage/move_sitting.html", found, form)


@working
@no_store
@asks
def end_sitting(request: PersonRequest, event_id: int, sitting_id: int) -> HttpResponse:
    """Take a draft's sitting away, or call an announced one off with a reason."""
    event = run_by(request, event_id)
    found = sitting_run(event, sitting_id)
    form = ReasonForm(typed(request))
    if request.method == "POST" and (event.is_draft or form.is_valid()):
        try:
            if event.is_draft:
                actions.remove_sitting(sitting=found, by=request.user)
            else:
                actions.cancel_sitting(sitting=found, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            if event.is_draft:
                messages.error(request, str(refusal))
                return redirect("agenda:sittings", event.pk)
            form.add_error(None, str(refusal))
        else:
            said = _("The sitting is removed.")
            if not event.is_draft:
                said = _("The sitting is cancelled. Everybody who registered is being written to.")
            messages.success(request, said)
            return redirect("agenda:sittings", event.pk)
    return _asked(request, "agenda/manage/end_sitting.html", found, form)


def _asked(request: PersonRequest, template: str, found: Sitting, form: Any) -> HttpResponse:
    event = found.event
    context = {"event": event, "sitting": found, "form": form, "concerned": headcount.concerned(event)}
    return render(request, template, context, status=422 if form.errors else 200)
