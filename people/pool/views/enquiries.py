"""A regional partner asks for somebody; the bank answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.participants.models import Card
from people.participants.rules import follows, organisations_of
from people.pool import actions, rules
from people.pool.forms import AskForm, SayNoForm
from people.pool.models import Enquiry

working = access.roles(*rules.WORKING_ROLES)


@working
@no_store
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, reference: str) -> HttpResponse:
    """From a card that the reader's organisation may see. By number alone."""
    cards = Card.objects.visible_to(request.user).exclude(person=request.user.person_id)
    related = cards.select_related("person__case_file__organisation")
    file = reach(request, related, person__case_file__reference=reference.upper()).person.case_file
    if follows(request.user, file):
        return redirect("pool:card", file.reference)
    form = AskForm(request.POST or None, organisations=organisations_of(request.user), case_file=file)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for(case_file=file, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The organisation that follows the person is asked. Its answer comes by mail."))
            return redirect("pool:card", file.reference)
    return render(request, "pool/ask.html", {"file": file, "form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def enquiry(request: PersonRequest, pk: int) -> HttpResponse:
    """Who asks for the person, and why; POST declines. A handover is proposed on its own page."""
    related = ("case_file__person", "organisation", "asked_by", "edition__programme", "handover")
    found = reach(request, Enquiry.objects.visible_to(request.user).select_related(*related), pk=pk)
    form = SayNoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_no(enquiry=found, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is sent to the organisation that asked."))
            return redirect("pool:enquiry", pk=pk)
    return render(request, "pool/enquiry.html", {"enquiry": found, "form": form})
