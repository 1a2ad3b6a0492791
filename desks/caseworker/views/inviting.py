"""Many people are told of one event."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from desks.caseworker import inviting
from desks.caseworker.forms import EventForm
from desks.caseworker.views.people import found_by, words_of
from events.agenda.models import Event
from people.accounts.http import PersonRequest
from people.participants import rules
from people.participants.models import CaseFile

#: Where the session keeps what became of the last invitation.
RESULT = "invited"


@access.roles(*rules.WORKING_ROLES)
@no_store
@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    """The people of the list, as it is narrowed, and an event: who would be told, and how; then the result.

    Nobody is registered: each decides for themself. Files that are closed are not invited. Cost: 8 queries for 200 people.
    """
    narrowing, files = found_by(request)
    query = narrowing.query
    context = {"query": query, "words": words_of(request), "number": files.count(), "most": inviting.MOST}
    if narrowing.by.get("standing") == "closed":
        return render(request, "caseworker/invite.html", context | {"closed": True})
    asked = request.POST if request.method == "POST" else request.GET if "event" in request.GET else None
    form = EventForm(asked, events=inviting.events_for(Event.objects.visible_to(request.user)))
    context["form"] = form
    if form.is_valid():
        event, by = form.cleaned_data["event"], request.user.person
        if request.method == "POST":
            try:
                done = inviting.invite(files=files, event=event, by=by, seal=request.POST.get("seal", ""))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                if isinstance(refusal, inviting.OthersNow):
                    context |= _preview(files, event)
            else:
                request.session[RESULT] = done.as_data()
                return redirect(f"{reverse('caseworker:invite')}?{urlencode({**query, 'done': 1})}")
        else:
            context |= _preview(files, event)
    elif "done" in request.GET and RESULT in request.session:
        context["result"] = inviting.Sorted.from_data(request.session[RESULT])
    return render(request, "caseworker/invite.html", context)


def _preview(files: QuerySet[CaseFile], event: Event) -> dict[str, Any]:
    # The seal first: whoever comes in between is shown, and then found to be another list.
    return {"event": event, "seal": inviting.seal_of(files), "preview": inviting.sort_out(files, event)}
