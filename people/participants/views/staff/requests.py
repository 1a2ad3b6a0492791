"""Requests to take part: decided, put in the pool and taken out, ended, asked for on behalf."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.oversight.models import ReadEntry
from people.participants import actions, facts, refusals
from people.participants.forms.staff import AskForm, DecisionForm, ReasonForm
from people.participants.models import Candidacy
from people.participants.places import file_url
from people.participants.views.staff.reaching import candidacy_of, file_of, noted, working


@working
@no_store
@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Each condition with its finding, what to ask, and the decision. POST decides."""
    candidacy = candidacy_of(request, pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decided = actions.decide(candidacy=candidacy, by=request.user.person, **form.cleaned_data)
        except refusals.ReasonWanted as refusal:
            form.add_error("reason", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Decided: %(outcome)s. The person is told.") % {"outcome": decided.get_outcome_display()}
            )
            return redirect(file_url(candidacy.case_file, "requests"))
    noted(request, candidacy.case_file, ReadEntry.Kind.FILE)
    context = {"candidacy": candidacy, "file": candidacy.case_file, "found": facts.assess(candidacy), "form": form}
    return render(request, "participants/staff/decide.html", context)


@working
@require_POST
def put_in_pool(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.put_in_pool, _("The person is ready to be met, and told so."))


@working
@require_POST
def take_out(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.take_out_of_pool, _("The person is no longer in the pool."))


@working
@require_POST
def ask_again(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.ask_again, _("The request is to be examined anew."))


def _moved(request: PersonRequest, pk: int, action: Callable[..., Candidacy], words: str) -> HttpResponse:
    candidacy = candidacy_of(request, pk)
    with refusal_told(request):
        action(candidacy=candidacy, by=request.user.person)
        messages.success(request, words)
    return redirect(file_url(candidacy.case_file, "requests"))


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask why, then end: the person reads the reason."""
    candidacy = candidacy_of(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(candidacy=candidacy, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request has ended, and the person is told."))
            return redirect(file_url(candidacy.case_file, "requests"))
    context: dict[str, Any] = {"candidacy": candidacy, "file": candidacy.case_file, "form": form}
    return render(request, "participants/staff/end.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, reference: str) -> HttpResponse:
    """Ask for an edition on behalf of somebody who is followed already."""
    file = file_of(request, reference)
    assert file.organisation is not None  # who sees it follows it
    asked = Candidacy.objects.visible_to(request.user).active().filter(case_file=file).values_list("edition", flat=True)
    form = AskForm(request.POST or None, organisation=file.organisation, but=asked)
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply(person=file.person, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is entered, and the person is told."))
            return redirect(file_url(file, "requests"))
    has_choice = form.fields["edition"].queryset.exists()  # type: ignore[attr-defined]  # a choice among rows
    return render(request, "participants/staff/ask.html", {"file": file, "form": form, "has_choice": has_choice})
