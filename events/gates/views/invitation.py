"""The link of a letter: it keeps the code for the page to register, whose address says nothing of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from events.gates.asking import bring
from events.gates.models import Invitation, Pass

KEY = gettext_lazy("the code of an invitation that was mailed, 60 random bits")


@access.bearer(KEY)
@no_store
@require_GET
def open(request: HttpRequest, code: str) -> HttpResponse:
    """On to the page to register, with the code. Cost: 1 or 2 queries."""
    found = Invitation.objects.opened_by(code).first() or Pass.objects.opened_by(code).first()
    if found is None or found.event.is_draft:
        raise Http404
    bring(request, found.event, code)
    return redirect("registration:register", found.event_id)
