"""Questions of an information session in the demonstration, two of them asked of some people alone, and what was answered."""

from collections.abc import Sequence
from random import Random
from typing import Any

from events.agenda.models import Event
from events.questions import actions
from events.questions.models import AGREED, BAR, Answer, Kind, Question
from events.questions.ready import READY
from events.registration.models import Registration

SESSION = "seance-est"
REGIONS = [
    {"key": "1", "fr": "Le Bas-Saint-Laurent", "en": "Bas-Saint-Laurent"},
    {"key": "2", "fr": "La Gaspésie", "en": "Gaspésie"},
    {"key": "3", "fr": "Pas encore", "en": "Not yet"},
]
TOWNS = ["Rimouski", "Gaspé, près de l’hôpital", "Carleton-sur-Mer", "Matane ou Amqui", "Percé"]
HOPES = [
    "Savoir comment se passe l’école quand on arrive en cours d’année.",
    "Rencontrer quelqu’un qui travaille en usine. Je suis mécanicienne industrielle.",
    "Le prix des logements pour cinq personnes.",
    "I would like to know who hires in forestry.",
    "Savoir si ma conjointe trouverait du travail en comptabilité.",
]


def seed(world: Any) -> None:
    """What the session asks, and answers; the second time finds them as they are."""
    event = getattr(world, "events", {}).get(SESSION)
    if event is None or Question.objects.filter(event=event).exists():
        return
    answer(event, ask(event))


def ask(event: Event) -> list[Question]:
    """Which region, where there, what they hope for, years of experience, pictures; the third reworded since."""
    region = actions.add(
        event=event,
        kind=Kind.CHOICE,
        words={
            "label_fr": "Pensez-vous à une région en particulier?",
            "label_en": "Do you have one region in mind?",
            "choices": REGIONS,
            "is_required": True,
            "kept_days": 30,
        },
        by=None,
    )
    town = actions.add(
        event=event,
        kind=Kind.TEXT,
        words={
            "label_fr": "Où, en Gaspésie?",
            "label_en": "Where in Gaspésie?",
            "help_fr": "Une ville ou une MRC, si vous le savez déjà.",
            "help_en": "A town or an MRC, if you know already.",
            "kept_days": 30,
        },
        by=None,
        condition=actions.Condition(region, "2"),
    )
    hopes, experience, pictures = (
        actions.add(event=event, kind=READY[key].kind, words=words_of(key), by=None)
        for key in ("expectations", "experience", "pictures")
    )
    where = actions.add(
        event=event,
        kind=Kind.TEXT,
        words={
            "label_fr": "Souhaitez-vous relire la légende des photos? Indiquez comment vous joindre.",
            "label_en": "Would you like to read the captions first? Say how to reach you.",
            "kept_days": 60,
        },
        by=None,
        condition=actions.Condition(pictures, AGREED),
    )
    return [region, town, hopes, experience, pictures, where]


def words_of(key: str) -> dict[str, Any]:
    """A ready-made question as its form would have it."""
    words = dict(READY[key].words)
    if lines := words.get("choices"):
        pairs = [[part.strip() for part in line.split(BAR)] for line in lines.splitlines()]
        words["choices"] = [{"key": str(at), "fr": fr, "en": en} for at, (fr, en) in enumerate(pairs, 1)]
    return words


def answer(event: Event, questions: Sequence[Question]) -> None:
    """Most have answered; a few before the wording of the third question changed."""
    chance = Random("questions of the session")  # noqa: S311  (the same demonstration every time)
    registrations = list(Registration.objects.active().filter(event=event).order_by("pk"))
    for number, registration in enumerate(registrations):
        if number == len(registrations) // 2:
            reword(questions[2])
        if chance.random() < 0.85:
            give(registration, questions, chance)


def reword(question: Question) -> None:
    actions.edit(
        question=question,
        words={
            "label_fr": "Qu’espérez-vous apprendre ou trouver?",
            "label_en": "What do you hope to learn or to find?",
        },
        by=None,
    )


def give(registration: Registration, questions: Sequence[Question], chance: Random) -> None:
    region, town, hopes, experience, pictures, _where = questions
    values: dict[int, Any] = {
        region.pk: chance.choice(["1", "2", "2", "3"]),
        town.pk: chance.choice(TOWNS),
        hopes.pk: chance.choice(HOPES) if chance.random() < 0.7 else "",
        experience.pk: chance.randint(1, 18),
        pictures.pk: chance.random() < 0.6,
    }
    asked = Question.objects.asked_at(registration.event)
    actions.answer(
        registration=registration,
        values=values,
        versions={question.pk: question.words.pk for question in asked},
        language=registration.language,
        is_new=True,
    )
    if chance.random() < 0.15:
        for row in Answer.objects.filter(registration=registration, question=pictures, agreed_at__isnull=False):
            actions.withdraw(answer=row)
