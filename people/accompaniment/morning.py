"""Lines for the caseworker's morning list: tasks that are due, and appointments of which nobody said how they went.

Both wait for whoever was given them, in whosever file: the rows are the user's own already, and the list narrows them no more.
"""

from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from people.accompaniment.models import Appointment, Task
from people.participants.morning import COLUMNS, Source


def tasks_due(user: Any) -> QuerySet[Any, Any]:
    """Due today or late, about somebody: given to the user, or to nobody in a file that they, or nobody, answer for."""
    rows = Task.objects.editable_by(user).due().filter(case_file__isnull=False)
    theirs = Q(case_file__caseworker=user.person_id) | Q(case_file__caseworker=None)
    rows = rows.filter(Q(assignee=user.person_id) | Q(theirs, assignee=None))
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
    code="task",
    label=_("Task to do"),
    rows=tasks_due,
    url_name="accompaniment:task",
    opens_file=False,
    order=30,
    for_anybody=True,
)
APPOINTMENTS = Source(
    code="appointment",
    label=_("Appointment: did the person come?"),
    rows=appointments_to_note,
    url_name="accompaniment:staff_appointment",
    opens_file=False,
    order=40,
    for_anybody=True,
)
