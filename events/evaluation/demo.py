"""Evaluations of the demonstration: events that are over, with answers of invented people, some of them with their name."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from events.agenda.models import Event
from events.doors.models import GRACE
from events.evaluation import actions, planning
from events.evaluation.models import SCALE, Asked, Evaluation, Question
from events.registration.models import Seat

#: Share of those asked who answer, and of those who give their name.
ANSWER, NAMED = 0.52, 0.3
#: Events that ended longer ago had no evaluation yet; so many of the latest have.
LATELY, MOST, STILL_OPEN = timedelta(days=120), 6, 2
ASKED_LATELY = timedelta(days=3)
BEST = (
    "Parler directement avec des employeurs de la région.",
    "Les réponses sur le logement, très concrètes.",
    "Rencontrer une famille qui a déjà déménagé.",
    "La liste des ordres professionnels, avec les délais.",
    "Le temps pris pour nos questions.",
    "Je ne savais pas qu’il y avait autant d’emplois dans mon domaine.",
    "The map of the regions, and what a rent costs there.",
    "Savoir vers qui me tourner pour mon diplôme.",
)
CHANGE = (
    "Un peu plus de temps à la fin pour parler entre nous.",
    "Le micro du fond ne fonctionnait pas.",
    "Envoyer les diapositives avant.",
    "Prévoir un coin pour les enfants.",
    "Rien, c’était très bien.",
    "Une séance le samedi, pour ceux qui travaillent.",
    "More signs at the entrance.",
)


def seed(world: Any) -> None:
    """The latest events that are over; one whose people were asked is left as it is."""
    now = timezone.now()
    held = [one for one in getattr(world, "events", {}).values() if one.is_past and not one.is_cancelled]
    lately = [one for one in held if one.ends_at > now - LATELY and Seat.objects.present().filter(event=one).exists()]
    for place, event in enumerate(sorted(lately, key=lambda one: one.ends_at, reverse=True)[:MOST]):
        if not Evaluation.objects.filter(event=event, sent_at__isnull=False).exists():
            # Those of the latest are still open, so that somebody can try them.
            asked_at = planning.when_awake(
                now - ASKED_LATELY if place < STILL_OPEN else event.ends_at + GRACE, event.zone
            )
            ask(event, asked_at, Random(f"evaluation {event.import_key}"))  # noqa: S311  (the same demonstration every time)


def ask(event: Event, sent: datetime, chance: Random) -> None:
    """As it went: sent, answered by half of them, and closed if its two weeks are over."""
    if sent > timezone.now() or not actions.send(event=event, now=sent):
        return
    # Everybody is asked here, and the mails of the past did not leave today.
    Evaluation.objects.filter(event=event).update(closes_at=timezone.now() + planning.OPEN_FOR)
    questions = list(Question.objects.filter(evaluation=event.pk))
    # Whoever has a login answers on their own, from their space.
    silent = Asked.objects.filter(evaluation=event.pk, registration__contact__user=None)
    for asked in silent.order_by("pk"):
        if chance.random() < ANSWER:
            said = {one.pk: value for one in questions if (value := _said(one, chance)) is not None}
            if said:
                actions.answer(invitation=asked, answers=said, with_name=chance.random() < NAMED)
    Evaluation.objects.filter(event=event).update(closes_at=sent + planning.OPEN_FOR)
    actions.close(event=event)


def _said(question: Question, chance: Random) -> int | str | None:
    if question.kind == Question.Kind.SCALE:
        return chance.choices(SCALE, (1, 2, 4, 9, 8))[0]
    if question.kind == Question.Kind.CHOICE:
        return min(chance.choices(range(3), (6, 3, 1))[0], len(question.options) - 1)
    if chance.random() < 0.45:
        return None
    return chance.choice(BEST if question.place == 4 else CHANGE)
