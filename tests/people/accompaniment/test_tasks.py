"""Tasks and referrals: whose they are, who does them, what calls for them, and that they go along with the person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.outbox import Mail
from people.accompaniment import actions, digest, morning, refusals, waiting
from people.accompaniment.forms import OutcomeForm
from people.accompaniment.models import Digest, Referral, Task
from people.accounts.models import User
from people.participants import actions as participants
from people.participants.morning import COLUMNS
from tests.factories.accompaniment import (
    followed,
    make_appointment,
    make_past,
    make_plan,
    make_slot,
    make_step,
    make_task,
)
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker

pytestmark = pytest.mark.django_db
#: A Wednesday at half past seven, a Saturday at the same hour, and a Wednesday at noon (Montréal).
MORNING = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_a_task_about_somebody_is_of_the_organisation_that_follows_them() -> None:
    file, caseworker = followed()

    task = make_task(file, assignee=caseworker.person)

    assert task.organisation == file.organisation
    assert list(Task.objects.visible_to(caseworker)) == [task]
    assert not Task.objects.visible_to(make_caseworker(make_organisation())).exists()


def test_only_a_caseworker_of_the_organisation_is_given_a_task() -> None:
    file, _caseworker = followed()
    stranger = make_caseworker(make_organisation()).person

    with pytest.raises(refusals.NotACaseworkerThere):
        make_task(file, assignee=stranger)
    task = make_task(file)
    with pytest.raises(refusals.NotACaseworkerThere):
        actions.change_task(task=task, title=task.title, due_on=task.due_on, assignee=stranger, by=stranger)


def test_a_task_is_done_once_by_the_first_who_says_so() -> None:
    file, caseworker = followed()
    colleague = make_caseworker(file.organisation).person  # type: ignore[arg-type]  # it has one
    task = make_task(file)

    actions.finish_task(task=task, by=caseworker.person)
    again = actions.finish_task(task=task, by=colleague)

    assert again.done_by == caseworker.person
    assert actions.reopen_task(task=task, by=colleague).is_open


def test_overdue_comes_first_and_today_is_not_overdue() -> None:
    file, _caseworker = followed()
    later, today, late = make_task(file, days=3), make_task(file), make_task(file, days=-2)

    assert list(Task.objects.open().by_day()) == [late, today, later]
    assert list(Task.objects.overdue()) == [late]
    assert set(Task.objects.due()) == {late, today}
    assert late.is_overdue
    assert not today.is_overdue


def test_open_tasks_go_along_when_another_organisation_follows_and_what_is_done_stays() -> None:
    file, caseworker = followed()
    done, open_task = make_task(file), make_task(file, assignee=caseworker.person)
    actions.finish_task(task=done, by=caseworker.person)
    new = make_organisation()

    participants.follow(case_file=file, organisation=new, how="handed_over", by=None)

    open_task.refresh_from_db()
    done.refresh_from_db()
    assert (open_task.organisation, open_task.assignee) == (new, None)
    assert done.organisation != new
    assert list(Task.objects.visible_to(caseworker)) == [done]


def test_tasks_follow_the_caseworker_who_answers_for_the_file() -> None:
    file, caseworker = followed()
    colleague, third = (make_caseworker(file.organisation).person for _number in range(2))  # type: ignore[arg-type]
    former, free, elsewhere = (
        make_task(file, assignee=caseworker.person),
        make_task(file),
        make_task(file, assignee=third),
    )

    participants.take(case_file=file, caseworker=colleague, by=colleague)

    assert [Task.objects.get(pk=task.pk).assignee for task in (former, free, elsewhere)] == [
        colleague,
        colleague,
        third,
    ]


# ------------------------------------------------------------------ referrals


def test_a_referral_with_a_day_to_ask_again_makes_a_task_and_its_outcome_finishes_it() -> None:
    file, caseworker = followed()
    day = timezone.localdate() + timedelta(days=14)

    referral = actions.refer(
        case_file=file, reason="Logement", to_name="Comité logement", ask_again_on=day, by=caseworker.person
    )
    task = Task.objects.get()
    assert (task.due_on, task.assignee, task.origin, task.referral) == (day, caseworker.person, "referral", referral)
    assert "Comité logement" in task.title

    actions.note_outcome(referral=referral, outcome="taken_up", by=caseworker.person, note="Inscrite")

    referral.refresh_from_db()
    task.refresh_from_db()
    assert (referral.outcome, referral.outcome_on) == ("taken_up", timezone.localdate())
    assert not task.is_open


def test_still_unknown_it_is_asked_again_by_another_task() -> None:
    file, caseworker = followed()
    day = timezone.localdate()
    referral = actions.refer(
        case_file=file, reason="Garderie", to_organisation=make_organisation(), ask_again_on=day, by=caseworker.person
    )

    actions.note_outcome(
        referral=referral, outcome="waiting", by=caseworker.person, ask_again_on=day + timedelta(days=7)
    )

    assert list(Task.objects.order_by("pk").values_list("due_on", flat=True)) == [day, day + timedelta(days=7)]
    assert Task.objects.open().count() == 1


def test_a_task_is_not_taken_up_again_beside_the_one_that_followed_it() -> None:
    file, caseworker = followed()
    by, day = caseworker.person, timezone.localdate()
    referral = actions.refer(case_file=file, reason="Garderie", to_name="CPE", ask_again_on=day, by=by)
    former = Task.objects.get()
    actions.note_outcome(referral=referral, outcome="waiting", by=by, ask_again_on=day + timedelta(days=7))

    assert not actions.reopen_task(task=former, by=by).is_open


def test_once_the_outcome_is_known_nothing_is_asked_again_and_no_task_stays() -> None:
    """The form comes with the day that was set: sent along with an outcome it counts for nothing."""
    file, caseworker = followed()
    day = timezone.localdate() + timedelta(days=14)
    referral = actions.refer(case_file=file, reason="Logement", to_name="CPE", ask_again_on=day, by=caseworker.person)

    noted = actions.note_outcome(referral=referral, outcome="no_answer", by=caseworker.person, ask_again_on=day)

    assert noted.ask_again_on is None
    assert not Task.objects.open().exists()
    assert Task.objects.count() == 1


def test_it_is_asked_again_after_the_referral_was_made_and_not_in_the_past() -> None:
    file, caseworker = followed()
    made = timezone.localdate() - timedelta(days=5)
    early, passed, today = made - timedelta(days=1), made + timedelta(days=1), timezone.localdate()
    by = caseworker.person

    with pytest.raises(refusals.AskAgainTooEarly):
        actions.refer(case_file=file, reason="Logement", to_name="CPE", on_date=made, ask_again_on=early, by=by)
    referral = actions.refer(case_file=file, reason="Logement", to_name="CPE", on_date=made, by=by)
    with pytest.raises(refusals.AskAgainTooEarly):
        actions.note_outcome(referral=referral, outcome="waiting", by=by, ask_again_on=early)

    def form(day: date, outcome: str = "waiting") -> OutcomeForm:
        return OutcomeForm({"outcome": outcome, "ask_again_on": day.isoformat()}, referral=referral)

    assert "précède la référence" in str(form(early).errors["ask_again_on"])
    assert "Ce jour est passé" in str(form(passed).errors["ask_again_on"])
    assert form(today).is_valid()
    # Whoever notes the outcome late is not stopped by the day that has passed meanwhile.
    known = form(passed, "taken_up")
    assert known.is_valid()
    assert known.cleaned_data["ask_again_on"] is None


def test_an_outcome_is_not_known_before_it_happened() -> None:
    file, caseworker = followed()
    referral = actions.refer(case_file=file, reason="Garderie", to_name="CPE", by=caseworker.person)

    with pytest.raises(refusals.OutcomeInTheFuture):
        actions.note_outcome(
            referral=referral, outcome="taken_up", by=caseworker.person, on=timezone.localdate() + timedelta(days=1)
        )


def test_a_referral_says_where_to() -> None:
    file, caseworker = followed()

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.refer(case_file=file, reason="Logement", by=caseworker.person)


def test_a_former_organisation_reads_the_referral_it_made() -> None:
    file, caseworker = followed()
    referral = actions.refer(case_file=file, reason="Logement", to_name="Comité", by=caseworker.person)
    new = make_organisation()
    participants.follow(case_file=file, organisation=new, how="handed_over", by=None)
    theirs = actions.refer(case_file=file, reason="Garderie", to_name="CPE", by=make_caseworker(new).person)

    assert list(Referral.objects.visible_to(caseworker)) == [referral]
    assert not Referral.objects.editable_by(caseworker).exists()
    assert set(Referral.objects.visible_to(make_caseworker(new))) == {referral, theirs}


# ------------------------------------------------------------------ the lists of other rooms


def test_the_morning_list_gets_due_tasks_of_the_user_and_of_nobody_in_its_own_columns() -> None:
    file, caseworker = followed()
    colleague = make_caseworker(file.organisation).person  # type: ignore[arg-type]  # it has one
    mine, free = make_task(file, assignee=caseworker.person, days=-1), make_task(file)
    theirs = make_task(file, assignee=colleague)
    make_task(file, days=2)
    actions.add_task(title="Réunion", due_on=timezone.localdate(), organisation=file.organisation, by=None)

    rows = list(morning.tasks_due(caseworker).order_by("due"))

    assert [row["object_id"] for row in rows] == [mine.pk]
    assert [row["object_id"] for row in morning.tasks_free(caseworker)] == [free.pk]
    assert [row["object_id"] for row in morning.tasks_due(User.objects.get(person=colleague))] == [theirs.pk]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["case_file_id"] == file.pk


def test_the_morning_list_gets_appointments_that_nobody_noted() -> None:
    file, caseworker = followed()
    appointment = make_past(make_appointment(file, caseworker))
    make_appointment(file, caseworker, days=11, by=caseworker.person)

    assert [row["object_id"] for row in morning.appointments_to_note(caseworker)] == [appointment.pk]
    assert not morning.appointments_to_note(make_caseworker(make_organisation())).exists()


def test_steps_of_ones_own_that_are_due_soon_wait_for_the_person() -> None:
    file, caseworker = followed()
    plan = make_plan(file, caseworker, steps=0)
    late, soon = (
        make_step(plan, caseworker, days=-1, title="Tard"),
        make_step(plan, caseworker, days=14, title="Bientôt"),
    )
    make_step(plan, caseworker, days=15)
    make_step(plan, caseworker, who="caseworker")

    found = list(waiting.steps_to_do(file.person))

    assert [(one.label, one.by) for one in found] == [("Tard", late.due_on), ("Bientôt", soon.due_on)]
    actions.end_plan(plan=plan, by=caseworker.person)
    assert not list(waiting.steps_to_do(file.person))


# ------------------------------------------------------------------ the morning letter


def test_the_morning_letter_goes_once_to_who_wishes_it_on_a_working_morning() -> None:
    _file, caseworker = followed()
    followed()
    actions.set_digest(person=caseworker.person, wanted=True)

    assert [digest.send(moment) for moment in (SATURDAY, NOON, MORNING)] == [0, 0, 1]
    digest.send(MORNING + timedelta(minutes=30))

    assert Mail.objects.get(template="accompaniment/digest").recipient == caseworker.email
    actions.set_digest(person=caseworker.person, wanted=False)
    assert not Digest.objects.exists()


def test_who_is_no_caseworker_any_more_gets_no_letter() -> None:
    _file, caseworker = followed()
    actions.set_digest(person=caseworker.person, wanted=True)
    caseworker.grants.update(revoked_at=timezone.now())

    assert digest.send(MORNING) == 0


def test_the_letter_counts_ones_own_and_what_nobody_took() -> None:
    file, caseworker = followed()
    make_task(file, assignee=caseworker.person, days=-1)
    make_task(file, assignee=caseworker.person)
    make_task(file)
    make_slot(caseworker)

    counts = digest.counts_of(caseworker.person)

    assert (counts.overdue, counts.today, counts.unassigned, counts.appointments) == (1, 1, 1, 0)
    assert counts.any
    assert not digest.counts_of(make_caseworker(make_organisation()).person).any
