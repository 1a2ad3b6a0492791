"""Which questions are asked, given what was answered so far: a pure function, the same for page, form and action."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.questions.models import AGREED, Kind, Question


def answers_with(question: Question, value: Any, key: str) -> bool:
    """Whether this value of a deciding question is the answer ``key``."""
    if question.kind == Kind.CONSENT:
        return key == AGREED and value is True
    if question.kind == Kind.CHOICES:
        return isinstance(value, (list, tuple)) and key in value
    return isinstance(value, str) and value == key


def shown(questions: Iterable[Question], values: Mapping[int, Any]) -> set[int]:
    """Ids of those that are asked. ``questions`` in order; ``values``: what was answered, by id.

    A condition looks back alone, and at what is asked itself: an answer to a hidden question decides nothing. One whose
    question is not among them (switched off) is never met.
    """
    before: dict[int, Question] = {}
    for question in questions:
        decides = before.get(question.shown_if_id) if question.shown_if_id is not None else None
        if question.shown_if_id is None or (
            decides is not None and answers_with(decides, values.get(decides.pk), question.shown_value)
        ):
            before[question.pk] = question
    return set(before)
