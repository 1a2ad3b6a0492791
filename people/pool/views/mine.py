"""A handover as the person it is about reads and answers it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from people.accounts.http import PersonRequest
from people.pool import actions
from people.pool.models import Handover, about
from people.pool.words import steps_of

RELATED = ("case_file__person", "from_organisation", "to_organisation", "edition__programme")


@access.signed_in
@no_store
@require_GET
def my_handover(request: PersonRequest, pk: int) -> HttpResponse:
    """What is proposed, who would see what, and one's answer. Cost: 2 queries beside the frame's."""
    own = Handover.objects.of_person(request.user.person).select_related(*RELATED)
    handover = reach(request, own, pk=pk)
    facts = {
        "handover": handover,
        "about": about(handover),
        "way": steps_of(handover),
        "crumb_items": [(_("My space"), reverse("my_space:home")), (_("Another organisation for me"), None)],
    }
    return render(request, "pool/my_handover.html", facts)


@access.signed_in
@require_POST
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    """No: nothing changes."""
    handover = reach(request, Handover.objects.of_person(request.user.person).select_related(*RELATED), pk=pk)
    with refusal_told(request):
        actions.refuse(handover=handover, by=request.user.person)
        messages.success(request, _("Your answer is noted: you stay with your organisation."))
    return redirect("pool:my_handover", pk=pk)
