"""An event made like another gives its seats on the same terms, asks the same, and chooses by the same criteria."""

from datetime import timedelta

import pytest

from events.agenda import actions as agenda
from events.gates.models import Gate
from events.questions.models import Question, Version
from events.registration.models import Terms
from events.selection.models import Criterion
from tests.factories.registration import open_event

pytestmark = pytest.mark.django_db


def test_what_an_event_asks_is_asked_again_by_its_copy() -> None:
    event = open_event(terms={"admission": "review", "largest_party": 4, "offer_hours": 6})
    Criterion.objects.create(event=event, number=1, label_fr="Projet d’établissement", most=5)
    Gate.objects.create(event=event, question="registration.present:info_session")
    first = asked(event, "consent", 1)
    asked(event, "text", 2, shown_if=first, shown_value="yes")
    asked(event, "text", 3, is_on=False)

    copy = agenda.duplicate(event=event, by=None, start_date=event.start_date + timedelta(days=7))

    terms = Terms.objects.get(event=copy)
    assert (terms.admission, terms.largest_party, terms.offer_hours) == ("review", 4, 6)
    assert list(Criterion.objects.filter(event=copy).values_list("label_fr", "most")) == [("Projet d’établissement", 5)]
    assert list(Gate.objects.filter(event=copy).values_list("question", flat=True)) == [
        "registration.present:info_session"
    ]
    again = list(Question.objects.filter(event=copy).select_related("current", "shown_if"))
    assert [(one.kind, one.words.label_fr) for one in again] == [("consent", "Question 1"), ("text", "Question 2")]
    assert again[1].shown_if == again[0]
    assert Question.objects.filter(event=event).count() == 3


def asked(event: object, kind: str, position: int, **fields: object) -> Question:
    question = Question.objects.create(event=event, kind=kind, position=position, **fields)
    question.current = Version.objects.create(question=question, label_fr=f"Question {position}")
    question.save()
    return question
