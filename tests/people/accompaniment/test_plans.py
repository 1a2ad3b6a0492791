"""The plan: begun from a template, dated from today or from the arrival, shared, and the person's own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import Entry
from core.forbidden import SensitiveText
from people.accompaniment import actions, refusals, rules
from people.accompaniment.models import ActionPlan, PlanStep, PlanTemplate
from people.accounts.models import Role, Scope
from people.participants import actions as participants
from tests.factories.accompaniment import followed, make_plan, make_step, make_template
from tests.factories.accounts import make_region, make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file

pytestmark = pytest.mark.django_db


def test_a_plan_takes_over_the_steps_of_its_template_dated_from_today() -> None:
    file, caseworker = followed()
    today = timezone.localdate()

    plan = actions.begin_plan(case_file=file, by=caseworker.person, template=make_template())

    # What would have been due a week ago is due today: a plan begins with no delay.
    assert [(step.title_fr, step.who, step.due_on) for step in plan.steps.order_by("pk")] == [
        ("Faire évaluer ses diplômes", "person", today),
        ("Ouvrir le dossier", "caseworker", today),
        ("Rédiger son CV", "person", today + timedelta(days=14)),
    ]


def test_a_plan_begun_abroad_counts_from_the_arrival_and_follows_it() -> None:
    file, caseworker = followed()
    arrival = timezone.localdate() + timedelta(days=60)

    plan = actions.begin_plan(
        case_file=file, by=caseworker.person, template=make_template(), begun_on=arrival, counted_from="arrival"
    )
    first = plan.steps.order_by("pk").first()
    assert first is not None
    assert first.due_on == arrival - timedelta(days=7)
    actions.tick_step(step=first, by=file.person)

    moved = actions.shift_plan(plan=plan, begun_on=arrival + timedelta(days=30), by=caseworker.person)

    due = list(plan.steps.order_by("pk").values_list("due_on", flat=True))
    assert moved == 2
    assert due == [arrival - timedelta(days=7), arrival + timedelta(days=30), arrival + timedelta(days=44)]
    assert plan.steps.filter(moved_by=caseworker.person).count() == 2


def test_one_plan_is_open_at_a_time() -> None:
    file, caseworker = followed()
    plan = make_plan(file, caseworker)

    with pytest.raises(refusals.PlanOpenAlready):
        make_plan(file, caseworker)
    with pytest.raises(IntegrityError, match=r"plan_open_once_per_file|case_file_id"), transaction.atomic():
        ActionPlan.objects.create(case_file=file, organisation=file.organisation)  # type: ignore[misc]  # it has one

    actions.end_plan(plan=plan, by=caseworker.person)
    assert make_plan(file, caseworker).is_open


def test_a_plan_that_has_ended_takes_no_step() -> None:
    file, caseworker = followed()
    plan = make_plan(file, caseworker)
    step = plan.steps.get()
    actions.end_plan(plan=plan, by=caseworker.person)

    for act in (
        lambda: make_step(plan, caseworker),
        lambda: actions.tick_step(step=step, by=file.person),
        lambda: actions.end_plan(plan=plan, by=caseworker.person),
        lambda: actions.shift_plan(plan=plan, begun_on=timezone.localdate(), by=caseworker.person),
    ):
        with pytest.raises(refusals.PlanEnded):
            act()


def test_nobody_has_a_plan_whom_no_organisation_follows() -> None:
    with pytest.raises(refusals.NobodyFollows):
        actions.begin_plan(case_file=make_file(), by=make_user().person)


def test_the_person_ticks_their_own_steps_and_takes_the_tick_back() -> None:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()

    done = actions.tick_step(step=step, by=file.person)
    assert (done.state, done.done_by) == (PlanStep.State.DONE, file.person)
    assert done.done_at is not None
    assert Entry.objects.filter(action="plan_step.done", actor=file.person.pk).count() == 1
    actions.tick_step(step=step, by=file.person)
    assert Entry.objects.filter(action="plan_step.done").count() == 1

    back = actions.untick_step(step=step, by=file.person)
    assert (back.state, back.done_by, back.done_at) == (PlanStep.State.TODO, None, None)


def test_the_person_does_not_tick_a_step_of_their_caseworker() -> None:
    file, caseworker = followed()
    step = make_step(make_plan(file, caseworker, steps=0), caseworker, who="caseworker")

    with pytest.raises(refusals.NotYourStep):
        actions.tick_step(step=step, by=file.person)

    assert actions.tick_step(step=step, by=caseworker.person).done_by == caseworker.person


def test_what_the_caseworker_dropped_the_person_does_not_take_up_again() -> None:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()
    actions.drop_step(step=step, by=caseworker.person)

    with pytest.raises(refusals.StepMovedOn):
        actions.untick_step(step=step, by=file.person)
    with pytest.raises(refusals.StepMovedOn):
        actions.tick_step(step=step, by=file.person)

    assert actions.untick_step(step=step, by=caseworker.person).is_to_do


def test_who_moved_a_step_is_kept_and_other_words_leave_the_day_alone() -> None:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()
    later = step.due_on + timedelta(days=5)

    changed = actions.change_step(
        step=step, title="Relire la lettre", who="person", due_on=step.due_on, note="", by=caseworker.person
    )
    assert (changed.title_fr, changed.moved_at) == ("Relire la lettre", None)
    moved = actions.change_step(
        step=step, title="Relire la lettre", who="person", due_on=later, note="", by=caseworker.person
    )
    assert (moved.due_on, moved.moved_by) == (later, caseworker.person)


def test_a_step_holds_no_social_insurance_number() -> None:
    file, caseworker = followed()

    with pytest.raises(SensitiveText):
        make_step(make_plan(file, caseworker, steps=0), caseworker, title="NAS 046 454 286 à vérifier")


def test_a_step_is_late_the_day_after_its_day() -> None:
    file, caseworker = followed()
    step = make_step(make_plan(file, caseworker, steps=0), caseworker, days=0)

    assert not step.is_overdue()
    assert step.is_overdue(timezone.localdate() + timedelta(days=1))
    assert not actions.tick_step(step=step, by=file.person).is_overdue(timezone.localdate() + timedelta(days=1))


# ------------------------------------------------------------------ who sees, who changes


def test_a_plan_is_for_the_organisation_that_follows_now() -> None:
    file, caseworker = followed()
    stranger = make_caseworker(make_organisation())
    plan = make_plan(file, caseworker)

    assert list(ActionPlan.objects.visible_to(caseworker)) == [plan]
    assert not ActionPlan.objects.visible_to(stranger).exists()
    assert not PlanStep.objects.visible_to(stranger).exists()
    assert not PlanStep.objects.editable_by(stranger).exists()

    participants.follow(
        case_file=file, organisation=stranger.grants.get().scope.organisation, how="handed_over", by=None
    )

    # The plan is the person's own: it goes along.
    assert list(ActionPlan.objects.visible_to(stranger)) == [plan]
    assert PlanStep.objects.editable_by(stranger).count() == 1
    assert not ActionPlan.objects.visible_to(caseworker).exists()


def test_a_plan_that_ended_before_a_handover_stays_readable_for_who_led_it() -> None:
    file, caseworker = followed()
    plan = actions.end_plan(plan=make_plan(file, caseworker), by=caseworker.person)
    participants.follow(case_file=file, organisation=make_organisation(), how="handed_over", by=None)

    assert list(ActionPlan.objects.visible_to(caseworker)) == [plan]
    assert PlanStep.objects.visible_to(caseworker).count() == 1
    assert not PlanStep.objects.editable_by(caseworker).exists()


def test_templates_of_the_house_are_kept_by_who_coordinates_everywhere() -> None:
    own, other = make_organisation(), make_organisation()
    house, ours, theirs = make_template(), make_template(own), make_template(other)
    caseworker = make_caseworker(own)
    everywhere = make_user(Role.PROGRAMME_COORDINATOR)
    of_region = make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("06")))

    assert set(PlanTemplate.objects.open_to(caseworker)) == {house, ours}
    assert list(PlanTemplate.objects.kept_by(caseworker)) == [ours]
    assert list(PlanTemplate.objects.kept_by(everywhere)) == [house]
    assert not PlanTemplate.objects.kept_by(of_region).exists()
    assert rules.keeps_house_templates(everywhere)
    assert not rules.keeps_house_templates(of_region)
    assert theirs not in PlanTemplate.objects.open_to(caseworker)


def test_a_template_that_was_put_away_begins_no_plan() -> None:
    file, caseworker = followed()
    template = make_template()

    actions.archive_template(template=template, by=caseworker.person)
    assert not PlanTemplate.objects.for_file(file).exists()
    actions.restore_template(template=template, by=caseworker.person)
    assert list(PlanTemplate.objects.for_file(file)) == [template]


def test_changing_a_template_leaves_plans_as_they_are() -> None:
    file, caseworker = followed()
    template = make_template()
    plan = actions.begin_plan(case_file=file, by=caseworker.person, template=template)

    details = {"organisation": None, "edition": None, "name_fr": "Autre", "name_en": ""}
    actions.write_template(template=template, details=details, steps=[], by=caseworker.person)

    assert plan.steps.count() == 3
    assert template.steps.count() == 0
