"""The organiser's pages for an event's seats: the terms, and how many there are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from events.agenda import actions as agenda
from events.agenda import rules
from events.agenda.models import Event
from events.registration import running
from events.registration.forms.running import CapacityForm, TermsForm
from events.registration.models import Terms
from people.accounts.http import PersonRequest

working = access.roles(*rules.WORKSPACE_ROLES)


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(request, Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


@working
@no_store
@require_http_methods(["GET", "POST"])
def terms(request: PersonRequest, event_id: int) -> HttpResponse:
    """How seats are given. Cost: 1 query to show."""
    event = event_run(request, event_id)
    form = TermsForm(request.POST or None, instance=Terms.of(event_run(request, event_id)))
    if request.method == "POST" and form.is_valid():
        try:
            running.set_terms(event=event, by=request.user, seen=form.seen, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal, "admission" if "admission" in form.changed_data else None)
        else:
            messages.success(request, _("The terms are kept. Who has registered keeps what they have."))
            return redirect("registration:terms", event.pk)
    context = {"event": event, "form": form}
    return render(request, "registration/manage/terms.html", context, status=422 if form.errors else 200)


@working
@no_store
@require_http_methods(["GET", "POST"])
def capacity(request: PersonRequest, event_id: int) -> HttpResponse:
    """How many seats there are: what the new number would do is said before it is set. Cost: 3 queries."""
    event = event_run(request, event_id)
    form = CapacityForm(request.POST or None, event=event)
    effect = None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["capacity"]
        effect = running.effect_of(event, wanted)
        if "confirmed" in request.POST:
            try:
                agenda.change_capacity(event=event, by=request.user, capacity=wanted)
            except Refusal as refusal:
                form.add_error("capacity", str(refusal))
            else:
                messages.success(request, _("The number of seats is kept. Whose turn it is has been told."))
                return redirect("registration:line", event.pk)
    context = {"event": event, "form": form, "effect": effect, "now": running.effect_of(event, event.capacity)}
    return render(request, "registration/manage/capacity.html", context, status=422 if form.errors else 200)
