"""What this room does when something happens below."""

from typing import Any

from events.agenda.models import Event
from events.questions.models import Answer, Question, Version


def keep_what_was_promised(event: Event, changed: frozenset[str], **_news: Any) -> None:
    """The event moves, and with it the moment until which answers are kept. Cost: 1 query, 1 more a version."""
    if "time" not in changed:
        return
    for version in Version.objects.filter(question__event=event):
        Answer.objects.filter(version=version).update(until=version.until(event))


def ask_the_same(event: Event, source: Event, **_signal: Any) -> None:
    """A copy of an event asks what it asks, as it is worded now. Cost: 1 query, 3 to 4 for each question."""
    copied: dict[int, Question] = {}
    asked = Question.objects.filter(event=source, is_on=True).select_related("current").order_by("position", "pk")
    for question in asked:
        words, before = question.words, copied.get(question.shown_if_id or 0)
        if question.shown_if_id and before is None:
            continue  # what it depends on is asked no more
        copy = Question.objects.create(
            event=event,
            position=question.position,
            kind=question.kind,
            shown_if=before,
            shown_value=question.shown_value,
        )
        copied[question.pk] = copy
        words.pk, words.question, words.number, words._state.adding = None, copy, 1, True
        words.save(force_insert=True)
        copy.current = words
        copy.save(update_fields=["current"])
