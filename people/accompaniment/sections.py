"""Sections that this room adds to the page of a file: plan, appointments, referrals, tasks."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.accompaniment import overview
from people.participants.models import CaseFile
from people.participants.sections import Section


def plan(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Cost: 3 queries."""
    return _rendered("plan", request, case_file, overview.plan_of(case_file))


def appointments(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Cost: 2 queries."""
    return _rendered("appointments", request, case_file, overview.appointments_of(case_file))


def referrals(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Cost: 1 query."""
    return _rendered("referrals", request, case_file, overview.referrals_of(case_file))


def tasks(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Cost: 1 query."""
    return _rendered("tasks", request, case_file, overview.tasks_of(case_file))


def _rendered(name: str, request: HttpRequest, case_file: CaseFile, facts: "dict[str, object]") -> SafeString:
    return render_to_string(f"accompaniment/file/_{name}.html", {"case_file": case_file, **facts}, request=request)


SECTIONS = [
    Section(anchor="plan", label=_("Action plan"), render=plan, order=60),
    Section(anchor="appointments", label=_("Appointments"), render=appointments, order=62),
    Section(anchor="referrals", label=_("Referrals"), render=referrals, order=64),
    Section(anchor="tasks", label=_("Tasks"), render=tasks, order=66),
]
