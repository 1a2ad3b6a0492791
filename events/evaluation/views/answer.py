"""The page on which somebody who was there answers, behind the key of the mailed link: no login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.evaluation import actions
from events.evaluation.forms import AnswerForm
from events.evaluation.models import Asked

#: What opens the page, for the table of access.
KEY = gettext_lazy("the key of the mailed link, 128 random bits")


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Five questions on one page; a link that was used, or whose time is over, says so. Cost: 3 queries."""
    invitation = Asked.objects.opened_by(key).first()
    if invitation is None:
        return render(request, "evaluation/gone.html", {}, status=404)
    evaluation = invitation.evaluation
    if evaluation.is_closed or invitation.has_answered:
        context = {"event": evaluation.event, "has_answered": invitation.has_answered}
        return render(request, "evaluation/gone.html", context, status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None, questions=list(evaluation.questions.all()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(invitation=invitation, answers=form.answers, with_name=form.cleaned_data["with_name"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            # To a page without the key: nothing in an address says who has just answered.
            return redirect("evaluation:thanks")
    context = {"event": evaluation.event, "evaluation": evaluation, "form": form}
    return render(request, "evaluation/answer.html", context, status=422 if form.errors else 200)


@access.anyone
@no_store
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/thanks.html")
