"""The page on which somebody reads and changes what they answered, behind the key of the mailed link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, files
from core.files.cv import ENDINGS
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.questions import actions, rules
from events.questions.forms import AnswersForm
from events.questions.models import Answer, Question
from events.registration.models import Registration
from events.registration.views.manage import KEY, by_key


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, link_key: str) -> HttpResponse:
    """What was answered, and the form to change it while that may be. Cost: 4 queries."""
    registration = by_key(link_key)
    event, may = registration.event, rules.can_answer(registration, registration.event)
    answers = list(Answer.objects.filter(registration=registration).in_order())
    questions = list(Question.objects.asked_at(event)) if may else []
    if not answers and not questions:
        return redirect("registration:manage", link_key=link_key)
    there = {row.question_id: row for row in answers}
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = AnswersForm(questions=questions, there=there, **sent) if questions else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                registration=registration,
                values=form.values,
                versions=form.versions,
                language=get_language() or "fr",
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answers are kept."))
            return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": event,
        "form": form,
        "part": {"heading": _("Questions of the organiser"), "form": form},
        # What the form shows already is not shown twice.
        "answers": [row for row in answers if form is None or row.file or row.agreed_at],
        "crumb_items": _crumbs(registration),
    }
    return render(request, "questions/answer.html", context, status=422 if form is not None and form.errors else 200)


@access.bearer(KEY)
@no_store
@require_POST
def withdraw(request: HttpRequest, link_key: str, answer_id: int) -> HttpResponse:
    """Take a consent back now, in one step."""
    registration = by_key(link_key)
    row = get_object_or_404(Answer, registration=registration, pk=answer_id)
    with refusal_told(request):
        actions.withdraw(answer=row)
        messages.success(request, _("Your consent is withdrawn. Your seat stays yours."))
    return redirect("questions:answer", link_key=link_key)


@access.bearer(KEY)
@no_store
@require_GET
def own_file(request: HttpRequest, link_key: str, answer_id: int) -> HttpResponseBase:
    """The file that was sent with an answer, for whoever sent it."""
    row = get_object_or_404(Answer, registration=by_key(link_key), pk=answer_id)
    return file_of(row)


def file_of(row: Answer) -> HttpResponseBase:
    """Named by a word that says nothing about anybody."""
    name = f"{_('answer')}-{row.pk}.{ENDINGS.get(row.file_mime, 'pdf')}"
    return files.serve(row.file, name=name, mime=row.file_mime)


def _crumbs(registration: Registration) -> list[tuple[str, str | None]]:
    event = registration.event
    return [
        (event.title.text, event.get_absolute_url()),
        (_("Your registration"), registration.get_absolute_url()),
        (_("Your answers"), None),
    ]
