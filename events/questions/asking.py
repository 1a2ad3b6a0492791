"""The questions on the page to register."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import generations
from events.agenda.models import Event
from events.questions import actions
from events.questions.forms import AnswersForm
from events.questions.models import Question
from events.registration import formparts
from events.registration.models import Registration

#: Bumped when a question is written.
GENERATION = "questions"
#: Events that ask nothing, as of a generation: most of them, and asked of by all who register at once.
_silent: set[int] = set()
_as_of: tuple[int, ...] = ()


def _asks_nothing(event: Event) -> bool:
    global _as_of
    now = generations.current([GENERATION])
    if now != _as_of:
        _silent.clear()
        _as_of = now
    return settings.PAGES_KEPT and event.pk in _silent


def question_written(**_news: Any) -> None:
    """In its transaction; other processes ask it within a second. Cost: 1 query."""
    generations.bump(GENERATION)


def part_of(request: HttpRequest, event: Event) -> formparts.Part | None:
    """What the event asks; None if nothing. Cost: 1 query, none while it is known to ask nothing."""
    if _asks_nothing(event):
        return None
    questions = list(Question.objects.asked_at(event))
    if not questions:
        _silent.add(event.pk)
        return None
    form = AnswersForm(questions=questions, **formparts.typed(request))

    def keep(registration: Registration) -> None:
        actions.answer(
            registration=registration,
            values=form.values,
            versions=form.versions,
            language=get_language() or "fr",
            is_new=True,
        )

    return formparts.Part(_("Questions of the organiser"), form, keep, "questions/_part.html")
