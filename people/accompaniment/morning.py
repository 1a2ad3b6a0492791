"""Lines for the caseworker's morning list: tasks that are due, and appointments of which nobody said how they went.

What was given to somebody waits for them, in whosever file: the rows are the user's own already, and the list narrows them no more.
"""

from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from people.accompaniment.models import Appointment, Task
from people.participants.morning import COLUMNS, Source


def _due(user: Any, *which: Q) -> QuerySet[Any, Any]:
    """Due today or late, about somebody."""
    rows = Task.objects.editable_by(user).due().filter(*which, case_file__isnull=False)
    found: QuerySet[Any, Any] = rows.annotate(object_id=F("pk"), since=F("added_at"), due=F("due_on")).values(*COLUMNS)
    return found


def tasks_due(user: Any) -> QuerySet[Any, Any]:
    """Given to the user, or to nobody in a file that nobody answers for."""
    return _due(user, Q(assignee=user.person_id) | Q(assignee=None, case_file__caseworker=None))


def tasks_free(user: Any) -> QuerySet[Any, Any]:
    """Taken by nobody, in a file that somebody answers for: theirs to see to."""
    return _due(user, Q(assignee=None, case_file__caseworker__isnull=False))


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
FREE_TASKS = Source(
    code="free_task",
    label=_("Task nobody has taken"),
    rows=tasks_free,
    url_name="accompaniment:task",
    opens_file=False,
    order=31,
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
