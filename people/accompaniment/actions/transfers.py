"""What goes along when somebody else follows a person, and what ends when a caseworker leaves."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from people.accompaniment.actions import booking
from people.accompaniment.models import ActionPlan, Appointment, Slot, Task
from people.accompaniment.models.appointments import still_there
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


@transaction.atomic
def leave(*, caseworker: Person, organisation: Organisation, by: Person | None) -> None:
    """Somebody is no caseworker of the organisation any more: nobody waits for them there.

    Their hours to come are closed, their appointments to come called off and both sides told; what they had to do is for
    whoever answers for the file. Cost: 5 queries, and those of each appointment.
    """
    # The hours first: who books one at this moment has it before, or finds it closed.
    hours = Slot.objects.upcoming().filter(caseworker=caseworker, organisation=organisation)
    held = list(hours.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Slot.objects.filter(pk__in=held).update(closed_at=timezone.now())
    to_come = Appointment.objects.booked().filter(caseworker=caseworker, organisation=organisation)
    to_come = to_come.filter(starts_at__gt=timezone.now()).order_by("pk")
    for appointment in to_come:
        booking.cancel(appointment=appointment, by=None)
    tasks = Task.objects.open().filter(assignee=caseworker, organisation=organisation).update(assignee=None)
    audit.record("caseworker.left", caseworker, by=by, values={"slots": len(held), "tasks": tasks})


@transaction.atomic
def leave_where_gone() -> int:
    """The same for whoever has hours or appointments to come, and is no caseworker there any more; how many.

    Cost: 2 queries, and those of each one found.
    """
    to_come = Appointment.objects.booked().filter(~still_there(), starts_at__gt=timezone.now())
    hours = Slot.objects.upcoming().filter(~still_there())
    pairs = {
        pair
        for rows in (to_come, hours)
        for pair in rows.order_by().values_list("organisation", "caseworker").distinct()
    }
    for organisation, caseworker in sorted(pairs):
        leave(
            caseworker=Person.objects.get(pk=caseworker),
            organisation=Organisation.objects.get(pk=organisation),
            by=None,
        )
    return len(pairs)
