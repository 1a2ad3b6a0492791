"""People are asked by themselves, reminded once, given up; and not asked if they prefer not to be."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import outbox
from core.outbox import Mail
from people.follow_up import actions, due
from people.follow_up.models import FollowUp
from people.participants import writing
from people.participants.models import PaperLetter
from tests.factories.accounts import make_person
from tests.factories.follow_up import make_answer, make_follow_up, make_track
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_file

pytestmark = pytest.mark.django_db


def reached(**facts: Any) -> FollowUp:
    person = make_person(email="amina@exemple.test", proven=True)
    return make_follow_up(make_file(person), **facts)


def test_somebody_is_asked_three_days_before_and_not_earlier() -> None:
    row = reached(due=4)

    assert actions.ask_all_due() == 0
    assert actions.ask_all_due(timezone.localdate() + timedelta(days=1)) == 1

    row.refresh_from_db()
    assert row.state == "asked"
    assert Mail.objects.get().recipient == "amina@exemple.test"
    assert actions.ask_all_due(timezone.localdate() + timedelta(days=1)) == 0


def test_the_letter_holds_the_link_and_names_nobody() -> None:
    row = reached(state="asked")
    mail = Mail.objects.get()

    letter = outbox.writer_of(mail.template)(mail)

    assert letter is not None
    assert row.token in letter.text
    assert row.token in letter.html
    assert "Amina" not in letter.subject + letter.text + letter.html
    assert row.token not in str(vars(row))


def test_the_letter_is_dropped_once_it_was_answered() -> None:
    row = reached(state="asked")
    mail = Mail.objects.get()
    make_answer(row)

    assert outbox.writer_of(mail.template)(mail) is None


def test_a_reminder_comes_once_after_seven_days_with_the_same_link() -> None:
    row = reached(due=20, state="asked")
    today = timezone.localdate()

    assert actions.ask_all_due(today + timedelta(days=6)) == 0
    assert actions.ask_all_due(today + timedelta(days=7)) == 1
    assert actions.ask_all_due(today + timedelta(days=8)) == 0

    reminder = Mail.objects.get(template="follow_up/remind")
    letter = outbox.writer_of(reminder.template)(reminder)
    assert letter is not None
    assert row.token in letter.text
    assert letter.subject.startswith("Rappel")


def several(**facts: Any) -> list[FollowUp]:
    file = make_file(make_person(email="amina@exemple.test", proven=True))
    return [make_follow_up(file, **facts), make_follow_up(file, kind="pairing", **facts)]


def test_several_things_are_asked_about_in_one_letter_with_a_link_for_each() -> None:
    rows = several()
    other = reached()

    assert actions.ask_all_due() == 3

    assert Mail.objects.count() == 2
    mail = Mail.objects.get(object_id__in=[str(row.pk) for row in rows])
    letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    for row in rows:
        row.refresh_from_db()
        assert letter.text.count(row.token) == letter.html.count(row.token) == 1
    assert "Séjour exploratoire" in letter.text
    assert "Maillage professionnel" in letter.html
    other.refresh_from_db()
    assert other.token not in letter.text


def test_what_was_answered_meanwhile_is_left_out_and_the_reminder_is_one_letter_too() -> None:
    rows = several(due=20)
    actions.ask_together(follow_ups=rows)
    in_a_week = timezone.localdate() + timedelta(days=7)

    assert actions.ask_all_due(in_a_week) == 2
    assert Mail.objects.filter(template="follow_up/remind").count() == 1

    make_answer(rows[0])
    mail = Mail.objects.get(template="follow_up/remind")
    letter = outbox.writer_of(mail.template)(mail)
    assert letter is not None
    assert rows[0].token not in letter.text
    assert rows[1].token in letter.text


def test_who_answered_is_not_reminded() -> None:
    make_answer(reached(state="asked"))

    assert actions.ask_all_due(timezone.localdate() + timedelta(days=60)) == 0


def test_without_an_answer_the_person_counts_as_not_reached_and_may_still_answer() -> None:
    row = reached(state="asked")

    actions.ask_all_due(timezone.localdate() + timedelta(days=46))

    row.refresh_from_db()
    assert row.state == "unreachable"
    assert make_answer(row).state == "answered"


def test_who_has_no_address_gets_a_letter_on_paper_without_a_link() -> None:
    file = make_file(organisation=make_organisation("Accueil Mauricie"))
    make_follow_up(file, state="asked")

    letter = writing.written(PaperLetter.objects.get())

    assert Mail.objects.filter(template="follow_up/ask").count() == 0
    assert letter is not None
    assert "Accueil Mauricie" in letter.text
    assert "http" not in letter.text.partition("--")[0]


def test_whoever_declined_is_called_off_and_not_asked_later_either() -> None:
    row = reached(due=1)
    person = row.track.case_file.person

    actions.decline(person=person, by=person)
    later = make_track(row.track.case_file)

    row.refresh_from_db()
    assert (row.state, row.end_reason) == ("cancelled", "declined")
    assert set(later.follow_ups.values_list("state", "end_reason")) == {("cancelled", "declined")}
    assert actions.ask_all_due(timezone.localdate() + timedelta(days=400)) == 0


def test_whoever_changes_their_mind_is_asked_again() -> None:
    row = reached(due=1)
    person = row.track.case_file.person
    actions.decline(person=person, by=person)

    actions.welcome_again(person=person, by=person)

    row.refresh_from_db()
    assert row.state == "planned"
    assert actions.ask_all_due() == 1


def test_a_closed_file_is_followed_up_all_the_same() -> None:
    row = reached()
    row.track.case_file.closed_at = timezone.now()
    row.track.case_file.save()

    assert actions.ask_all_due() == 1


def test_nothing_due_costs_three_queries(django_assert_num_queries: Any) -> None:
    reached(due=40)

    with django_assert_num_queries(3):
        actions.ask_all_due()


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        # The clock goes forward on March 14, 2027 and back on November 7: days are counted as people do.
        (datetime(2027, 3, 14, 4, 30, tzinfo=UTC), date(2027, 3, 13)),
        (datetime(2027, 3, 15, 3, 30, tzinfo=UTC), date(2027, 3, 14)),
        (datetime(2027, 11, 8, 4, 30, tzinfo=UTC), date(2027, 11, 7)),
        (datetime(2027, 11, 8, 5, 30, tzinfo=UTC), date(2027, 11, 8)),
    ],
)
def test_days_are_montreals_also_where_the_clock_changes(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, local: date
) -> None:
    row = reached()
    FollowUp.objects.filter(pk=row.pk).update(
        ask_on=local, due_on=local + timedelta(days=3), gives_up_on=local + timedelta(days=48)
    )
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert not FollowUp.objects.to_ask(local - timedelta(days=1)).exists()
    assert actions.ask_all_due() == 1

    row.refresh_from_db()
    assert row.remind_on == local + timedelta(days=7)


@pytest.mark.parametrize(("hour", "asked"), [(12, 0), (13, 1)])
def test_nobody_is_written_to_before_eight(monkeypatch: pytest.MonkeyPatch, hour: int, asked: int) -> None:
    reached()
    winter = timezone.now().replace(year=timezone.now().year + 1, month=1, day=12, hour=hour, minute=30)
    FollowUp.objects.update(gives_up_on=date(2999, 1, 1))
    monkeypatch.setattr(timezone, "now", lambda: winter)

    due.ask({})

    assert Mail.objects.filter(template="follow_up/ask").count() == asked
