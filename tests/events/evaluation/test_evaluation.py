"""Those who were present are asked once, answer once, and where they gave no name nothing leads back to them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.expressions import RawSQL
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import clock, outbox
from core.audit import Entry
from core.clock import Due
from core.outbox import Mail
from core.personal import keep_of
from events.announcements.models import NoMessages
from events.doors import actions as doors
from events.evaluation import actions, planning, refusals, results
from events.evaluation.models import AnswerSheet, Asked, Evaluation, Question
from events.evaluation.questions import BY_KIND, questions_of
from events.registration.models import Registration
from people.accounts.models import Person
from people.participants.waiting import waiting_for
from tests.events.doors.conftest import signed_in  # noqa: F401  (a fixture)
from tests.factories import doors as make
from tests.factories.evaluation import answered, over, sent

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ asked


def test_the_close_plans_the_questions_for_waking_hours_and_once() -> None:
    event = over(1)

    doors.close(event=event)
    planned = Due.objects.get(kind=planning.SEND, key=str(event.pk))
    doors.close(event=event)

    assert planning.when_awake(planned.due_at, event.zone) == planned.due_at
    assert Due.objects.get(kind=planning.SEND).due_at == planned.due_at
    assert planning.when_awake(datetime(2026, 6, 2, 2, 30, tzinfo=UTC), "America/Toronto") == datetime(
        2026, 6, 2, 13, tzinfo=UTC
    )


def test_an_event_that_was_over_long_ago_asks_nobody() -> None:
    doors.close(event=make.fair_over(days=9))

    assert not Due.objects.filter(kind=planning.SEND).exists()


def test_one_mail_a_registration_goes_to_those_present_who_can_be_written_to_and_wish_it() -> None:
    event = over(2)
    for state in ("absent", "expected", "cancelled"):
        make.seat(event, state=state)
    make.seat(event, state="present", email="")
    silent = make.seat(event, state="present")
    NoMessages.objects.create(registration=silent.registration)

    asked = sent(event)
    actions.send(event=event)

    assert {one.registration.seats.get().name for one in asked} == {"Ioana Dumitrescu 0", "Ioana Dumitrescu 1"}
    assert Mail.objects.filter(template="evaluation/invited").count() == 2
    assert Evaluation.objects.get(event=event).invited == 2
    assert len(questions_of(event)) == 5


def test_nobody_is_asked_about_an_event_whose_organiser_does_not_want_it() -> None:
    event = over(1)
    actions.set_wanted(event=event, wanted=False, by=make.person())

    assert sent(event) == []


def test_the_reminder_goes_once_to_those_who_have_not_answered_and_asks_those_noted_since() -> None:
    event = over(2)
    first, _second = sent(event)
    answered(first, 5)
    make.seat(event, state="present")

    assert (actions.remind(event=event), actions.remind(event=event)) == (2, 0)
    assert Mail.objects.filter(template="evaluation/reminded").count() == 1
    assert Mail.objects.filter(template="evaluation/invited").count() == 3


def test_the_letter_says_how_to_stop_and_is_dropped_once_answered() -> None:
    event = over(2)
    first, second = sent(event)
    answered(first, 5)

    outbox.send_all()

    left = Mail.objects.get(state=Mail.State.SENT)
    assert left.recipient == second.registration.email
    letter = outbox.writer_of("evaluation/invited")(left)
    assert letter is not None
    assert second.key in letter.text
    assert letter.unsubscribe in letter.text


# ------------------------------------------------------------------ answered


def test_without_a_name_nothing_leads_from_an_answer_to_a_person() -> None:
    event = over(3)
    asked = sent(event)
    for one in asked:
        answered(one, 4, 3, 0, "Le microphone")

    sheet = AnswerSheet.objects.first()
    assert sheet is not None
    kept = {field.attname: getattr(sheet, field.attname) for field in AnswerSheet._meta.concrete_fields}
    assert kept["registration_id"] is None
    assert not [name for name in kept if name.endswith(("_at", "_on"))]
    assert set(kept) == {"code", "evaluation_id", "registration_id", "answers", "has_words"}
    told = str(list(Entry.objects.filter(action="evaluation.answered").values()))
    for one in asked:
        assert one.key not in told
        assert one.registration.reference not in str(kept)
    assert {entry.object_type for entry in Entry.objects.filter(action="evaluation.answered")} == {
        Evaluation._meta.label_lower
    }


def test_neither_its_place_in_the_table_nor_its_transaction_says_who_gave_an_answer() -> None:
    asked = sent(over(8))
    for number, one in enumerate(asked):
        answered(one, 4, 3, 0, f"{number}")

    is_postgresql = connection.vendor == "postgresql"
    lie = AnswerSheet.objects.order_by(RawSQL("ctid" if is_postgresql else "rowid", []))
    codes = [sheet.code for sheet in lie]
    assert codes == sorted(codes)
    if is_postgresql:
        assert len(set(Asked.objects.annotate(by=RawSQL("xmin::text", [])).values_list("by", flat=True))) == 1
    assert (AnswerSheet.objects.count(), Evaluation.objects.get().answered) == (8, 8)


def test_one_link_answers_once_and_a_name_stands_where_it_was_chosen() -> None:
    [one] = sent(over(1))
    answered(one, 4, with_name=True)

    with pytest.raises(refusals.AlreadyAnswered):
        answered(one, 5)

    assert AnswerSheet.objects.get().registration == one.registration
    assert Evaluation.objects.get().answered == 1
    with pytest.raises(IntegrityError, match="evaluation_answered_were_asked"), transaction.atomic():
        Evaluation.objects.update(answered=2)


def test_nothing_said_and_answers_to_questions_of_others_are_refused() -> None:
    [one] = sent(over(1))

    with pytest.raises(refusals.NothingSaid):
        actions.answer(invitation=one, answers={10**6: 5}, with_name=False)

    assert not Asked.objects.get().has_answered


def test_after_two_weeks_nobody_answers_and_who_did_is_forgotten() -> None:
    event = over(2)
    first, second = sent(event)
    answered(first, 4)
    Evaluation.objects.update(sent_at=timezone.now() - timedelta(days=15), closes_at=timezone.now() - timedelta(days=1))

    with pytest.raises(refusals.TimeOver):
        answered(second, 4)
    clock.handler_of(planning.CLOSE)({"event": event.pk})

    kept = Evaluation.objects.get()
    assert not Asked.objects.exists()
    assert (kept.invited, kept.answered, kept.rate) == (2, 1, 50)


def test_it_waits_in_the_space_of_whoever_was_there_until_it_is_answered_or_over() -> None:
    event = over(2)
    absent = make.seat(event, state="absent").registration.contact
    first, second = sent(event)

    def waits_for(person: Person) -> list[str]:
        return [one.url for one in waiting_for(person)]

    page = reverse("evaluation:answer", args=[first.key])
    assert waits_for(first.registration.contact) == [page]
    assert waits_for(absent) == []
    answered(first, 5)
    assert waits_for(first.registration.contact) == []
    assert len(waits_for(second.registration.contact)) == 1
    Evaluation.objects.update(sent_at=timezone.now() - timedelta(days=15), closes_at=timezone.now() - timedelta(days=1))
    assert waits_for(second.registration.contact) == []


# ------------------------------------------------------------------ shown


def test_fewer_than_five_answers_are_shown_to_nobody_a_question_at_a_time() -> None:
    event = over(6)
    asked = sent(event)
    for one in asked[:4]:
        answered(one, 4, 2, 0, "Zoé a parlé du logement")
    four = results.results_of(event)
    answered(asked[4], 5)
    five = results.results_of(event)

    assert four is not None
    assert five is not None
    assert four.is_hidden
    assert [one.bars for one in four.questions] == [()] * 5
    assert not five.is_hidden
    assert [bar.number for bar in five.questions[0].bars] == [0, 0, 0, 4, 1]
    assert five.questions[0].mean == 4.2
    assert five.questions[3].words == ()


def test_an_answer_without_a_name_is_shown_only_among_five_who_may_have_given_it() -> None:
    event = over(5)
    asked = sent(event)
    for one in asked[:4]:
        answered(one, 4, with_name=True)
    answered(asked[4], 1)

    few = results.results_of(event)
    Evaluation.objects.update(invited=9)
    enough = results.results_of(event)

    assert few is not None
    assert enough is not None
    assert (few.is_hidden, enough.is_hidden) == (True, False)


def test_words_stand_by_the_alphabet_and_with_a_name_only_where_it_was_given(django_assert_num_queries: Any) -> None:
    event = over(5)
    asked = sent(event)
    for one, words in zip(asked, ("zèbre", "Été", "abri", "mot", "eau"), strict=True):
        answered(one, 3, 3, 0, words, with_name=words == "mot")

    evaluation = Evaluation.objects.get(event=event)
    with django_assert_num_queries(2):
        found = results.results(evaluation)

    assert [text for text, _name in found.questions[3].words] == ["abri", "eau", "Été", "mot", "zèbre"]
    assert [name for _text, name in found.questions[3].words if name] == ["Ioana Dumitrescu 3"]
    assert [row[0] for row in results.export_rows(found) if row[0]] == ["Ioana Dumitrescu 3"]


def test_questions_stay_once_they_were_asked_and_every_kind_has_five() -> None:
    event = over(1)
    five = [Question(kind="text", words_fr=f"Question {number}?") for number in range(5)]
    actions.set_questions(event=event, questions=five, by=make.person())
    sent(event)

    with pytest.raises(refusals.AlreadySent):
        actions.set_questions(event=event, questions=five, by=make.person())

    assert questions_of(event)[4].words_fr == "Question 4?"
    assert {len(questions) for questions in BY_KIND.values()} == {5}


# ------------------------------------------------------------------ kept and forgotten


def test_names_leave_after_six_months_and_words_after_two_years() -> None:
    [one] = sent(over(1))
    answered(one, 4, 4, 0, "Merci", with_name=True)
    names, words = keep_of("evaluation.names"), keep_of("evaluation.words")
    assert names is not None
    assert words is not None
    later = timezone.now() + timedelta(days=1)

    for entry in (names, words):
        assert callable(entry.then)
        entry.then(list(entry.due(later)), later)
        assert not entry.due(later).exists()

    assert AnswerSheet.objects.get().registration is None
    assert list(AnswerSheet.objects.get().answers.values()) == [4, 4, 0]


# ------------------------------------------------------------------ pages


def test_somebody_answers_from_the_mail_without_a_login() -> None:
    [one] = sent(over(1))
    page = reverse("evaluation:answer", args=[one.key])
    browser = Client()
    first = Question.objects.order_by("place").first()
    assert first is not None

    shown = browser.get(page)
    done = browser.post(page, {f"q{first.pk}": "4", "with_name": "no"})

    assert shown.status_code == 200
    assert one.key not in done.url  # type: ignore[attr-defined]
    assert browser.get(done.url).status_code == 200  # type: ignore[attr-defined]
    assert browser.get(page).status_code == 410
    assert AnswerSheet.objects.get().registration is None


def test_the_organiser_sees_the_rate_rewords_and_exports(signed_in: Any) -> None:  # noqa: F811
    before, event = over(1), over(5)
    browser = signed_in(make.login("organiser"))
    questions = reverse("evaluation:questions", args=[before.pk])
    form = browser.get(questions).context
    said = {f"q{place}-{name}": value for place, one in form["forms"] for name, value in one.initial.items()}

    assert browser.post(questions, said | {"shown": form["shown"], "q1-words_fr": ""}).status_code == 422
    assert browser.post(questions, said | {"shown": form["shown"], "q1-words_fr": "Alors?"}).status_code == 302
    assert "Alors?" in browser.get(reverse("evaluation:manage", args=[before.pk])).content.decode()
    export = reverse("evaluation:export", args=[event.pk, "csv"])
    assert browser.get(export).status_code == 404
    for one in sent(event):
        answered(one, 5, 5, 0, "Très bien")
    page = browser.get(reverse("evaluation:manage", args=[event.pk])).content.decode()
    assert "100" in page
    assert "Très bien" in page
    assert b"".join(browser.get(export).streaming_content).decode("utf-8-sig").count("Très bien") == 5
    assert Registration.objects.filter(event=event).count() == 5


def test_the_page_of_results_costs_the_same_for_many(django_assert_max_num_queries: Any) -> None:
    event = over(7)
    for one in sent(event):
        answered(one, 5)

    with django_assert_max_num_queries(3):
        assert results.results_of(event)
