"""The organiser's pages: what is asked, in which order and words, as visitors see it, and how often each choice was taken."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.agenda.models import Event
from events.agenda.rules import WORKSPACE_ROLES
from events.questions import actions, reading
from events.questions.forms import AnswersForm, QuestionForm
from events.questions.forms.answers import condition_words
from events.questions.models import Answer, Kind, Question
from events.questions.ready import READY
from events.questions.views.answer import file_of
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry

working = access.roles(*WORKSPACE_ROLES)


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(request, Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


def question_run(request: PersonRequest, event: Event, question_id: int) -> Question:
    """Cost: 1 query."""
    mine = Question.objects.run_by(request.user).select_related("current", "event")
    return reach(request, mine, event=event, pk=question_id)


def _all(event: Event) -> list[Question]:
    return list(Question.objects.filter(event=event).select_related("current"))


@working
@no_store
@require_GET
def questions(request: PersonRequest, event_id: int) -> HttpResponse:
    """What is asked, in order, with totals. Cost: 4 queries, however many there are."""
    event = event_run(request, event_id)
    every, totals = _all(event), reading.totals(event)
    known = {question.pk: question for question in every}
    context = {
        "event": event,
        "rows": [(one, totals[one.pk], condition_words(one, known)) for one in every],
        "kinds": Kind.choices,
        "ready": [(key, one.name) for key, one in READY.items()],
    }
    return render(request, "questions/questions.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, event_id: int) -> HttpResponse:
    """A new question of the kind in the address, or one to start from. Cost: 2 queries to show."""
    event = event_run(request, event_id)
    start = READY.get(request.GET.get("ready", ""))
    kind = start.kind if start else request.GET.get("kind", "")
    if kind not in Kind.values:
        return redirect("questions:questions", event.pk)
    form = QuestionForm(request.POST or None, kind=kind, before=_all(event), initial=start.words if start else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(event=event, kind=kind, words=form.words, by=request.user, condition=form.condition)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The question is asked from now on. The preview shows it as visitors see it."))
            return redirect("questions:questions", event.pk)
    return _form(request, event, form, kind=Kind(kind).label)


@working
@no_store
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, event_id: int, question_id: int) -> HttpResponse:
    """Other words; what was answered to the former ones keeps them. Cost: 4 queries to show."""
    event = event_run(request, event_id)
    question = question_run(request, event, question_id)
    version = question.words
    version.question = question
    before = [one for one in _all(event) if one.position < question.position]
    form = QuestionForm(request.POST or None, kind=question.kind, before=before, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(question=question, words=form.words, by=request.user, condition=form.condition, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The question is kept. What was answered before keeps the words it was asked in.")
            )
            return redirect("questions:questions", event.pk)
    answered = Answer.objects.run_by(request.user).filter(version=version).count()
    return _form(request, event, form, kind=question.get_kind_display(), question=question, answered=answered)


def _form(request: PersonRequest, event: Event, form: QuestionForm, **context: Any) -> HttpResponse:
    shown = {"event": event, "form": form, "warnings": form.warnings, **context}
    return render(request, "questions/question.html", shown, status=422 if form.errors else 200)


@working
@require_POST
def switch(request: PersonRequest, event_id: int, question_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    question = question_run(request, event, question_id)
    with refusal_told(request):
        actions.switch(question=question, on="on" in request.POST, by=request.user)
    return redirect("questions:questions", event.pk)


@working
@require_POST
def move(request: PersonRequest, event_id: int, question_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    question = question_run(request, event, question_id)
    with refusal_told(request):
        actions.move(question=question, up="up" in request.POST, by=request.user)
    return redirect("questions:questions", event.pk)


@working
@no_store
@require_GET
def preview(request: PersonRequest, event_id: int) -> HttpResponse:
    """The questions as visitors see them, in both languages. Cost: 2 queries."""
    event = event_run(request, event_id)
    asked = list(Question.objects.asked_at(event))
    return render(
        request,
        "questions/preview.html",
        {"event": event, "sides": [(code, _as_seen(asked, code)) for code in ("fr", "en")] if asked else []},
    )


def _as_seen(asked: list[Question], language: str) -> str:
    """The part of the page to register, in that language; its ids are told from the other's."""
    with override(language):
        form = AnswersForm(questions=asked, auto_id=f"{language}_%s", prefix=language)
        part = {"heading": _("Questions of the organiser"), "form": form}
        return render_to_string("questions/_part.html", {"part": part})


@working
@access.fresh(gives_file=True)
@no_store
@require_GET
def file(request: PersonRequest, event_id: int, answer_id: int) -> HttpResponseBase:
    """A file that was sent with an answer, to those who run the event; noted as read. Cost: 2 queries."""
    mine = Answer.objects.run_by(request.user).exclude(file="")
    mine = mine.select_related("registration__contact", "registration__event__organisation")
    row = reach(request, mine, registration__event=event_id, pk=answer_id)
    note_read(
        by=request.user.person,
        about=row.registration.contact,
        kind=ReadEntry.Kind.DOCUMENT,
        thing=row,
        organisation=row.registration.event.organisation,
    )
    return file_of(row)
