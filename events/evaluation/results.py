"""What was answered, as those who run the event see it: counts, and words without a name where none was given. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from core.folding import fold
from events.agenda.models import Event
from events.evaluation.models import SCALE, AnswerSheet, Evaluation, Question

#: Fewer answers than this are shown to nobody: they would say who gave them.
LEAST = 5


@dataclass(frozen=True)
class Bar:
    """One answer that could be chosen, how many chose it, and their share in per cent."""

    label: str
    number: int
    share: int


@dataclass(frozen=True)
class Result:
    """What was answered to one question; ``is_hidden`` while those who did are too few."""

    question: Question
    number: int
    bars: Sequence[Bar] = ()
    #: Of a scale, 1 to 5.
    mean: float | None = None
    #: (text, name or "") by the alphabet: the order says nothing of who came first.
    words: Sequence[tuple[str, str]] = ()

    @property
    def is_hidden(self) -> bool:
        return self.number < LEAST


@dataclass(frozen=True)
class Results:
    """``answers``: sheets, ``named`` of them with a name; none of them is shown while that would say who gave which."""

    evaluation: Evaluation
    answers: int
    named: int
    questions: Sequence[Result]

    @property
    def is_hidden(self) -> bool:
        """Fewer than LEAST answers, or fewer than LEAST people who may have given those without a name."""
        if self.answers < LEAST:
            return True
        return self.named < self.answers and self.evaluation.invited - self.named < LEAST


def results(evaluation: Evaluation) -> Results:
    """Cost: 2 queries, however many answered."""
    questions = list(evaluation.questions.all())
    sheets = list(_sheets(evaluation))
    named = sum(sheet.registration_id is not None for sheet in sheets)
    return Results(evaluation, len(sheets), named, [_result(question, sheets) for question in questions])


def results_of(event: Event) -> Results | None:
    """None where nobody was asked. Cost: 3 queries."""
    evaluation = Evaluation.objects.filter(event=event, sent_at__isnull=False).first()
    return results(evaluation) if evaluation else None


def _sheets(evaluation: Evaluation) -> Any:
    return AnswerSheet.objects.filter(evaluation=evaluation).select_related("registration__contact").order_by("code")


def name_on(sheet: AnswerSheet) -> str:
    """Who answered, where they chose to say so."""
    return sheet.registration.contact.name if sheet.registration else ""


def _result(question: Question, sheets: Sequence[AnswerSheet]) -> Result:
    said = [(sheet.answers[str(question.pk)], name_on(sheet)) for sheet in sheets if str(question.pk) in sheet.answers]
    if len(said) < LEAST:
        return Result(question, len(said))
    if question.kind == Question.Kind.TEXT:
        words = sorted(((str(text), name) for text, name in said), key=lambda one: (fold(one[0]), one[1]))
        return Result(question, len(said), words=words)
    options = [(step, str(step)) for step in SCALE]
    if question.kind == Question.Kind.CHOICE:
        options = list(enumerate(question.options))
    counted = [(label, sum(value == number for value, _name in said)) for number, label in options]
    bars = [Bar(label, number, round(100 * number / len(said))) for label, number in counted]
    mean = fmean(int(value) for value, _name in said) if question.kind == Question.Kind.SCALE else None
    return Result(question, len(said), bars=bars, mean=mean)


def export_header(found: Results) -> list[str]:
    return [_("Name, where it was given"), *(one.question.words.text for one in found.questions)]


def export_rows(found: Results) -> Iterator[tuple[Any, ...]]:
    """A row a sheet, in the order of their random keys. Cost: 1 query."""
    for sheet in _sheets(found.evaluation):
        yield (
            name_on(sheet),
            *(_cell(one.question, sheet.answers.get(str(one.question.pk))) for one in found.questions),
        )


def _cell(question: Question, value: Any) -> Any:
    if value is not None and question.kind == Question.Kind.CHOICE:
        options = question.options
        return options[value] if isinstance(value, int) and 0 <= value < len(options) else ""
    return value
