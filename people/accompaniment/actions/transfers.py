"""What goes along when somebody else follows a person."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from people.accompaniment.actions import booking
from people.accompaniment.models import ActionPlan, Appointment, Task
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile


@transaction.atomic
def follow_organisation(*, case_file: CaseFile, former: Organisation | None, by: Person | None) -> None:
    """Another organisation follows the person: the open plan and open tasks are its own, to be taken by somebody there.

    Appointments to come with the former one are called off, and both sides told. Cost: 3 queries, and those of each
    appointment.
    """
    if case_file.organisation_id is None:
        return
    ActionPlan.objects.open().filter(case_file=case_file).update(organisation=case_file.organisation_id)
    moved = (
        Task.objects.open()
        .filter(case_file=case_file)
        .exclude(organisation=case_file.organisation_id)
        .update(organisation=case_file.organisation_id, assignee=None)
    )
    if moved:
        audit.record("tasks.moved", case_file, by=by, values={"tasks": moved})
    to_come = Appointment.objects.booked().filter(case_file=case_file, starts_at__gt=timezone.now())
    for appointment in to_come.exclude(organisation=case_file.organisation_id):
        booking.cancel(appointment=appointment, by=None)


@transaction.atomic
def follow_caseworker(*, case_file: CaseFile, former: Person | None, by: Person | None) -> None:
    """Somebody else of the organisation answers for the file: what the former one had to do, or nobody had taken, is theirs.

    Appointments stay with whom they were booked. Cost: 1 or 2 queries.
    """
    whose = Q(assignee=None) if former is None else Q(assignee=None) | Q(assignee=former)
    moved = Task.objects.open().filter(whose, case_file=case_file).update(assignee=case_file.caseworker_id)
    if moved:
        audit.record("tasks.moved", case_file, by=by, values={"tasks": moved})
