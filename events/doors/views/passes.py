"""Door passes: to whom the event's doors are entrusted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.doors import desk, rules, staffing
from events.doors.forms import PassForm
from events.doors.models import DoorPass
from events.doors.views.door import whoever_asks


@require_http_methods(["GET", "POST"])
@access.roles(*rules.RUNNERS)
@access.fresh()
@no_store
def passes(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.run_by(request.user).select_related("terms"), pk=event_id)
    form = PassForm(request.POST or None)
    if form.is_valid():
        try:
            given = staffing.give_pass(event=event, by=whoever_asks(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("email", str(refusal.message))
        else:
            facts = {"person": given.person, "door": given.door}
            messages.success(request, _("%(person)s can work at this door: %(door)s.") % facts)
            return redirect("doors:passes", event.pk)
    held = DoorPass.objects.filter(event=event).select_related("person__user")
    context = {"event": event, "form": form, "passes": held, "known_doors": desk.doors_of(event)}
    return render(request, "doors/passes.html", context, status=422 if form.errors else 200)


@require_POST
@access.roles(*rules.RUNNERS)
@access.fresh()
@no_store
def take_pass(request: HttpRequest, event_id: int, pass_id: int) -> HttpResponse:
    held = DoorPass.objects.run_by(request.user).select_related("event", "person").filter(event=event_id, pk=pass_id)
    if door_pass := held.first():
        staffing.take_pass(door_pass=door_pass, by=whoever_asks(request))
        messages.success(request, _("%(person)s no longer has this door.") % {"person": door_pass.person})
    else:
        # A second click on the same button: what was asked is so. Another's event is not found either way.
        get_object_or_404(Event.objects.run_by(request.user), pk=event_id)
    return redirect("doors:passes", event_id)
