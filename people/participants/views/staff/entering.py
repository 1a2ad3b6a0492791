"""Entering somebody on their behalf, and the steps of their profile."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.oversight.models import ReadEntry
from people.participants import actions, facts, rules
from people.participants.forms.rows import LanguagesStep
from people.participants.forms.staff import EnterForm
from people.participants.forms.step import StepForm
from people.participants.forms.steps import STEPS, SituationStep
from people.participants.models import CaseFile
from people.participants.places import file_url
from people.participants.views.staff.reaching import file_of, noted, working


@working
@no_store
@require_http_methods(["GET", "POST"])
def enter(request: PersonRequest) -> HttpResponse:
    """Somebody new. Files of the organisation under the same name are shown first: is it one of them?"""
    form = EnterForm(request.POST or None, organisations=list(rules.organisations_of(request.user)))
    alike: list[CaseFile] = []
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        is_another = kept.pop("is_another")
        alike = [] if is_another else list(actions.alike(kept["organisation"], kept["name"]))
        if not alike:
            try:
                file = actions.enter(by=request.user.person, **kept)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The person is entered. Go on with what they tell you."))
                return redirect(file_url(file))
    return render(request, "participants/staff/enter.html", {"form": form, "alike": alike})


@working
@no_store
@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, reference: str, code: str) -> HttpResponse:
    """One step of the profile, filled in for the person: the same form as theirs."""
    file = file_of(request, reference)
    if code not in STEPS:
        raise Http404
    form = _form(request, file, code)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(by=request.user.person)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect(file_url(file))
    noted(request, file, ReadEntry.Kind.FILE)
    return render(request, "participants/staff/step.html", {"file": file, "form": form})


def _form(request: PersonRequest, file: CaseFile, code: str) -> StepForm:
    data = request.POST or None
    if code == SituationStep.code:
        return SituationStep(data, case_file=file, needs=facts.asked_of(file))
    if code == LanguagesStep.code:
        return LanguagesStep(data, case_file=file, for_staff=True)
    return STEPS[code](data, case_file=file)
