"""The organiser's page: what will be asked and when, then who many answered and what; the questions; the export."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, audit, exports
from core.dates import local_of, moment_words
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from events.agenda.models import Event
from events.doors.rules import RUNNERS
from events.doors.views.registrations import note_export
from events.evaluation import actions, results
from events.evaluation.forms import AnswerForm, QuestionForm
from events.evaluation.models import AnswerSheet, Evaluation
from events.evaluation.questions import questions_of
from people.accounts.http import PersonRequest


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(
        request, Event.objects.run_by(request.user).select_related("venue", "organisation", "terms"), pk=event_id
    )


@access.roles(*RUNNERS)
@no_store
@require_GET
def manage(request: PersonRequest, event_id: int) -> HttpResponse:
    """Before: the questions as people will see them. After: the rate, and what was answered. Cost: 4 queries."""
    event = event_run(request, event_id)
    evaluation = Evaluation.objects.filter(event=event).first() or Evaluation(event=event)
    context: dict[str, Any] = {"event": event, "evaluation": evaluation}
    if evaluation.is_sent:
        found = results.results(evaluation)
        context |= {
            "results": found,
            "numbers": _numbers(evaluation),
            "moments": _moments(evaluation, event),
            "least": results.LEAST,
        }
    else:
        questions = questions_of(event)
        for place, question in enumerate(questions, 1):
            question.pk = question.pk or -place  # the house's own are not saved: they still need a name on the page
        context["preview"] = AnswerForm(None, questions=questions)
    return render(request, "evaluation/manage.html", context)


@access.roles(*RUNNERS)
@no_store
@require_POST
def want(request: PersonRequest, event_id: int) -> HttpResponse:
    """Ask those who were present, or nobody."""
    event = event_run(request, event_id)
    wanted = request.POST.get("wanted") == "yes"
    with refusal_told(request):
        actions.set_wanted(event=event, wanted=wanted, by=request.user.person)
        asked = _("Those who are present will be asked after the event.")
        messages.success(request, asked if wanted else _("Nobody will be asked about this event."))
    return redirect("evaluation:manage", event.pk)


@access.roles(*RUNNERS)
@no_store
@require_http_methods(["GET", "POST"])
def questions(request: PersonRequest, event_id: int) -> HttpResponse:
    """Reword or replace the five. Cost: 3 queries."""
    event = event_run(request, event_id)
    asked = questions_of(event)
    shown = print_whole(actions.name_of(event), actions.as_rows(asked))
    five, refused, theirs = QuestionForm.five(request.POST if request.method == "POST" else None, asked), "", False
    if request.method == "POST":
        shown = request.POST.get("shown", "")
        valid = [form.is_valid() for form in five]  # each of them, so that each shows its errors
        if all(valid):
            try:
                actions.set_questions(
                    event=event,
                    questions=[form.question for form in five],
                    by=request.user.person,
                    seen=SeenWhole(shown),
                )
            except ChangedAsAWhole as refusal:
                # Who sends it again has seen that.
                refused, theirs = str(refusal), True
                shown = print_whole(actions.name_of(event), actions.as_rows(questions_of(event)))
            except Refusal as refusal:
                refused = str(refusal)
            else:
                messages.success(request, _("The questions are kept."))
                return redirect("evaluation:manage", event.pk)
    context = {
        "event": event,
        "forms": list(enumerate(five, 1)),
        "five": five,
        "refused": refused,
        "theirs": asked if theirs else [],
        "shown": shown,
        "trail": [(_("Evaluation"), reverse("evaluation:manage", args=[event.pk])), (_("Questions"), None)],
    }
    wrong = refused or any(form.errors for form in five)
    return render(request, "evaluation/questions.html", context, status=422 if wrong else 200)


@access.roles(*RUNNERS)
@access.fresh(gives_file=True)
@no_store
@require_GET
def export(request: PersonRequest, event_id: int, form: str) -> HttpResponse:
    """What was answered, a row a sheet in no order that means anything; 404 while it is hidden."""
    event = event_run(request, event_id)
    found = results.results_of(event)
    if found is None or found.is_hidden:
        raise Http404
    audit.record("evaluation.exported", event, by=request.user.person, values={"format": form, "rows": found.answers})
    named = AnswerSheet.objects.run_by(request.user).filter(evaluation=event.pk, registration__isnull=False)
    note_export(request, event, set(named.values_list("registration__contact", flat=True)))
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    rows = results.export_rows(found)
    return answer(f"{_('evaluation')}-{event.pk}", results.export_header(found), rows, zone=event.zone)  # type: ignore[return-value]  # streamed: an answer too


def _moments(evaluation: Evaluation, event: Event) -> list[tuple[str, str]]:
    """When it was sent, when people were reminded, until when it can be answered: those there are."""
    end = pgettext("evaluation", "Closed") if evaluation.is_closed else _("It can be answered until")
    moments = [
        (pgettext("evaluation", "Sent"), evaluation.sent_at),
        (_("Those who had not answered were reminded"), evaluation.reminded_at),
        (end, evaluation.closes_at),
    ]
    return [(label, moment_words(local_of(moment, event.zone), weekday=False)) for label, moment in moments if moment]


def _numbers(evaluation: Evaluation) -> list[tuple[Any, str]]:
    shown: list[tuple[Any, str]] = [
        (evaluation.invited, ngettext("person asked", "people asked", evaluation.invited)),
        (evaluation.answered, ngettext("answer received", "answers received", evaluation.answered)),
    ]
    if evaluation.rate is not None:
        shown.append((_("%(share)d%%") % {"share": evaluation.rate}, _("response rate")))
    return shown
