"""What is asked, changed and answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import audit
from core.files import discard
from core.files.cv import Harmless
from core.versions import Seen
from events.agenda.models import Event
from events.questions import rules
from events.questions.models import (
    AGREED,
    DECIDING,
    LISTING,
    MOST_QUESTIONS,
    Answer,
    Kind,
    Question,
    Version,
)
from events.questions.refusals import (
    ConditionUnknown,
    DecidesOthers,
    NoAnswersNow,
    NotAConsent,
    QuestionsChanged,
    TooManyQuestions,
)
from events.questions.showing import shown
from events.registration.models import Registration
from people.accounts.models import Person, User

#: Fields of a version that an organiser writes.
WORDED = (
    "label_fr", "label_en", "help_fr", "help_en", "is_required", "choices", "lowest", "highest", "kept_days",
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """Asked only where ``question`` was answered with ``value``."""

    question: Question
    value: str


# ------------------------------------------------------------------ the organiser


def _held(event: Event) -> list[Question]:
    """The event is held: questions of one event change one after the other. All of them, in order. Cost: 2 queries."""
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    return list(Question.objects.filter(event=event).select_related("current"))


@transaction.atomic
def add(
    *, event: Event, kind: str, words: Mapping[str, Any], by: User | None, condition: Condition | None = None
) -> Question:
    """One more question, the last of them. ``words``: fields of ``WORDED``. Cost: 6 queries.

    Raises TooManyQuestions or ConditionUnknown.
    """
    questions = _held(event)
    if sum(question.is_on for question in questions) >= MOST_QUESTIONS:
        raise TooManyQuestions
    place = max((question.position for question in questions), default=0) + 1
    question = Question(event=event, kind=kind, position=place)
    _set_condition(question, condition, questions)
    question.save()
    question.current = Version.objects.create(question=question, **_kept(kind, words))
    question.save(update_fields=["current"])
    audit.record("questions.added", question, by=by.person if by else None, values={"kind": str(kind)})
    return question


def _kept(kind: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """What a question of this kind has of them."""
    kept = {name: words[name] for name in WORDED if name in words}
    if kind not in LISTING:
        kept.pop("choices", None)
    if kind not in {Kind.NUMBER, Kind.TEXT}:
        kept.pop("highest", None)
    if kind != Kind.NUMBER:
        kept.pop("lowest", None)
    return kept


def _set_condition(question: Question, condition: Condition | None, questions: Iterable[Question]) -> None:
    if condition is None:
        question.shown_if, question.shown_value = None, ""
        return
    decides = next((one for one in questions if one.pk == condition.question.pk), None)
    if decides is None or decides.position >= question.position or not _is_answer(decides, condition.value):
        raise ConditionUnknown
    question.shown_if, question.shown_value = decides, condition.value


def _is_answer(question: Question, value: str) -> bool:
    if question.kind == Kind.CONSENT:
        return value == AGREED
    return question.kind in DECIDING and value in {choice["key"] for choice in question.words.choices}


@transaction.atomic
def edit(
    *,
    question: Question,
    words: Mapping[str, Any],
    by: User | None,
    condition: Condition | None = None,
    seen: Seen | None = None,
) -> Question:
    """Other words, choices or limits. They are a new version: what was answered to the former one keeps its words, and its
    promise, and whoever has it on their page answers it no more. ``seen``: what the organiser had before their eyes.
    Cost: 6 to 9 queries.

    Raises DecidesOthers (a choice is gone on which another question depends), ConditionUnknown or ChangedMeanwhile.
    """
    questions = _held(question.event)
    question = next(one for one in questions if one.pk == question.pk)
    version, new = question.words, _kept(question.kind, words)
    version.question = question
    if seen is not None:
        seen.check(version.as_written)
    if question.kind in LISTING:
        left = {choice["key"] for choice in new.get("choices", version.choices)}
        if any(one.shown_if_id == question.pk and one.shown_value not in left for one in questions):
            raise DecidesOthers
    was = (question.shown_if_id, question.shown_value)
    _set_condition(question, condition, questions)
    changed = sorted(name for name, value in new.items() if getattr(version, name) != value)
    if not changed and was == (question.shown_if_id, question.shown_value):
        return question
    former = version.pk
    if changed:
        for name, value in new.items():
            setattr(version, name, value)
        latest = question.versions.aggregate(latest=Max("number"))["latest"]
        version.pk, version.number, version.made_at = None, latest + 1, timezone.now()
        version._state.adding = True
        version.save()
        question.current = version
    question.save(update_fields=["current", "shown_if", "shown_value"])
    if changed and not Answer.objects.filter(version=former).exists():
        Version.objects.filter(pk=former).delete()
    audit.record("questions.edited", question, by=by.person if by else None, fields=changed)
    return question


@transaction.atomic
def switch(*, question: Question, on: bool, by: User | None) -> Question:
    """Ask no more, or again; answers stay as long as was promised. Twice changes nothing. Cost: 4 queries.

    Raises DecidesOthers or TooManyQuestions.
    """
    questions = _held(question.event)
    question = next(one for one in questions if one.pk == question.pk)
    if question.is_on == on:
        return question
    if not on and any(one.is_on and one.shown_if_id == question.pk for one in questions):
        raise DecidesOthers
    if on and sum(one.is_on for one in questions) >= MOST_QUESTIONS:
        raise TooManyQuestions
    question.is_on = on
    question.save(update_fields=["is_on"])
    audit.record("questions.switched", question, by=by.person if by else None, values={"on": on})
    return question


@transaction.atomic
def move(*, question: Question, up: bool, by: User | None) -> bool:
    """Change places with the neighbour; False at the end of the list. Cost: 5 queries.

    Raises DecidesOthers: a question stays behind the one it depends on.
    """
    questions = _held(question.event)
    at = next(place for place, one in enumerate(questions) if one.pk == question.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(questions):
        return False
    first, second = questions[min(at, other)], questions[max(at, other)]
    if second.shown_if_id == first.pk:
        raise DecidesOthers
    questions[at], questions[other] = questions[other], questions[at]
    for place, one in enumerate(questions, 1):
        one.position = place
    Question.objects.bulk_update(questions, ["position"])
    audit.record("questions.moved", question, by=by.person if by else None)
    return True


# ------------------------------------------------------------------ whoever answers


@transaction.atomic
def answer(
    *,
    registration: Registration,
    values: Mapping[int, Any],
    versions: Mapping[int, int],
    language: str,
    by: Person | None = None,
    is_new: bool = False,
) -> None:
    """Keep these answers of a registration, by id of the question, and none to what is not asked given the others.

    ``versions``: the words that were read, by id of the question. A file that is not sent again stays; what is empty is
    kept nowhere. A consent that is not ticked any more is withdrawn, and its row says so. ``is_new``: registering just
    now, whatever the hour. Cost: 4 queries, and 1 an answer.

    Raises NoAnswersNow or QuestionsChanged.
    """
    # Held, so that what was read is what is asked, and two forms sent at once are one after the other.
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.event_id)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if not is_new and not rules.can_answer(registration, event):
        raise NoAnswersNow
    questions = list(Question.objects.asked_at(event))
    if {question.pk: question.current_id for question in questions} != dict(versions):
        raise QuestionsChanged
    asked = shown(questions, values)
    there = {row.question_id: row for row in Answer.objects.filter(registration=registration)}
    changed = False
    for question in questions:
        value = values.get(question.pk) if question.pk in asked else None
        changed |= _keep(there.get(question.pk), question, value, registration, event, language)
    if changed:
        # That something was answered, never what.
        audit.record("questions.answered", registration, by=by, fields=["answers"])


def _keep(
    row: Answer | None, question: Question, value: Any, registration: Registration, event: Event, language: str
) -> bool:
    """Whether something changed. Cost: 1 query if so."""
    if question.kind == Kind.CONSENT:
        return _keep_consent(row, question, value is True, registration, event, language)
    if question.kind == Kind.FILE and value is True and row is not None:
        return False
    if _is_nothing(value):
        if row is not None:
            row.delete()
        return row is not None
    new = row or Answer(registration=registration, question=question)
    if row is not None and row.version_id == question.current_id and _same(row, question, value):
        return False
    if question.kind == Kind.FILE and row is not None:
        discard(row.file)
    _fill(new, question, value)
    new.version, new.answered_at = question.words, timezone.now()
    new.until, new.language = question.words.until(event), language
    new.save()
    return True


def _is_nothing(value: Any) -> bool:
    """Zero is an answer."""
    return value is None or isinstance(value, bool) or value in ("", [])


def _same(row: Answer, question: Question, value: Any) -> bool:
    row.question = question
    return question.kind != Kind.FILE and bool(row.value == value)


def _fill(row: Answer, question: Question, value: Any) -> None:
    if question.kind == Kind.FILE:
        assert isinstance(value, Harmless)
        row.file.save("answer", value.file, save=False)
        row.file_mime = value.mime
    elif question.kind in LISTING:
        row.keys = [value] if isinstance(value, str) else list(value)
    elif question.kind == Kind.NUMBER:
        row.number = value
    elif question.kind == Kind.DATE:
        row.day = value
    else:
        row.text = value


def _keep_consent(
    row: Answer | None, question: Question, agrees: bool, registration: Registration, event: Event, language: str
) -> bool:
    """A consent is kept with the words that were read; one that is taken back says since when."""
    if not agrees:
        if row is None or not row.stands:
            return False
        _withdraw(row)
        return True
    if row is not None and row.stands and row.version_id == question.current_id:
        return False
    row = row or Answer(registration=registration, question=question)
    row.version, row.language, row.until = question.words, language, question.words.until(event)
    row.agreed_at = row.answered_at = timezone.now()
    row.withdrawn_at = None
    row.save()
    audit.record(
        "questions.agreed", registration, by=None, values={"question": question.pk, "version": row.version.number}
    )
    return True


def _withdraw(row: Answer) -> None:
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    audit.record("questions.withdrawn", row.registration, by=None, values={"question": row.question_id})


@transaction.atomic
def withdraw(*, answer: Answer) -> None:
    """A consent is taken back, at any time, also after registration has closed. What was asked only because of it goes.

    Cost: 4 queries, 1 more for each answer that goes. Raises NotAConsent.
    """
    row = Answer.objects.select_for_update(of=("self",)).select_related("question", "registration").get(pk=answer.pk)
    if row.question.kind != Kind.CONSENT or not row.stands:
        raise NotAConsent
    _withdraw(row)
    questions = list(Question.objects.filter(event=row.registration.event_id).select_related("current"))
    answers = {
        one.question_id: one for one in Answer.objects.filter(registration=row.registration).select_related("question")
    }
    asked = shown(questions, {pk: one.value for pk, one in answers.items()})
    for pk, one in answers.items():
        if pk not in asked and one.question.kind != Kind.CONSENT:
            one.delete()
