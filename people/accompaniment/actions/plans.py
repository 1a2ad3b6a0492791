"""A plan is begun, its steps are added, moved, done or dropped, and it ends."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.versions import Seen
from people.accompaniment import refusals, rules
from people.accompaniment.models import ActionPlan, PlanStep, PlanTemplate
from people.accounts.models import Person
from people.participants.models import CaseFile


@transaction.atomic
def begin_plan(
    *,
    case_file: CaseFile,
    by: Person,
    template: PlanTemplate | None = None,
    begun_on: date | None = None,
    counted_from: str = ActionPlan.Counted.TODAY,
) -> ActionPlan:
    """Begin a plan, its steps dated from ``begun_on`` (today unless given): the day it begins, or the day of arrival.

    What would have been due before today is due today: a plan begins with no delay. Cost: 4 queries.

    Raises NobodyFollows, PlanOpenAlready.
    """
    if case_file.organisation_id is None:
        raise refusals.NobodyFollows
    today = timezone.localdate()
    start = begun_on or today
    try:
        with transaction.atomic():
            plan = ActionPlan.objects.create(
                case_file=case_file,
                organisation_id=case_file.organisation_id,
                template=template,
                counted_from=counted_from,
                begun_on=start,
                begun_by=by,
            )
    except IntegrityError:
        raise refusals.PlanOpenAlready from None
    steps = template.steps.all() if template else []
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan,
            title_fr=step.title_fr,
            title_en=step.title_en,
            who=step.who,
            due_on=max(today, start + timedelta(days=step.offset_days)),
            added_by=by,
        )
        for step in steps
    )
    audit.record("plan.begun", plan, by=by, values={"case_file": case_file.pk, "template": template and template.pk})
    return plan


@transaction.atomic
def shift_plan(*, plan: ActionPlan, begun_on: date, by: Person) -> int:
    """The day the dates are counted from is another one: what is to do moves along; how many steps did.

    Nothing moves before today. Cost: 4 queries. Raises PlanEnded.
    """
    plan = _held(plan)
    by_days = (begun_on - plan.begun_on).days
    if not by_days:
        return 0
    now, today = timezone.now(), timezone.localdate()
    steps = list(plan.steps.to_do())
    for step in steps:
        step.due_on = max(today, step.due_on + timedelta(days=by_days))
        step.moved_by, step.moved_at = by, now
    PlanStep.objects.bulk_update(steps, ["due_on", "moved_by", "moved_at"])
    plan.begun_on = begun_on
    plan.save(update_fields=["begun_on"])
    audit.record("plan.shifted", plan, by=by, values={"days": by_days, "steps": len(steps)})
    return len(steps)


@transaction.atomic
def end_plan(*, plan: ActionPlan, by: Person) -> ActionPlan:
    """End a plan: what was still to do stays as it was, and asks nobody any more. Cost: 2 or 3 queries. Raises PlanEnded."""
    if not ActionPlan.objects.open().filter(pk=plan.pk).update(ended_at=timezone.now()):
        raise refusals.PlanEnded
    audit.record("plan.ended", plan, by=by)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def add_step(*, plan: ActionPlan, title: str, who: str, due_on: date, by: Person, note: str = "") -> PlanStep:
    """Add a step, titled in whichever language it was typed. Cost: 3 queries. Raises PlanEnded, SensitiveText."""
    refuse_sensitive_words(title, note)
    plan = _held(plan)
    step = PlanStep.objects.create(plan=plan, title_fr=title.strip(), who=who, due_on=due_on, note=note, added_by=by)
    audit.record("plan_step.added", step, by=by, values={"plan": plan.pk})
    return step


@transaction.atomic
def change_step(
    *, step: PlanStep, title: str, who: str, due_on: date, note: str, by: Person, seen: Seen | None = None
) -> PlanStep:
    """Another day, other words, somebody else: who moved it and when is kept. Cost: 3 queries, 2 when nothing differs.

    Raises PlanEnded, StepMovedOn when it is done or dropped, SensitiveText, ChangedMeanwhile.
    """
    refuse_sensitive_words(title, note)
    step = _held_step(step)
    if not step.is_to_do:
        raise refusals.StepMovedOn
    if seen:
        seen.check(step.as_typed())
    wanted = {"who": who, "due_on": due_on, "note": note}
    if title.strip() != str(step.title):
        wanted |= {"title_fr": title.strip(), "title_en": ""}
    changed = [name for name, value in wanted.items() if getattr(step, name) != value]
    if not changed:
        return step
    for name in changed:
        setattr(step, name, wanted[name])
    if "due_on" in changed:
        step.moved_by, step.moved_at = by, timezone.now()
    step.save()
    audit.record("plan_step.changed", step, by=by, fields=changed)
    return step


@transaction.atomic
def tick_step(*, step: PlanStep, by: Person) -> PlanStep:
    """Done. The person ticks their own steps, the caseworker any. Twice is once. Cost: 3 queries.

    Raises PlanEnded, NotYourStep, StepMovedOn when it was dropped meanwhile.
    """
    step = _held_step(step)
    if not rules.may_tick(step, by):
        raise refusals.NotYourStep
    if step.state == PlanStep.State.DONE:
        return step
    if not step.is_to_do:
        raise refusals.StepMovedOn
    return _set(step, PlanStep.State.DONE, "plan_step.done", by)


@transaction.atomic
def untick_step(*, step: PlanStep, by: Person) -> PlanStep:
    """Not done after all, or taken up again. Cost: 3 queries. Raises as :func:`tick_step`."""
    step = _held_step(step)
    if not rules.may_tick(step, by):
        raise refusals.NotYourStep
    if step.state == PlanStep.State.DROPPED and rules.is_theirs(step.plan.case_file, by):
        raise refusals.StepMovedOn
    return step if step.is_to_do else _set(step, PlanStep.State.TODO, "plan_step.taken_up", by)


@transaction.atomic
def drop_step(*, step: PlanStep, by: Person) -> PlanStep:
    """It will not be done; it stays in sight as dropped. Cost: 3 queries. Raises PlanEnded, StepMovedOn."""
    step = _held_step(step)
    if not step.is_to_do:
        raise refusals.StepMovedOn
    return _set(step, PlanStep.State.DROPPED, "plan_step.dropped", by)


def _set(step: PlanStep, state: str, action: str, by: Person) -> PlanStep:
    over = state != PlanStep.State.TODO
    step.state, step.done_by, step.done_at = state, by if over else None, timezone.now() if over else None
    step.save(update_fields=["state", "done_by", "done_at"])
    audit.record(action, step, by=by)
    return step


def _held(plan: ActionPlan) -> ActionPlan:
    held = ActionPlan.objects.open().select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if held is None:
        raise refusals.PlanEnded
    return held


def _held_step(step: PlanStep) -> PlanStep:
    steps = PlanStep.objects.select_for_update(of=("self",)).select_related("plan__case_file")
    held = steps.get(pk=step.pk)
    if not held.plan.is_open:
        raise refusals.PlanEnded
    return held
