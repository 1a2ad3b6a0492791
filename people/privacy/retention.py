"""The retention schedule at work: how long each class is kept, by whom otherwise, what goes tonight, and the proof.

Each night a run is written down for every class and every organisation with a rule of its own; the rows go in batches,
each in a transaction, until none is past its time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, clock, personal
from core.personal import Keep
from core.refusals import Refusal
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.privacy import forgetting
from people.privacy.models import RetentionRule, RetentionRun

#: Kind of due work: one batch of one run.
BATCH = "privacy.retention_batch"
#: No rule keeps anything for longer than ten years.
LONGEST_DAYS = 10 * 365


class UnknownClass(Refusal):
    message = _("The schedule has no such class any more.")


class SameForAll(Refusal):
    message = _("This class is kept for the same time by all: its rows belong to no organisation.")


class KeptTooLong(Refusal):
    def __init__(self, days: int) -> None:
        super().__init__(
            _("At most %(days)s days: people were told so, or something else forgets by then.") % {"days": days}
        )


class KeptTooShort(Refusal):
    def __init__(self, days: int) -> None:
        super().__init__(_("At least %(days)s days: the law or people’s right to know asks for it.") % {"days": days})


@dataclass(frozen=True)
class Line:
    """One class, for one organisation with a rule of its own or for all the others (None)."""

    keep: Keep
    days: int
    cut_off: datetime
    rule: RetentionRule | None = None
    organisation: Organisation | None = None
    #: Organisations that have a line of their own.
    apart: tuple[int, ...] = ()

    def rows(self, cut_off: datetime | None = None) -> QuerySet[Any]:
        """What is past its time."""
        due = self.keep.due(cut_off or self.cut_off)
        if self.organisation is not None:
            return due.filter(**{self.keep.organisation: self.organisation})
        return due.exclude(**{f"{self.keep.organisation}__in": self.apart}) if self.apart else due


def lines(now: datetime | None = None) -> list[Line]:
    """The schedule in force, class by class, all first, then organisations by name. Cost: 1 query."""
    now = now or timezone.now()
    rules: dict[str, list[RetentionRule]] = defaultdict(list)
    for rule in RetentionRule.objects.select_related("organisation", "set_by").order_by("organisation__name", "pk"):
        rules[rule.code].append(rule)
    found = []
    for keep in personal.schedule():
        for_all = next((rule for rule in rules[keep.code] if rule.organisation_id is None), None)
        own = [rule for rule in rules[keep.code] if rule.organisation_id is not None] if keep.organisation else []
        days = for_all.days if for_all else keep.days
        apart = tuple(rule.organisation_id for rule in own if rule.organisation_id is not None)
        found.append(Line(keep, days, now - timedelta(days=days), for_all, None, apart))
        found += [Line(keep, rule.days, now - timedelta(days=rule.days), rule, rule.organisation) for rule in own]
    return found


def line_of(code: str, organisation_id: int | None) -> Line | None:
    """One line of the schedule; None if the class or the organisation's rule is gone. Cost: 1 query."""
    wanted = (line for line in lines() if line.keep.code == code)
    return next(
        (line for line in wanted if (line.organisation.pk if line.organisation else None) == organisation_id), None
    )


# ------------------------------------------------------------------ decisions


@transaction.atomic
def decide(*, code: str, organisation: Organisation | None, days: int, reason: str, by: Person) -> RetentionRule:
    """Keep a class for another time than the schedule's, in one organisation or in all; a second decision replaces it.

    Cost: 5 queries. Raises UnknownClass, SameForAll, KeptTooLong or KeptTooShort.
    """
    keep = personal.keep_of(code)
    if keep is None:
        raise UnknownClass
    if organisation is not None and not keep.organisation:
        raise SameForAll
    longest = keep.longest or LONGEST_DAYS
    if days > longest:
        raise KeptTooLong(longest)
    if days < keep.shortest:
        raise KeptTooShort(keep.shortest)
    facts = {"days": days, "reason": reason.strip(), "set_by": by, "set_at": timezone.now()}
    rule, _is_new = RetentionRule.objects.update_or_create(code=code, organisation=organisation, defaults=facts)
    values = {"code": code, "days": days, "organisation": organisation.pk if organisation else None}
    audit.record("retention.decided", rule, by=by, values=values)
    return rule


@transaction.atomic
def undo(*, rule: RetentionRule, by: Person) -> None:
    """Back to the schedule's own days; a rule that is gone stays gone. Cost: 2 queries."""
    if RetentionRule.objects.filter(pk=rule.pk).delete()[0]:
        values = {"code": rule.code, "days": rule.days, "organisation": rule.organisation_id}
        audit.record("retention.undone", rule, by=by, values=values)


# ------------------------------------------------------------------ every night


@transaction.atomic
def begin(now: datetime | None = None, *, codes: Sequence[str] = ()) -> list[RetentionRun]:
    """Write a run down for each line, and plan its first batch. Cost: 1 query, and 2 a line."""
    now = now or timezone.now()
    runs = [_run_of(line, now) for line in lines(now) if not codes or line.keep.code in codes]
    for run in runs:
        run.save()
        clock.schedule(BATCH, str(run.pk), due_at=now, payload={"run": run.pk})
    return runs


@transaction.atomic
def rehearse(now: datetime | None = None, *, codes: Sequence[str] = ()) -> list[RetentionRun]:
    """What would go now: counted and written down as a dry run; nothing is touched. Cost: 2 queries a line."""
    now = now or timezone.now()
    runs = []
    for line in lines(now):
        if not codes or line.keep.code in codes:
            run = _run_of(line, now)
            run.is_dry, run.rows, run.ended_at = True, line.rows().count(), timezone.now()
            runs.append(run)
    for run in runs:
        run.save()
    return runs


def _run_of(line: Line, now: datetime) -> RetentionRun:
    return RetentionRun(
        code=line.keep.code, organisation=line.organisation, started_at=now, days=line.days, cut_off=line.cut_off
    )


@transaction.atomic
def work_off(*, run_pk: int) -> bool:
    """Forget one batch of a run; whether there may be more, which is planned then. Cost: that of the class."""
    run = RetentionRun.objects.filter(pk=run_pk, ended_at=None, is_dry=False).first()
    line = line_of(run.code, run.organisation_id) if run else None
    if run is None:
        return False
    done = 0
    rows: list[Any] = []
    if line is not None:
        # A rule made longer since the run began holds at once.
        cut_off = min(run.cut_off, line.cut_off)
        rows = list(line.rows(cut_off).order_by("pk")[: line.keep.batch])
        done = _forget(line.keep, rows, cut_off)
    # Done with none of a whole batch: what is left will not go tonight.
    more = line is not None and done > 0 and len(rows) == line.keep.batch
    RetentionRun.objects.filter(pk=run.pk).update(rows=F("rows") + done, ended_at=None if more else timezone.now())
    if more:
        clock.schedule(BATCH, str(run.pk), due_at=timezone.now(), payload={"run": run.pk})
    return more


def _forget(keep: Keep, rows: Sequence[Any], cut_off: datetime) -> int:
    """Do to the rows what the class says; how many it was done to."""
    if not rows:
        return 0
    if callable(keep.then):
        return keep.then(rows, cut_off)
    entry = personal.of(keep.model)
    assert entry is not None, f"{keep.code} is about a model that is not declared."
    if keep.then == "delete":
        return forgetting.delete(entry, [row.pk for row in rows])
    return forgetting.blank(entry, rows, keep.fields)
