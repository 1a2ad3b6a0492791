"""The profile, step by step: each is saved by itself, may be passed over, and is found again as it was left."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from core.versions import ChangedMeanwhile
from people.accounts.http import PersonRequest
from people.participants import actions, facts, profile
from people.participants.forms.step import StepForm
from people.participants.forms.steps import STEPS
from people.participants.models import CaseFile
from people.participants.views.person.pages import own_file, page
from people.programmes import five_questions


@access.signed_in
@no_store
@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    """What is said and what is left, or what will be asked and who sees it. Cost: 1 query."""
    file = own_file(request.user.person)
    steps = profile.steps_of(file)
    shown = {
        "case_file": file,
        "is_begun": file is not None and not file.is_closed,
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "next": profile.next_step(file),
        "came_along": five_questions.answers_of(request.session) is not None,
    }
    return page(request, "profile", shown, (_("My profile"), None))


@access.signed_in
@no_store
@require_POST
def begin(request: PersonRequest) -> HttpResponse:
    """Opens the file: the first thing that is kept about somebody who came to take part, with the answers that came along.

    They stay in the session too, for what a request alone may keep of them.
    """
    actions.begin_profile(person=request.user.person, said=five_questions.answers_of(request.session))
    onward = profile.next_step(own_file(request.user.person))
    return redirect(onward.url if onward else "participants:profile")


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, code: str) -> HttpResponse:
    """One step. « save » goes on with the next, « stop » to the overview, « skip » notes that it was passed over."""
    if code not in profile.TITLES:
        raise Http404
    file = own_file(request.user.person)
    if file is None or file.is_closed:
        return redirect("participants:profile")
    form = _form_of(code, request, file)
    if request.method == "POST" and _is_kept(request, file, code, form):
        return _onward(request, file, code)
    here = profile.steps_of(file)[profile.CODES.index(code)]
    shown = {
        "case_file": file,
        "step": here,
        "number_of_steps": len(profile.CODES),
        "form": form,
        "asked": profile.ASKED,
    }
    crumbs = ((_("My profile"), reverse("participants:profile")), (here.title, None))
    return page(
        request, f"step_{code}" if code in OWN_PAGE else "step", shown, *crumbs, is_refused=bool(form and form.errors)
    )


#: Steps whose page is more than a form of fields.
OWN_PAGE = {profile.DOCUMENTS, profile.CONSENTS, "languages", "household"}


def _form_of(code: str, request: PersonRequest, file: CaseFile) -> StepForm | None:
    """The form of a step; None for those that are pages of their own."""
    kind = STEPS.get(code)
    if kind is None:
        return None
    more: dict[str, Any] = {"needs": facts.asked_of(file)} if code == "situation" else {}
    keeps = request.method == "POST" and "skip" not in request.POST
    return kind(request.POST if keeps else None, case_file=file, **more)


def _is_kept(request: PersonRequest, file: CaseFile, code: str, form: StepForm | None) -> bool:
    """Save what was sent, or note the step as passed over; False where something is to be corrected."""
    person = request.user.person
    try:
        if form is None or "skip" in request.POST:
            actions.pass_over(case_file=file, step=code, by=person)
        elif form.is_valid():
            form.keep(by=person)
        else:
            return False
    except ChangedMeanwhile as clash:
        if form is None:  # passing over shows nothing that could have changed
            raise
        form.refuse(clash)
        return False
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _onward(request: PersonRequest, file: CaseFile, code: str) -> HttpResponse:
    file.refresh_from_db(fields=["steps_done"])
    onward = None if "stop" in request.POST else profile.next_step(file, after=code)
    if "skip" not in request.POST:
        messages.success(request, _("Saved."))
    return redirect(onward.url if onward else "participants:profile")
