"""People are asked by a mailed link, reminded once, and given up after a while; whoever prefers not to be asked is not."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import audit
from people.accounts.models import Person
from people.follow_up.actions.planning import close, plan_of
from people.follow_up.models import Declined, FollowUp, new_nonce
from people.participants import writing
from people.participants.models import CaseFile

#: Rows worked on in one go, so that a long absence of the worker does not make one long run.
BATCH = 200


def ask(*, follow_up: FollowUp, by: Person | None = None) -> bool:
    """Write to the person, or lay out a letter for who has no address; whether it was still to be asked. Cost: 8 queries."""
    return bool(ask_together(follow_ups=[follow_up], by=by))


@transaction.atomic
def ask_together(*, follow_ups: Sequence[FollowUp], by: Person | None = None) -> int:
    """Write one letter to a person about all of theirs, with a link for each; how many were still to be asked.

    ``follow_ups``: of one file. Cost: 4 queries each, and 4. A conditional UPDATE decides between two workers.
    """
    asked = [row for row in follow_ups if _mark_asked(row, by)]
    if asked:
        _write("follow_up/ask", asked)
    return len(asked)


def _mark_asked(follow_up: FollowUp, by: Person | None) -> bool:
    now = timezone.now()
    nonce = new_nonce()
    link = FollowUp(nonce=nonce)
    plan = plan_of(follow_up.track.edition)
    asked = FollowUp.objects.filter(pk=follow_up.pk, state=FollowUp.State.PLANNED).update(
        state=FollowUp.State.ASKED,
        asked_at=now,
        remind_on=timezone.localdate(now) + timedelta(days=plan.reminder_days),
        nonce=nonce,
        token_hash=FollowUp.hash_of(link.token),
    )
    if not asked:
        return False
    follow_up.refresh_from_db()
    audit.record("follow_up.asked", follow_up, by=by)
    return True


def _write(template: str, follow_ups: Sequence[FollowUp]) -> None:
    """One letter about all of them, all of one file."""
    first = follow_ups[0]
    writing.tell(
        first.track.case_file,
        template,
        # The nonce makes it another letter when it is asked anew.
        key=f"{first.pk}:{first.nonce[:8]}",
        about=first,
        payload={"follow_ups": [row.pk for row in follow_ups]},
    )


def remind(*, follow_up: FollowUp) -> bool:
    """The one reminder. Whether it was due. Cost: 5 queries."""
    return bool(remind_together(follow_ups=[follow_up]))


@transaction.atomic
def remind_together(*, follow_ups: Sequence[FollowUp]) -> int:
    """The one reminder, by mail alone: whoever is written to on paper is called. How many were due. Cost: 1 query each, and 4.

    ``follow_ups``: of one file.
    """
    still = FollowUp.objects.filter(state=FollowUp.State.ASKED, reminded_at=None)
    due = [row for row in follow_ups if still.filter(pk=row.pk).update(reminded_at=timezone.now())]
    if due and writing.address_of(due[0].track.case_file.person):
        _write("follow_up/remind", due)
    return len(due)


@transaction.atomic
def give_up(*, follow_up: FollowUp) -> bool:
    """Nobody answered in time: the person counts as not reached. A late answer still counts. Cost: 2 queries."""
    if not FollowUp.objects.open().filter(pk=follow_up.pk).update(state=FollowUp.State.UNREACHABLE):
        return False
    audit.record("follow_up.given_up", follow_up, by=None)
    return True


def ask_all_due(day: date | None = None) -> int:
    """Ask, remind and give up what is due by a day, today unless given; how many. Cost: 3 queries when nothing is."""
    day = day or timezone.localdate()
    done = sum(give_up(follow_up=row) for row in _some(FollowUp.objects.to_give_up(day)))
    done += sum(ask_together(follow_ups=rows) for rows in _by_person(FollowUp.objects.to_ask(day)))
    return done + sum(remind_together(follow_ups=rows) for rows in _by_person(FollowUp.objects.to_remind(day)))


def _some(rows: "QuerySet[FollowUp]") -> list[FollowUp]:
    wanted = rows.select_related("track__edition", "track__case_file__person")
    return list(wanted.order_by("due_on", "pk")[:BATCH])


def _by_person(rows: "QuerySet[FollowUp]") -> list[list[FollowUp]]:
    """Some of them, all of one person together: whoever is asked about several things reads one letter a day."""
    some = _some(rows)
    found: dict[int, list[FollowUp]] = {}
    for row in some:
        found.setdefault(row.track.case_file_id, []).append(row)
    if len(some) == BATCH:
        for row in _some(rows.filter(track__case_file__in=found).exclude(pk__in=[row.pk for row in some])):
            found[row.track.case_file_id].append(row)
    return list(found.values())


@transaction.atomic
def decline(*, person: Person, by: Person) -> None:
    """The person does not want to be asked any more: what is open is called off, and what comes is not asked. Cost: 5 queries."""
    file = CaseFile.objects.get(person=person)
    declined, is_new = Declined.objects.get_or_create(case_file=file)
    close(FollowUp.objects.of_person(person), reason=FollowUp.Ended.DECLINED)
    if is_new:
        audit.record("follow_ups.declined", declined, by=by)


@transaction.atomic
def welcome_again(*, person: Person, by: Person) -> None:
    """The person changed their mind: what lies ahead is planned again. Cost: 4 queries."""
    declined = Declined.objects.of_person(person).first()
    if declined is None:
        return
    audit.record("follow_ups.welcome_again", declined, by=by)
    declined.delete()
    FollowUp.objects.of_person(person).filter(
        state=FollowUp.State.CANCELLED,
        end_reason=FollowUp.Ended.DECLINED,
        gives_up_on__gte=timezone.localdate(),
    ).update(state=FollowUp.State.PLANNED, end_reason="", asked_at=None, remind_on=None, reminded_at=None)
