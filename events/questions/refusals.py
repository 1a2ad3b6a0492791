"""Why a question or an answer is not kept, in words to act on."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from events.questions.models import MOST_QUESTIONS


class QuestionRefused(Refusal):
    """Nothing was changed."""


class TooManyQuestions(QuestionRefused):
    message = format_lazy(
        _("An event asks {most} questions at most. Switch one off, or put two into one."), most=MOST_QUESTIONS
    )


class DecidesOthers(QuestionRefused):
    message = _(
        "Nothing was changed: another question is asked only after this answer. Change the condition of that one first."
    )


class ConditionUnknown(QuestionRefused):
    message = _("The condition was not kept: choose an answer of a question that stands before this one.")


class NoAnswersNow(Refusal):
    message = _(
        "Your answers stand as they were: they can be changed until registration closes. If something is wrong, write to the organiser."
    )


class QuestionsChanged(Refusal):
    message = _(
        "The organiser changed the questions while you were answering. Nothing was kept: look at them again, then send the form."
    )


class NotAConsent(Refusal):
    message = _("Nothing was changed: this is no consent that stands.")
