"""What is asked, given what was answered; what is kept, and to which words."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit import Entry
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.questions import actions, asking, reading, refusals
from events.questions.models import AGREED, Answer, Kind, Question, Version
from events.questions.showing import shown
from people.privacy import retention
from tests.factories.questions import answers, asks
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


def kept(registration: Any) -> dict[int, Any]:
    rows = Answer.objects.filter(registration=registration).select_related("question")
    return {row.question_id: row.value for row in rows}


# ------------------------------------------------------------------ conditions


def chain(event: Event) -> list[Question]:
    """Travel; the seat of a coach; the stop, of those with a seat; pictures, and where they are published."""
    travel = asks(event, Kind.CHOICE)
    seat = asks(event, Kind.CHOICES, if_=(travel, "1"))
    stop = asks(event, if_=(seat, "2"))
    pictures = asks(event, Kind.CONSENT)
    return [travel, seat, stop, pictures, asks(event, Kind.NUMBER, if_=(pictures, AGREED))]


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["", "1", "2", "yes", "1,2"]),
    st.lists(st.sampled_from(["1", "2"]), max_size=2),
)


@given(sent=st.lists(ANYTHING, min_size=5, max_size=5))
def test_what_decides_is_asked_itself_and_says_so(sent: list[Any]) -> None:
    """Against the definition, on questions that no database has."""
    kinds = [Kind.CHOICE, Kind.CHOICES, Kind.TEXT, Kind.CONSENT, Kind.NUMBER]
    looks_at = [(None, ""), (1, "1"), (2, "2"), (None, ""), (4, AGREED)]
    questions = [
        Question(pk=number, kind=kind, shown_if_id=decides, shown_value=key)
        for number, (kind, (decides, key)) in enumerate(zip(kinds, looks_at, strict=True), 1)
    ]
    asked = shown(questions, dict(enumerate(sent, 1)))

    coach = sent[0] == "1"
    stop = coach and isinstance(sent[1], list) and "2" in sent[1]
    assert asked == {1, 4} | ({2} if coach else set()) | ({3} if stop else set()) | ({5} if sent[3] is True else set())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    travel=st.sampled_from(["", "1", "2"]),
    seat=st.lists(st.sampled_from(["1", "2"]), unique=True, max_size=2),
    agrees=st.booleans(),
    before=st.booleans(),
)
def test_answers_to_hidden_questions_are_never_stored(travel: str, seat: list[str], agrees: bool, before: bool) -> None:
    event = open_event()
    questions = chain(event)
    registration = registered(event)
    if before:
        everything = zip(questions, ["1", ["2"], "Berri", True, Decimal(3)], strict=True)
        answers(registration, dict(everything))
        assert len(kept(registration)) == 5

    answers(registration, dict(zip(questions, [travel, seat, "Berri", agrees, Decimal(3)], strict=True)))

    asked = shown(
        questions, {one.pk: value for one, value in zip(questions, [travel, seat, "", agrees, 3], strict=True)}
    )
    stored = {pk for pk, value in kept(registration).items() if value is not False}
    assert stored <= asked
    assert (questions[2].pk in stored) == (travel == "1" and "2" in seat)


def test_a_condition_is_an_answer_to_a_question_that_stands_before() -> None:
    event = open_event()
    later_text = asks(event)
    travel = asks(event, Kind.CHOICE)

    for decides, value in ((later_text, "1"), (travel, "9"), (asks(open_event(), Kind.CHOICE), "1")):
        with pytest.raises(refusals.ConditionUnknown):
            asks(event, if_=(decides, value))
    follower = asks(event, if_=(travel, "2"))
    with pytest.raises(refusals.DecidesOthers):
        actions.switch(question=travel, on=False, by=None)
    with pytest.raises(refusals.DecidesOthers):
        actions.move(question=follower, up=True, by=None)
    with pytest.raises(refusals.DecidesOthers):
        actions.edit(
            question=travel,
            words={"choices": [{"key": "1", "fr": "a", "en": ""}, {"key": "3", "fr": "b", "en": ""}]},
            by=None,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=follower.pk).update(shown_value="")


# ------------------------------------------------------------------ versions


def test_an_edited_question_keeps_old_answers_readable() -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE, label_fr="Comment venez-vous?")
    first, second = registered(event), registered(event)
    answers(first, {travel: "1"})

    changed = [{"key": "1", "fr": "En train", "en": "By train"}, {"key": "2", "fr": "En voiture", "en": "By car"}]
    actions.edit(question=travel, words={"label_fr": "Par quel moyen?", "choices": changed, "kept_days": 5}, by=None)
    answers(second, {travel: "1"})

    (old,), (new,) = reading.lines_of(first), reading.lines_of(second)
    assert (str(old.label), old.words, old.is_of_former) == ("Comment venez-vous?", "En autocar", True)
    assert (str(new.label), new.words, new.is_of_former) == ("Par quel moyen?", "En train", False)
    assert [version.number for version in Version.objects.filter(question=travel)] == [1, 2]
    promised = [row.until - event.ends_at for row in Answer.objects.order_by("pk")]
    assert promised == [timedelta(days=30), timedelta(days=5)]


def test_of_a_question_nobody_answered_the_former_words_go_and_nobody_agrees_to_others_unread() -> None:
    event = open_event()
    pictures = asks(event, Kind.CONSENT, label_fr="J’accepte les photos.")
    registration, read = registered(event), pictures.words.pk

    actions.edit(question=pictures, words={"label_fr": "J’accepte que mon adresse soit vendue."}, by=None)

    assert [one.label_fr for one in pictures.versions.all()] == ["J’accepte que mon adresse soit vendue."]
    with pytest.raises(refusals.QuestionsChanged):
        actions.answer(
            registration=registration, values={pictures.pk: True}, versions={pictures.pk: read}, language="fr"
        )
    assert not kept(registration)


def test_answers_to_words_that_changed_meanwhile_are_not_kept() -> None:
    event = open_event()
    question = asks(event)
    registration = registered(event)

    with pytest.raises(refusals.QuestionsChanged):
        actions.answer(registration=registration, values={question.pk: "x"}, versions={question.pk: 0}, language="fr")
    assert not kept(registration)


def test_thirty_questions_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_event()
    monkeypatch.setattr(actions, "MOST_QUESTIONS", 1)
    asks(event)

    with pytest.raises(refusals.TooManyQuestions):
        asks(event)


# ------------------------------------------------------------------ answers


def test_each_kind_keeps_its_value_and_zero_is_one() -> None:
    event = open_event()
    day = timezone.localdate()
    text, number, when = asks(event), asks(event, Kind.NUMBER), asks(event, Kind.DATE)
    choice, choices = asks(event, Kind.CHOICE), asks(event, Kind.CHOICES)
    registration = registered(event)

    answers(registration, {text: "Berri", number: Decimal(0), when: day, choice: "2", choices: ["1", "2"]})
    assert kept(registration) == {
        text.pk: "Berri", number.pk: Decimal(0), when.pk: day, choice.pk: "2", choices.pk: ["1", "2"],
    }  # fmt: skip
    answers(registration, {text: "", number: Decimal(1)})
    assert kept(registration) == {number.pk: Decimal(1)}
    # That something was answered, never what.
    assert {tuple(entry.values) for entry in Entry.objects.filter(action="questions.answered")} == {()}


def test_a_consent_says_to_which_words_and_since_when_it_no_longer_holds() -> None:
    event = open_event()
    pictures = asks(event, Kind.CONSENT)
    where = asks(event, if_=(pictures, AGREED))
    registration = registered(event)
    answers(registration, {pictures: True, where: "partout"})
    row = Answer.objects.get(question=pictures)
    assert (row.stands, row.version, row.language) == (True, pictures.words, "fr")

    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())
    actions.withdraw(answer=row)

    row.refresh_from_db()
    assert (row.stands, row.agreed_at is not None, kept(registration)) == (False, True, {pictures.pk: False})
    with pytest.raises(refusals.NotAConsent):
        actions.withdraw(answer=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(agreed_at=None)


@pytest.mark.parametrize(
    "over", [{"registration_closes_at": timedelta(0)}, {"starts_at": timedelta(0)}, {"cancelled_at": timedelta(0)}]
)
def test_answers_change_until_registration_closes(over: dict[str, timedelta]) -> None:
    event = open_event()
    question = asks(event)
    registration = registered(event)
    answers(registration, {question: "avant"})
    reason = {"cancellation_reason_fr": "Tempête"} if "cancelled_at" in over else {}
    Event.objects.filter(pk=event.pk).update(**{name: timezone.now() + delta for name, delta in over.items()}, **reason)

    with pytest.raises(refusals.NoAnswersNow):
        answers(registration, {question: "après"})
    assert kept(registration) == {question.pk: "avant"}


# ------------------------------------------------------------------ how long


def night() -> int:
    (run,) = retention.begin(codes=["questions.answers"])
    while retention.work_off(run_pk=run.pk):
        pass
    run.refresh_from_db()
    return int(run.rows)


def test_each_answer_goes_on_the_day_its_own_question_promised() -> None:
    event = open_event()
    short, long = asks(event, kept_days=2), asks(event, kept_days=4)
    registration = registered(event)
    answers(registration, {short: "bref", long: "long"})
    starts = timezone.now() - timedelta(days=3, hours=6)
    agenda_row = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=6))
    for row in Answer.objects.select_related("version"):
        row.until = row.version.until(Event.objects.get(pk=event.pk))
        row.save()
    assert agenda_row.pk == event.pk

    assert night() == 1
    assert kept(registration) == {long.pk: "long"}


def test_the_promise_moves_with_the_event() -> None:
    event = open_event()
    answers(registered(event), {asks(event): "x"})
    later = event.starts_at + timedelta(days=7)

    moved = agenda.move(
        event=event,
        by=None,
        start=later.astimezone(event.zone_info).replace(tzinfo=None),
        end=(later + timedelta(hours=6)).astimezone(event.zone_info).replace(tzinfo=None),
        venue=event.venue,
        online_url="",
    )

    assert Answer.objects.get().until == moved.ends_at + timedelta(days=30)


def test_nothing_is_promised_for_over_180_days() -> None:
    question = asks(open_event())

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(question=question).update(kept_days=181)
    with pytest.raises(retention.KeptTooLong):
        retention.decide(
            code="questions.answers", organisation=None, days=2, reason="x", by=registered(open_event()).contact
        )


# ------------------------------------------------------------------ read by others


def test_columns_of_the_list_cost_the_same_for_one_and_for_many(django_assert_num_queries: Any) -> None:
    event = open_event()
    text, number = asks(event), asks(event, Kind.NUMBER)
    held = [registered(event) for _one in range(3)]
    for registration in held[:2]:
        answers(registration, {text: "=2+2", number: Decimal("2.50")})

    for some in (held[:1], held):
        with django_assert_num_queries(2):
            columns = reading.columns_of(event, [one.pk for one in some])
    assert columns
    assert [columns.row(one.pk) for one in held] == [["=2+2", Decimal("2.50")]] * 2 + [[None, None]]


def test_totals_count_registrations_that_stand() -> None:
    event = open_event()
    travel = asks(event, Kind.CHOICE)
    held = [registered(event) for _one in range(3)]
    for registration, choice in zip(held, ["1", "1", "2"], strict=True):
        answers(registration, {travel: choice})
    from events.registration import actions as registering

    registering.cancel(registration=held[0], by=None)

    total = reading.totals(event)[travel.pk]
    assert (total.answered, total.choices) == (2, [("En autocar", 1), ("En voiture", 1)])


def test_an_event_known_to_ask_nothing_is_not_asked_again_until_a_question_is_written(
    django_assert_num_queries: Any,
) -> None:
    event, request = open_event(), RequestFactory().get("/")
    assert asking.part_of(request, event) is None
    with django_assert_num_queries(0):
        assert asking.part_of(request, event) is None

    asks(event)

    assert asking.part_of(request, event) is not None
