"""What those who register answer, and what organisers write to ask it."""

from events.questions.forms.answers import AnswersForm
from events.questions.forms.question import QuestionForm

__all__ = ["AnswersForm", "QuestionForm"]
