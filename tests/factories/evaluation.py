"""Events that are over, people who were present, and what they answered."""

from typing import Any

from django.db.models import Model

from events.agenda.models import Event
from events.evaluation import actions
from events.evaluation.models import AnswerSheet, Asked, Question
from events.registration.models import Registration, Seat
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories import doors as make


def over(present: int = 1, **fields: Any) -> Event:
    """A fair that ended yesterday, with so many who came."""
    event = make.fair_over(**fields)
    for number in range(present):
        make.seat(event, f"Ioana Dumitrescu {number}", state="present")
    return event


def sent(event: Event) -> list[Asked]:
    """Everybody present is asked; who was, in order."""
    actions.send(event=event)
    return list(Asked.objects.filter(evaluation=event.pk).select_related("evaluation", "registration"))


def answered(asked: Asked, *said: int | str, with_name: bool = False) -> None:
    """Answers to the questions in their order; those that are not given stay open."""
    questions = Question.objects.filter(evaluation=asked.evaluation_id)
    values = {question.pk: value for question, value in zip(questions, said, strict=False)}
    actions.answer(invitation=asked, answers=values, with_name=with_name)


def asked_of(person: Person) -> Asked:
    """Somebody who was present and is asked."""
    event = make.fair_over()
    held = make.seat(event, state="present")
    Registration.objects.filter(pk=held.registration_id).update(contact=person)
    Seat.objects.filter(pk=held.pk).update(person=person, name=person.name)
    [asked] = sent(event)
    return asked


@canaries.maker(Asked)
def _asked(person: Person, _sing: canaries.Canaries) -> Model:
    return asked_of(person)


@canaries.maker(AnswerSheet)
def _sheet(person: Person, _sing: canaries.Canaries) -> Model:
    asked = asked_of(person)
    answered(asked, 4, with_name=True)
    return AnswerSheet.objects.get(registration=asked.registration)
