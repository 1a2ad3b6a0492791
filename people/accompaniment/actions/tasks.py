"""Tasks: added by hand or by what calls for them, changed, done."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.versions import Seen
from people.accompaniment import refusals, rules
from people.accompaniment.models import Appointment, Digest, Referral, Task
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.participants.refusals import FileClosed


@transaction.atomic
def add_task(
    *,
    title: str,
    due_on: date,
    by: Person | None,
    case_file: CaseFile | None = None,
    organisation: Organisation | None = None,
    assignee: Person | None = None,
    origin: str = Task.Origin.HAND,
    referral: Referral | None = None,
    appointment: Appointment | None = None,
) -> Task:
    """Add a task about somebody (their organisation's then), or about nobody, of ``organisation``. Cost: 2 to 4 queries.

    ``assignee`` None: whoever takes it. ``title`` names nobody: the file does. Raises NobodyFollows, NotACaseworkerThere,
    FileClosed, SensitiveText.
    """
    refuse_sensitive_words(title)
    if case_file is not None and CaseFile.objects.filter(pk=case_file.pk, closed_at__isnull=False).exists():
        raise FileClosed
    whose = case_file.organisation if case_file is not None else organisation
    if whose is None:
        raise refusals.NobodyFollows
    if assignee is not None and not rules.is_caseworker_of(assignee, whose.pk):
        raise refusals.NotACaseworkerThere
    task = Task.objects.create(
        organisation=whose,
        case_file=case_file,
        title=title.strip(),
        due_on=due_on,
        assignee=assignee,
        origin=origin,
        referral=referral,
        appointment=appointment,
        added_by=by,
    )
    audit.record("task.added", task, by=by, values={"case_file": case_file and case_file.pk, "origin": origin})
    return task


@transaction.atomic
def change_task(
    *, task: Task, title: str, due_on: date, assignee: Person | None, by: Person, seen: Seen | None = None
) -> Task:
    """Other words, another day, somebody else of the organisation. Cost: 3 or 4 queries.

    Raises NotACaseworkerThere, SensitiveText, ChangedMeanwhile.
    """
    refuse_sensitive_words(title)
    if assignee is not None and not rules.is_caseworker_of(assignee, task.organisation_id):
        raise refusals.NotACaseworkerThere
    task = Task.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=task.pk)
    if seen:
        seen.check_row(task)
    wanted = {"title": title.strip(), "due_on": due_on, "assignee": assignee}
    changed = [name for name, value in wanted.items() if getattr(task, name) != value]
    if not changed:
        return task
    for name in changed:
        setattr(task, name, wanted[name])
    task.save(update_fields=changed)
    audit.record("task.changed", task, by=by, fields=changed)
    return task


@transaction.atomic
def finish_task(*, task: Task, by: Person) -> Task:
    """Done; of two who say so at once the first stands. Cost: 2 or 3 queries."""
    if Task.objects.open().filter(pk=task.pk).update(done_at=timezone.now(), done_by=by):
        audit.record("task.done", task, by=by)
    task.refresh_from_db()
    return task


@transaction.atomic
def reopen_task(*, task: Task, by: Person) -> Task:
    """Not done after all. Cost: 2 to 4 queries."""
    if not _stands_open(task) and Task.objects.done().filter(pk=task.pk).update(done_at=None, done_by=None):
        audit.record("task.reopened", task, by=by)
    task.refresh_from_db()
    return task


def _stands_open(task: Task) -> bool:
    """Whether another task is open already for what called for this one. Cost: 1 query, none for what nothing called for."""
    if task.referral_id is None and task.appointment_id is None:
        return False
    return Task.objects.open().filter(referral=task.referral_id, appointment=task.appointment_id).exists()


@transaction.atomic
def set_digest(*, person: Person, wanted: bool) -> None:
    """Send the morning letter, or no more. Cost: 1 to 3 queries."""
    if wanted:
        Digest.objects.get_or_create(person=person)
    else:
        Digest.objects.filter(person=person).delete()
