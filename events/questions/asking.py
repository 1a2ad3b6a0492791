"""The questions on the page to register."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.memory import Memory
from events.agenda.models import Event
from events.questions import actions
from events.questions.forms import AnswersForm
from events.questions.models import Question
from events.registration import formparts
from events.registration.models import Registration

#: Whether an event asks anything: most ask nothing, and all who register at once would ask it.
asks_anything = Memory("questions")


def part_of(request: HttpRequest, event: Event) -> formparts.Part | None:
    """What the event asks; None if nothing. Cost: 1 query while it is not known whether it asks, and 1 where it does."""
    if not asks_anything.remembered(event.pk, Question.objects.asked_at(event).exists):
        return None
    questions = list(Question.objects.asked_at(event))
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
