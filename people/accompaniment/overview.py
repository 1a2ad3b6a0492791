"""What the pages of a file and of the person themself show: each part with its rows, in a fixed number of queries."""

from datetime import date
from itertools import islice
from typing import Any

from django.utils import timezone

from people.accompaniment.models import ActionPlan, PlanStep
from people.participants.models import CaseFile

#: Past appointments, and tasks done, that a file's page shows.
LATEST = 5


def plan_of(case_file: CaseFile) -> dict[str, Any]:
    """``plan`` (the open one or None), its ``steps`` in order of their days, what is ``late``, and how many ``ended``.

    Cost: 3 queries, 2 without a plan.
    """
    plans = list(case_file.plans.select_related("template", "organisation"))
    plan = next((one for one in plans if one.is_open), None)
    return {"plan": plan, "ended_plans": [one for one in plans if not one.is_open], **steps_of(plan)}


def steps_of(plan: ActionPlan | None) -> dict[str, Any]:
    """Cost: 1 query, none without a plan."""
    rows = plan.steps.select_related("added_by", "moved_by", "done_by").by_day() if plan else []
    steps: list[PlanStep] = list(rows)
    today: date = timezone.localdate()
    left = [step for step in steps if step.state != PlanStep.State.DROPPED]
    return {
        "steps": steps,
        "late": sum(step.is_overdue(today) for step in steps),
        "done": sum(step.state == PlanStep.State.DONE for step in left),
        "of": len(left),
        "today": today,
    }


def appointments_of(case_file: CaseFile) -> dict[str, Any]:
    """``coming`` soonest first, and the latest ``past`` ones. Cost: 2 queries."""
    rows = case_file.appointments.select_related("caseworker", "organisation")
    past = rows.exclude(pk__in=rows.upcoming().values("pk")).order_by("-starts_at", "-pk")
    return {"coming": list(rows.upcoming()), "past": list(past[:LATEST])}


def referrals_of(case_file: CaseFile) -> dict[str, Any]:
    """Cost: 1 query."""
    return {"referrals": list(case_file.referrals.select_related("to_organisation", "made_by"))}


def tasks_of(case_file: CaseFile) -> dict[str, Any]:
    """Open ones, overdue first, and the latest done. Cost: 1 query."""
    rows = list(case_file.tasks.select_related("assignee", "done_by").by_day())
    done = sorted((task for task in rows if task.done_at), key=lambda task: task.done_at or task.added_at, reverse=True)
    return {"tasks": [task for task in rows if task.is_open], "done_tasks": list(islice(done, LATEST))}
