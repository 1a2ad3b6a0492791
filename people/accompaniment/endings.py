"""What ends with a file that is closed: appointments to come, tasks and the plan."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.dates import day_words, span_words
from people.accompaniment.actions import booking, plans
from people.accompaniment.models import ActionPlan, Appointment, Task
from people.accounts.models import Person
from people.participants.endings import Ending, Named
from people.participants.models import CaseFile


def _to_come(case_file: CaseFile) -> "list[Appointment]":
    rows = case_file.appointments.booked().filter(starts_at__gt=timezone.now())
    return list(rows.select_related("caseworker").order_by("starts_at", "pk"))


def appointments(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    return [(each.pk, f"{span_words(each)}, {each.caseworker.name}") for each in _to_come(case_file)]


def cancel_appointments(case_file: CaseFile, by: Person, _reason: str) -> None:
    """Both sides are told, and their calendars. By nobody: it is too late for none. Cost: about 15 queries each."""
    for appointment in _to_come(case_file):
        booking.cancel(appointment=appointment, by=None)


def tasks(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = Task.objects.open().filter(case_file=case_file).by_day()
    return [(each.pk, f"{each.title}, {day_words(each.due_on, weekday=False)}") for each in rows]


def finish_tasks(case_file: CaseFile, by: Person, _reason: str) -> None:
    """Off everybody's list. Cost: 2 queries."""
    number = Task.objects.open().filter(case_file=case_file).update(done_at=timezone.now(), done_by=by)
    audit.record("tasks.ended", case_file, by=by, values={"tasks": number})


def plan(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = ActionPlan.objects.open().filter(case_file=case_file)
    return [(each.pk, str(_("begun on %(day)s") % {"day": day_words(each.begun_on, weekday=False)})) for each in rows]


def end_plan(case_file: CaseFile, by: Person, _reason: str) -> None:
    """Cost: 4 queries."""
    for each in ActionPlan.objects.open().filter(case_file=case_file):
        plans.end_plan(plan=each, by=by)


ENDINGS = (
    Ending(
        "appointments",
        _("Appointments that are cancelled; both sides are told"),
        appointments,
        cancel_appointments,
        order=20,
    ),
    Ending("tasks", _("Tasks that go off the list"), tasks, finish_tasks, order=30),
    Ending("plan", _("Action plan that ends"), plan, end_plan, order=40),
)
