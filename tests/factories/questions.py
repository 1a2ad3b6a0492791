"""Questions of an event, and what people answer."""

from typing import Any

from django.db.models import Model

from events.agenda.models import Event
from events.questions import actions
from events.questions.models import Answer, Kind, Question
from events.registration.models import Registration
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories.registration import open_event, registered

TRAVEL = [{"key": "1", "fr": "En autocar", "en": "By coach"}, {"key": "2", "fr": "En voiture", "en": "By car"}]


def asks(event: Event, kind: str = Kind.TEXT, *, if_: tuple[Question, str] | None = None, **words: Any) -> Question:
    """One more question at the event; ``if_``: another one, and the answer after which it is asked."""
    given = {"label_fr": f"Une question ({kind})", "label_en": f"A question ({kind})"} | words
    if kind in {Kind.CHOICE, Kind.CHOICES}:
        given.setdefault("choices", TRAVEL)
    condition = actions.Condition(*if_) if if_ else None
    return actions.add(event=event, kind=kind, words=given, by=None, condition=condition)


def answers(registration: Registration, values: dict[Question, Any], **options: Any) -> None:
    """As the form hands them on, to all that the event asks now."""
    asked = Question.objects.asked_at(registration.event)
    actions.answer(
        registration=registration,
        values={question.pk: value for question, value in values.items()},
        versions={question.pk: question.words.pk for question in asked},
        language="fr",
        **options,
    )


@canaries.maker(Answer)
def _answer(person: Person, _sing: canaries.Canaries) -> Model:
    event = open_event()
    question = asks(event)
    registration = registered(event, person.name, person=person)
    answers(registration, {question: "x"})
    row = Answer.objects.get(registration=registration)
    row.file_mime = "application/pdf"
    return row
