"""A file from the web: kept while its sender reads what it would do, then carried out as it was read, or not at all."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.files import discard
from core.reference.models import Region
from core.refusals import Refusal
from events.agenda import rules
from events.agenda.importing import applying
from events.agenda.importing.holders import Plan, plan_all
from events.agenda.importing.plan import Line, Verdict, in_short
from events.agenda.importing.readers import Table, UnreadableFile, read
from events.agenda.waiting import WaitingFile
from people.accounts.models import User
from people.organisations.models import Organisation

#: Bytes, rows and lines of a file from the web; whoever has more sends it in parts.
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 300
MAX_LINES = 100_000


class PlanChanged(Refusal):
    """What the file would do is no longer what was shown."""


class NothingWaits(Refusal):
    """The file was brought in already, by another window, or its hour is over."""


@dataclass(frozen=True)
class Seen:
    """What a file would do, and a digest of it: what is carried out is what was read."""

    plan: Plan
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        return {verdict.value: number for verdict, number in in_short(self.plan.lines).items()}


def table_of(content: bytes) -> Table:
    """Raises UnreadableFile."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(_("The file is over 5 MB: send only the events."))
    # Counted before anything is made of them; a workbook is opened apart, where it may cost no more than it should.
    lines = max(content.count(b"\n"), content.count(b"\r"))
    if not content.startswith(b"PK") and lines > MAX_LINES:
        raise UnreadableFile(_("The file is far longer than a list of events: send only the events."))
    table = read(content, apart=True)
    if len(table.rows) > MAX_ROWS:
        raise UnreadableFile(_("There are over %(number)d events: send the file in parts.") % {"number": MAX_ROWS})
    return table


@transaction.atomic
def keep(*, content: bytes, organisation: Organisation, region: Region, kind: str, by: User) -> WaitingFile:
    """Keep the file for an hour, in place of one that waits. The caller has read it (:func:`table_of`)."""
    for before in WaitingFile.objects.filter(person=by.person).select_for_update(of=("self",)):
        before.delete()
    waiting = WaitingFile(person=by.person, organisation=organisation, region=region, kind=kind)
    waiting.file.save("", ContentFile(content), save=False)
    waiting.save(force_insert=True)
    audit.record("agenda.file_kept", waiting, by=by.person)
    return waiting


@transaction.atomic
def choose(*, waiting: WaitingFile, organisation: Organisation, region: Region, kind: str, by: User) -> None:
    """For lines that do not say it."""
    waiting.organisation, waiting.region, waiting.kind = organisation, region, kind
    waiting.save(update_fields=["organisation", "region", "kind"])
    audit.record("agenda.file_chosen", waiting, by=by.person, fields={"organisation", "region", "kind"})


def seen(waiting: WaitingFile, table: Table, by: User) -> Seen:
    """What the file would do now. Cost: 6 queries and some 4 per organisation that it names."""
    defaults = applying.defaults_for(waiting.region_id, waiting.kind)
    plan = plan_all(table, waiting.organisation, rules.organisations_for(by), defaults, by=by)
    said = [(line.line, line.verdict.value, line.title, line.reason, sorted(line.changed)) for line in plan.lines]
    holders = sorted((line, holder.pk) for line, holder in plan.holders.items())
    return Seen(plan, hashlib.sha256(repr((said, holders)).encode()).hexdigest()[:32])


@transaction.atomic
def carry_out(*, waiting: WaitingFile, table: Table, digest: str, by: User) -> WaitingFile:
    """Do what was shown under ``digest``; a line that an action refuses is kept out alone, and says why.

    Raises NothingWaits, PlanChanged: then nothing was done.
    """
    row = WaitingFile.objects.kept_by(by).select_for_update(of=("self",)).filter(pk=waiting.pk).first()
    if row is None or row.outcome is not None:
        raise NothingWaits(_("This file was brought in already, or its hour is over: nothing was done now."))
    current = seen(row, table, by)
    if current.digest != digest:
        raise PlanChanged(_("Events changed since you looked: nothing was done. Here is what would happen now."))
    lines = applying.apply(current.plan.lines, current.plan.holders, by=by)
    discard(row.file)
    row.outcome, row.file = _outcome(lines), ""
    row.save(update_fields=["outcome", "file"])
    counts = {verdict.value: number for verdict, number in in_short(lines).items()}
    audit.record("agenda.imported", row, by=by.person, values=counts)
    return row


def _outcome(lines: list[Line]) -> dict[str, Any]:
    """Numbers of the events that were made or changed, and the lines that were kept out, with why."""
    return {
        "create": [line.event_id for line in lines if line.verdict is Verdict.CREATE],
        "update": [line.event_id for line in lines if line.verdict is Verdict.UPDATE and line.event_id],
        "dropped": sum(line.verdict is Verdict.UPDATE and not line.event_id for line in lines),
        "skip": sum(line.verdict is Verdict.SKIP for line in lines),
        "refuse": [[line.line, line.title, line.reason] for line in lines if line.verdict is Verdict.REFUSE],
    }
