"""Lines for the caseworker's morning list: tasks that are due, and appointments of which nobody said how they went."""

from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from people.accompaniment.models import Appointment, Task
from people.participants.morning import COLUMNS, Source


def tasks_due(user: Any) -> QuerySet[Any, Any]:
    """Due today or late, about somebody; those of the user and those nobody took."""
    rows = Task.objects.editable_by(user).due().filter(case_file__isnull=False)
    rows = rows.filter(Q(assignee=None) | Q(assignee=user.person_id))
    found: QuerySet[Any, Any] = rows.annotate(object_id=F("pk"), since=F("added_at"), due=F("due_on")).values(*COLUMNS)
    return found


def appointments_to_note(user: Any) -> QuerySet[Any, Any]:
    """Over, with the user, and nobody noted whether the person came."""
    rows = Appointment.objects.editable_by(user).to_note().filter(caseworker=user.person_id)
    found: QuerySet[Any, Any] = rows.annotate(
        object_id=F("pk"), since=F("ends_at"), due=Value(None, output_field=DateField(null=True))
    ).values(*COLUMNS)
    return found


TASKS = Source(
    code="task", label=_("Task to do"), rows=tasks_due, url_name="accompaniment:task", opens_file=False, order=30
)
APPOINTMENTS = Source(
    code="appointment",
    label=_("Appointment: did the person come?"),
    rows=appointments_to_note,
    url_name="accompaniment:staff_appointment",
    opens_file=False,
    order=40,
)
