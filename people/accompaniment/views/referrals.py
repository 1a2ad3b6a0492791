"""Referrals: made, and their outcome noted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accompaniment import actions, refusals
from people.accompaniment.forms import OutcomeForm, ReferralForm
from people.accompaniment.models import Referral
from people.accompaniment.views.staff import back_to, file_of, working
from people.accounts.http import PersonRequest


@working
@no_store
@require_http_methods(["GET", "POST"])
def refer(request: PersonRequest, reference: str) -> HttpResponse:
    found = file_of(request, reference)
    form = ReferralForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refer(case_file=found, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The referral is noted."))
            return back_to(found, "referrals")
    return render(request, "accompaniment/refer.html", {"form": form, "case_file": found})


@working
@no_store
@require_http_methods(["GET", "POST"])
def outcome(request: PersonRequest, pk: int) -> HttpResponse:
    rows = Referral.objects.editable_by(request.user).select_related("case_file__person", "to_organisation")
    referral = reach(request, rows, pk=pk)
    found = file_of(request, referral.case_file.reference)
    form = OutcomeForm(request.POST or None, referral=referral)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_outcome(referral=referral, by=request.user.person, seen=form.seen, **form.cleaned_data)
        except refusals.AskAgainTooEarly as refusal:
            form.refuse(refusal, "ask_again_on")
        except Refusal as refusal:
            form.refuse(refusal, "on")
        else:
            messages.success(request, _("The outcome is noted."))
            return back_to(found, "referrals")
    return render(request, "accompaniment/outcome.html", {"form": form, "case_file": found, "referral": referral})
