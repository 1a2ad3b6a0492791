"""Events that choose among applications, people who apply, what readers find and what is decided."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from events.agenda.models import Event
from events.registration.models import Registration, Terms
from events.selection import actions
from events.selection.models import Criterion, Results, Score, Verdict
from people.accounts.models import Person, User
from tests.factories import canaries
from tests.factories.agenda import administrator
from tests.factories.registration import open_event, registered

GRID = [actions.Row("Motivation", "Motivation", most=5), actions.Row("Projet", "Project", most=10)]


def by_review(*, grid: bool = True, terms: dict[str, Any] | None = None, **fields: Any) -> Event:
    """An event that takes applications for three more days, with two criteria."""
    closes = timezone.now() + timedelta(days=3)
    event = open_event(
        terms={"admission": "review", "largest_party": 4} | (terms or {}),
        **{"registration_closes_at": closes, "capacity": 10} | fields,
    )
    if grid:
        Criterion.objects.bulk_create(
            Criterion(event=event, number=number, label_fr=row.label_fr, label_en=row.label_en, most=row.most)
            for number, row in enumerate(GRID, 1)
        )
    return event


def closed(event: Event) -> Event:
    """The same, once nobody can apply any more."""
    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now() - timedelta(minutes=1))
    fresh = Event.objects.get(pk=event.pk)
    fresh.terms = Terms.of(event)
    return fresh


def decide(by: User, outcome: str, *registrations: Registration, reason_fr: str = "", reason_en: str = "") -> None:
    """Decide on applications as somebody who has just looked at them."""
    marks = {one.registration_id: one.mark for one in Verdict.objects.filter(registration__in=registrations)}
    if outcome == Verdict.Outcome.DECLINED:
        reason_fr = reason_fr or "Votre métier est peu recherché."
    actions.decide(
        event=registrations[0].event,
        by=by,
        seen={one.pk: marks.get(one.pk, "") for one in registrations},
        outcome=outcome,
        reason_fr=reason_fr,
        reason_en=reason_en,
    )


def score(by: User, registration: Registration, *points: int) -> None:
    """Points for each criterion of the grid, in its order."""
    criteria = Criterion.objects.filter(event=registration.event_id).order_by("number")
    actions.score(
        registration=registration,
        by=by,
        points={one.pk: given for one, given in zip(criteria, points, strict=True)},
    )


@canaries.maker(Verdict)
def _verdict(person: Person, _sing: canaries.Canaries) -> Model:
    application = registered(by_review(), person.name, person=person)
    decide(administrator(), "declined", application, reason_en="x")
    Verdict.objects.filter(registration=application).update(told_at=timezone.now())
    return Verdict.objects.get(registration=application)


@canaries.maker(Score)
def _score(person: Person, _sing: canaries.Canaries) -> Model:
    application = registered(by_review(), person.name, person=person)
    score(administrator(), application, 3, 4)
    found = Score.objects.filter(registration=application).first()
    assert found is not None
    return found


@canaries.maker(Results)
def _results(person: Person, _sing: canaries.Canaries) -> Model:
    return Results.objects.create(event=by_review(), tell_at=timezone.now() + timedelta(days=4), planned_by=person)
