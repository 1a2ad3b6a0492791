"""The organiser's page of the results: when everybody is told, what each will read, what is missing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.selection import preview, releasing, standing
from events.selection.beside import moment_at
from events.selection.forms import HourForm
from events.selection.models import Results
from events.selection.views.reach import event_run, frame, working
from people.accounts.http import PersonRequest


@working
@no_store
@require_http_methods(["GET", "POST"])
def results(request: PersonRequest, event_id: int) -> HttpResponse:
    """Counts, what is missing, the hour. Cost: 3 queries to show."""
    event = event_run(request, event_id)
    form = HourForm(request.POST if request.method == "POST" else None, event=event, tell_at=Results.of(event).tell_at)
    if request.method == "POST" and form.is_valid():
        try:
            planned = releasing.plan(event=event, by=request.user, tell_at=form.cleaned_data["tell_at"])
        except Refusal as refusal:
            form.add_error("tell_at", str(refusal))
        else:
            if planned.tell_at is None:
                done = _("No hour is set: tell everybody by hand, once all is decided.")
            else:
                done = _("Everybody is told at that hour: %(moment)s") % {"moment": moment_at(planned, event)}
            messages.success(request, done)
            return redirect("selection:results", event.pk)
    context = frame(event)
    context |= {
        "form": form,
        "obstacles": list(standing.obstacles(event, context["standing"])),
        "worth_knowing": list(standing.worth_knowing(event, context["standing"], context["results"])),
    }
    return render(request, "selection/manage/results.html", context, status=422 if form.errors else 200)


@working
@no_store
@require_GET
def letters(request: PersonRequest, event_id: int) -> HttpResponse:
    """The three letters as they will be read, in both languages. Cost: 3 queries."""
    event = event_run(request, event_id)
    context = frame(event) | {"letters": preview.letters_of(event)}
    return render(request, "selection/manage/letters.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def tell(request: PersonRequest, event_id: int) -> HttpResponse:
    """Ask once, then tell everybody now."""
    event = event_run(request, event_id)
    if request.method == "POST":
        with refusal_told(request):
            releasing.release(event=event, by=request.user)
            messages.success(request, _("Everybody is told: the letters are on their way."))
        return redirect("selection:results", event.pk)
    context = frame(event)
    missing = list(standing.obstacles(event, context["standing"]))
    if missing or context["results"].are_told:
        return redirect("selection:results", event.pk)
    context["worth_knowing"] = list(standing.worth_knowing(event, context["standing"], context["results"]))
    return render(request, "selection/manage/tell.html", context)
