"""Somebody is referred to another service, and the outcome is noted."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.versions import Seen
from people.accompaniment import news, refusals
from people.accompaniment.actions import tasks
from people.accompaniment.models import Referral, Task
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants.models import CaseFile


@transaction.atomic
def refer(
    *,
    case_file: CaseFile,
    reason: str,
    by: Person,
    to_organisation: Organisation | None = None,
    to_name: str = "",
    on_date: date | None = None,
    ask_again_on: date | None = None,
) -> Referral:
    """Refer somebody to an organisation, or to a service by its name; a day to ask again makes a task. Cost: 2 to 6 queries.

    Raises NobodyFollows, AskAgainTooEarly, SensitiveText.
    """
    if case_file.organisation_id is None:
        raise refusals.NobodyFollows
    refuse_sensitive_words(reason, to_name)
    on_date = on_date or timezone.localdate()
    _refuse_too_early(ask_again_on, on_date)
    referral = Referral.objects.create(
        case_file=case_file,
        organisation_id=case_file.organisation_id,
        made_by=by,
        to_organisation=to_organisation,
        to_name=to_name.strip(),
        reason=reason.strip(),
        on_date=on_date,
        ask_again_on=ask_again_on,
    )
    audit.record("referral.made", referral, by=by, values={"case_file": case_file.pk})
    if ask_again_on is not None:
        _ask_again(referral, ask_again_on, by)
    return referral


@transaction.atomic
def note_outcome(
    *,
    referral: Referral,
    outcome: str,
    by: Person,
    on: date | None = None,
    note: str = "",
    ask_again_on: date | None = None,
    seen: Seen | None = None,
) -> Referral:
    """Note what came of it; the task to ask is done then. Still not known: another day to ask, which counts for nothing else.

    Cost: 3 to 8 queries. Raises OutcomeInTheFuture, AskAgainTooEarly, SensitiveText, ChangedMeanwhile.
    """
    refuse_sensitive_words(note)
    today = timezone.localdate()
    if on is not None and on > today:
        raise refusals.OutcomeInTheFuture
    held = Referral.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=referral.pk)
    if seen:
        seen.check(held.as_typed())
    waits = outcome == Referral.Outcome.WAITING
    ask_again_on = ask_again_on if waits else None
    _refuse_too_early(ask_again_on, held.on_date)
    held.outcome, held.outcome_on, held.outcome_note = outcome, None if waits else on or today, note.strip()
    held.ask_again_on = ask_again_on
    held.save(update_fields=["outcome", "outcome_on", "outcome_note", "ask_again_on"])
    audit.record("referral.outcome", held, by=by, fields=["outcome"])
    for task in held.tasks.open():
        tasks.finish_task(task=task, by=by)
    if ask_again_on is not None:
        _ask_again(held, ask_again_on, by)
    return held


def _refuse_too_early(ask_again_on: date | None, on_date: date) -> None:
    if ask_again_on is not None and ask_again_on < on_date:
        raise refusals.AskAgainTooEarly


def _ask_again(referral: Referral, on: date, by: Person) -> None:
    tasks.add_task(
        case_file=referral.case_file,
        title=news.in_words_of(by, "ask_again", service=referral.where_to)[:200],
        due_on=on,
        assignee=by,
        by=by,
        origin=Task.Origin.REFERRAL,
        referral=referral,
    )
