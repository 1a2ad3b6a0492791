"""Two entries become one, somebody is erased, a closed file grows old: what becomes of plans, appointments and tasks."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import personal
from people.accompaniment import actions
from people.accompaniment.models import ActionPlan, Appointment, Digest, OwnZone, PlanStep, Referral, Slot, Task
from people.participants.models import CaseFile
from people.privacy import actions as privacy
from people.privacy import forgetting
from people.timetable.models import Busy
from tests.factories.accompaniment import (
    followed,
    make_appointment,
    make_past,
    make_plan,
    make_slot,
    make_step,
    make_task,
)
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file

pytestmark = pytest.mark.django_db


def test_of_two_plans_under_way_one_goes_on_with_the_open_steps_of_both() -> None:
    organisation = make_organisation()
    caseworker = make_caseworker(organisation)
    keep, gone = make_person("Awa Diallo"), make_person("Awa Diallo")
    stays, other = make_file(keep, organisation), make_file(gone, organisation)
    plan, theirs = make_plan(stays, caseworker), make_plan(other, caseworker, steps=0)
    done, to_do = make_step(theirs, caseworker), make_step(theirs, caseworker)
    actions.tick_step(step=done, by=caseworker.person)

    privacy.merge(keep=keep, gone=gone, by=None)

    file = CaseFile.objects.get(person=keep)
    assert list(file.plans.open()) == [plan]
    assert PlanStep.objects.get(pk=to_do.pk).plan == plan
    assert PlanStep.objects.get(pk=done.pk).plan == theirs
    assert ActionPlan.objects.get(pk=theirs.pk).case_file == file
    assert not CaseFile.objects.filter(person=gone).exists()


def test_appointments_referrals_and_tasks_of_both_stay_in_the_file_that_stays() -> None:
    organisation = make_organisation()
    caseworker = make_caseworker(organisation)
    elsewhere = make_caseworker(make_organisation())
    keep, gone = make_person("Awa Diallo"), make_person("Awa Diallo")
    stays = make_file(keep, organisation)
    other = make_file(gone, elsewhere.grants.get().scope.organisation)
    appointment = make_past(make_appointment(other, elsewhere, by=elsewhere.person))
    referral = actions.refer(case_file=other, reason="Logement", to_name="Comité", by=elsewhere.person)
    task = make_task(other, assignee=elsewhere.person)

    privacy.merge(keep=keep, gone=gone, by=None)

    file = CaseFile.objects.get(person=keep)
    assert file.pk == stays.pk
    assert Appointment.objects.get(pk=appointment.pk).case_file == file
    assert Referral.objects.get(pk=referral.pk).case_file == file
    task.refresh_from_db()
    assert (task.case_file, task.organisation, task.assignee) == (file, organisation, None)
    assert list(Task.objects.visible_to(caseworker)) == [task]


def test_two_caseworkers_who_are_one_keep_one_hour_one_zone_and_one_letter() -> None:
    organisation = make_organisation()
    one, two = make_caseworker(organisation), make_caseworker(organisation)
    for who in (one, two):
        make_slot(who)
        actions.set_zone(person=who.person, zone="Europe/Paris" if who is one else "Africa/Dakar")
        actions.set_digest(person=who.person, wanted=True)
    two.grants.update(revoked_at=timezone.now())

    privacy.merge(keep=one.person, gone=two.person, by=None, close_login=True)

    assert Slot.objects.filter(caseworker=one.person, closed_at=None).count() == 1
    assert Slot.objects.filter(caseworker=one.person).count() == 2
    assert OwnZone.objects.get().zone == "Europe/Paris"
    assert Digest.objects.count() == 1


def test_erasure_calls_off_what_is_to_come_and_leaves_nothing() -> None:
    file, caseworker = followed()
    make_plan(file, caseworker)
    make_appointment(file, caseworker)
    make_task(file)
    actions.refer(case_file=file, reason="Logement", to_name="Comité", by=caseworker.person)
    actions.set_zone(person=file.person, zone="Europe/Paris")
    for entry in personal.declarations():
        if entry.leave is not None:
            entry.leave([file.person_id])

    assert list(Appointment.objects.values_list("state", flat=True)) == ["cancelled"]
    assert not Busy.objects.exists()
    assert Slot.objects.free().count() == 1

    forgetting.forget([file.person_id])

    for model in (ActionPlan, PlanStep, Appointment, Referral, Task, OwnZone):
        assert not model._default_manager.exists(), model


@pytest.mark.parametrize(
    ("code", "model"),
    [
        ("accompaniment.plans", ActionPlan),
        ("accompaniment.appointments", Appointment),
        ("accompaniment.referrals", Referral),
        ("accompaniment.tasks", Task),
    ],
)
def test_three_years_after_a_file_was_closed_its_rows_are_due(code: str, model: Any) -> None:
    file, caseworker = followed()
    make_plan(file, caseworker)
    make_past(make_appointment(file, caseworker))
    make_task(file)
    actions.refer(case_file=file, reason="Logement", to_name="Comité", by=caseworker.person)
    keep = personal.keep_of(code)
    assert keep is not None
    cut_off = timezone.now() - timedelta(days=keep.days)
    assert not keep.due(cut_off).exists()

    CaseFile.objects.update(opened_at=cut_off - timedelta(days=9), closed_at=cut_off - timedelta(days=1))

    assert list(keep.due(cut_off)) == list(model._default_manager.all())


def test_hours_that_nobody_booked_are_due_after_ninety_days() -> None:
    file, caseworker = followed()
    booked, free = make_appointment(file, caseworker).slot, make_slot(caseworker, days=12)
    keep = personal.keep_of("accompaniment.hours")
    assert keep is not None

    due = keep.due(timezone.now() + timedelta(days=30))

    assert list(due) == [free]
    assert booked not in due
