"""Many people are told of one event."""

from urllib.parse import urlencode

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

#: Where the session keeps what became of the last invitation.
RESULT = "invited"


@access.roles(*rules.WORKING_ROLES)
@no_store
@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    """The people of the list, as it is narrowed, and an event: who would be told, and how; then the result.

    Nobody is registered: each decides for themself. Cost: 7 queries for 200 people.
    """
    narrowing, files = found_by(request)
    query = narrowing.query
    asked = request.POST if request.method == "POST" else request.GET if "event" in request.GET else None
    form = EventForm(asked, events=inviting.events_for(Event.objects.visible_to(request.user)))
    context = {"form": form, "query": query, "words": words_of(request), "number": files.count(), "most": inviting.MOST}
    if form.is_valid():
        event = form.cleaned_data["event"]
        if request.method == "POST":
            try:
                request.session[RESULT] = inviting.invite(files=files, event=event, by=request.user.person).as_data()
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(f"{reverse('caseworker:invite')}?{urlencode({**query, 'done': 1})}")
        else:
            context |= {"event": event, "preview": inviting.sort_out(files, event)}
    elif "done" in request.GET and RESULT in request.session:
        context["result"] = inviting.Sorted.from_data(request.session[RESULT])
    return render(request, "caseworker/invite.html", context)
