"""Answers as those who run the event read them, and as rooms above read them: lines of one registration, columns of many."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said
from events.agenda.models import Event
from events.questions.models import LISTING, Answer, Kind, Question
from events.registration.models import Registration
from events.registration.told import Columns, Line, Section


@dataclass(frozen=True)
class Answered:
    """One answer: to which words, and what it says."""

    question: int
    kind: str
    label: Said
    words: str
    #: Answered to words that were changed since.
    is_of_former: bool
    answer: int
    has_file: bool
    #: In the column of its kind: text, list of keys, number, day.
    value: Any


def lines_of(registration: Registration) -> list[Answered]:
    """What a registration answered, as the event asks. Cost: 1 query."""
    return lines_for([registration.pk]).get(registration.pk, [])


def lines_for(registrations: Collection[int]) -> dict[int, list[Answered]]:
    """The same for many, by id. Cost: 1 query, however many."""
    found: dict[int, list[Answered]] = {}
    for row in Answer.objects.filter(registration__in=registrations).in_order():
        found.setdefault(row.registration_id, []).append(_answered(row))
    return found


def _answered(row: Answer) -> Answered:
    return Answered(
        question=row.question_id,
        kind=row.question.kind,
        label=row.version.label,
        words=row.in_words,
        is_of_former=row.version_id != row.question.current_id,
        answer=row.pk,
        has_file=bool(row.file),
        value=row.value,
    )


def section_of(registration: Registration) -> Section | None:
    """For the organiser's page of a registration. Cost: 1 query."""
    lines = lines_of(registration)
    return Section(_("Answers"), list(_lines(registration, lines))) if lines else None


def _lines(registration: Registration, lines: list[Answered]) -> Iterator[Line]:
    for line in lines:
        url = reverse("questions:file", args=[registration.event_id, line.answer]) if line.has_file else ""
        note = _("Answered to a former version of the question.") if line.is_of_former else ""
        yield Line(line.label.text, line.words, url, note)


def columns_of(event: Event, registrations: Collection[int]) -> Columns | None:
    """A column for each question in the words that are asked now, and one for each of its former versions that somebody
    answered, for the list that is taken away; a file is named, not enclosed. Cost: 2 queries.
    """
    questions = list(Question.objects.filter(event=event).select_related("current"))
    if not questions:
        return None
    given = Answer.objects.filter(registration__event=event, registration__in=registrations).in_order()
    answers = list(given)
    answered = {row.version_id: row.version for row in answers}
    former = sorted(answered.values(), key=lambda version: -version.number)
    versions, headings = [], []
    for question in questions:
        if question.is_on or question.current_id in answered:
            versions.append(question.current_id)
            headings.append(question.words.label.text)
        for version in former:
            if version.question_id == question.pk and version.pk != question.current_id:
                versions.append(version.pk)
                headings.append(_("%(question)s (as it was asked before)") % {"question": version.label.text})
    place = {version: number for number, version in enumerate(versions)}
    cells: dict[int, list[Any]] = {}
    for row in answers:
        line = cells.setdefault(row.registration_id, [None] * len(versions))
        line[place[row.version_id]] = _cell(row)
    return Columns(headings, cells)


def _cell(row: Answer) -> Any:
    if row.question.kind == Kind.NUMBER and row.number is not None:
        return int(row.number) if row.number == int(row.number) else row.number
    return row.day if row.question.kind == Kind.DATE else row.in_words


@dataclass(frozen=True)
class Total:
    """How often each choice was taken, by registrations that stand; of other kinds, how many answered."""

    answered: int
    choices: list[tuple[str, int]]


def totals(event: Event) -> Mapping[int, Total]:
    """By id of the question. Cost: 2 queries."""
    standing = (
        Answer.objects.promised()
        .filter(registration__event=event, withdrawn_at=None)
        .exclude(registration__state=Registration.State.CANCELLED)
    )
    answered: Counter[int] = Counter()
    taken: dict[int, Counter[str]] = {}
    for pk, keys in standing.order_by().values_list("question", "keys"):
        answered[pk] += 1
        taken.setdefault(pk, Counter()).update(keys)
    return {
        question.pk: Total(answered[question.pk], _taken(question, taken.get(question.pk, Counter())))
        for question in Question.objects.filter(event=event).select_related("current")
    }


def _taken(question: Question, counts: Counter[str]) -> list[tuple[str, int]]:
    if question.kind not in LISTING:
        return []
    now = [choice["key"] for choice in question.words.choices]
    # A choice that was taken away is still counted where it was chosen.
    former = sorted(set(counts) - set(now))
    return [(question.words.choice_words(key), counts[key]) for key in now] + [
        (str(_("A former choice")), counts[key]) for key in former
    ]
