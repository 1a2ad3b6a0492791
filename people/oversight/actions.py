"""What is noted when somebody reads, when something goes wrong, and when an organisation says who answers for privacy."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, generations
from core.refusals import Refusal
from core.versions import Seen
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.oversight import rules
from people.oversight.models import Affected, Incident, Notice, PrivacyPolicy, ReadEntry
from people.oversight.vigilance import CACHED

#: Pages that show policies.
GENERATION = "privacy-policies"


class IncidentClosed(Refusal):
    message = _("This incident is closed. Open it again to change what the register says.")


class NotAssessed(Refusal):
    message = _("Before it closes, say whether there is a risk of serious injury, and why.")


class NoticesMissing(Refusal):
    message = _(
        "With a risk of serious injury, the Commission d’accès à l’information and the people concerned must be told. "
        "Note both notices, or write down why the people were not told."
    )


class NoticeToCome(Refusal):
    message = _("A notice is noted once it is given: choose today or an earlier day.")


class PersonErased(Refusal):
    message = _("This person was erased: nothing is left to tell them apart by.")


class PolicyIncomplete(Refusal):
    message = _(
        "To publish, give the name, title and address of the person in charge, the day they agreed to be named, the day "
        "the policy is in force, and its French text."
    )


# ------------------------------------------------------------------ the read log
def note_read(
    *, by: Person, about: Person, kind: str, thing: models.Model, organisation: Organisation | None = None
) -> None:
    """Note that ``by`` opened ``thing``, which is about ``about``; one line an hour, none for what is one's own.

    Cost: 1 query. Call it where the thing is handed over, in the same transaction if there is one.
    """
    note_reads(by=by, about=[about], kind=kind, thing=thing, organisation=organisation)


def note_reads(
    *, by: Person, about: Iterable[Person], kind: str, thing: models.Model, organisation: Organisation | None = None
) -> None:
    """The same for a thing about many people, such as an export. Cost: 1 query for 500 people."""
    now = timezone.now()
    ReadEntry.objects.bulk_create(
        [
            ReadEntry(
                at=now,
                hour=int(now.timestamp()) // 3600,
                reader=by.pk,
                subject=person.pk,
                organisation=organisation,
                kind=kind,
                object_type=thing._meta.label_lower,
                object_id=str(thing.pk),
            )
            for person in about
            if person.pk != by.pk
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


# ------------------------------------------------------------------ incidents
@transaction.atomic
def record_incident(*, by: Person, details: Mapping[str, Any]) -> Incident:
    """Enter an incident in the register. ``details``: fields of the model."""
    incident = Incident.objects.create(recorded_by=by, **details)
    audit.record("incident.recorded", incident, by=by, fields=details)
    return incident


@transaction.atomic
def change_incident(
    *, incident: Incident, by: Person, details: Mapping[str, Any], seen: Seen | None = None
) -> Incident:
    """Set the fields named; nothing is written when nothing differs. Raises IncidentClosed, ChangedMeanwhile."""
    before = _open(incident)
    if seen:
        seen.check_row(before)
    changed = [name for name, value in details.items() if getattr(before, name) != value]
    for name in changed:
        setattr(before, name, details[name])
    if changed:
        before.save(update_fields=changed)
        audit.record("incident.changed", before, by=by, fields=changed)
    return before


@transaction.atomic
def add_from_read_log(
    *,
    incident: Incident,
    by: Person,
    reader: Person | None = None,
    organisation: Organisation | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Add everybody about whom something was read, as :func:`rules.people_read` has it; how many were not there yet.

    Cost: 5 queries, one of them for the list. Raises IncidentClosed.
    """
    _open(incident)
    people = rules.people_read(reader=reader, organisation=organisation, since=since, until=until)
    there = set(incident.affected.values_list("person", flat=True))
    new = [person for person in people.values_list("pk", flat=True) if person not in there]
    Affected.objects.bulk_create(
        [Affected(incident=incident, person_id=person, source=Affected.Source.READ_LOG, added_by=by) for person in new],
        ignore_conflicts=True,
        batch_size=500,
    )
    if new:
        audit.record("incident.people_added", incident, by=by, values={"added": len(new), "from": "read_log"})
    return len(new)


@transaction.atomic
def add_person(*, incident: Incident, person: Person, by: Person) -> Affected:
    """Add one person by hand; twice is once. Raises IncidentClosed, PersonErased."""
    _open(incident)
    if person.erased_at:
        raise PersonErased
    added, is_new = Affected.objects.get_or_create(
        incident=incident,
        person=person.merged_into or person,
        defaults={"source": Affected.Source.ENTERED, "added_by": by},
    )
    if is_new:
        audit.record("incident.people_added", incident, by=by, values={"added": 1, "from": "hand"})
    return added


@transaction.atomic
def remove_person(*, affected: Affected, by: Person) -> None:
    """Take somebody off the list: they were not concerned after all. Raises IncidentClosed."""
    incident = _open(affected.incident)
    affected.delete()
    audit.record("incident.person_removed", incident, by=by)


@transaction.atomic
def note_notice(*, incident: Incident, to: str, given_on: date, how: str, by: Person) -> Notice:
    """Note who was told, when and how. Raises IncidentClosed, NoticeToCome."""
    _open(incident)
    if given_on > timezone.localdate():
        raise NoticeToCome
    notice = Notice.objects.create(incident=incident, to=to, given_on=given_on, how=how, noted_by=by)
    audit.record("incident.notice_given", incident, by=by, values={"to": to})
    return notice


@transaction.atomic
def close_incident(*, incident: Incident, by: Person) -> Incident:
    """The register's line is complete. Closing twice is closing once. Raises NotAssessed, NoticesMissing."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not incident.is_open:
        return incident
    if incident.risk == Incident.Risk.PENDING:
        raise NotAssessed
    told = set(incident.notices.values_list("to", flat=True))
    people_told = Notice.Recipient.PEOPLE in told or incident.notice_withheld
    if incident.risk == Incident.Risk.SERIOUS and not (Notice.Recipient.COMMISSION in told and people_told):
        raise NoticesMissing
    incident.closed_at, incident.closed_by = timezone.now(), by
    incident.save(update_fields=["closed_at", "closed_by"])
    audit.record("incident.closed", incident, by=by, fields=["closed_at"])
    return incident


@transaction.atomic
def reopen_incident(*, incident: Incident, by: Person) -> Incident:
    """Something more came out. Opening twice is opening once."""
    if Incident.objects.filter(pk=incident.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None):
        audit.record("incident.reopened", incident, by=by, fields=["closed_at"])
    incident.refresh_from_db()
    return incident


def _open(incident: Incident) -> Incident:
    """The incident as it stands, locked until the transaction ends."""
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not locked.is_open:
        raise IncidentClosed
    return locked


# ------------------------------------------------------------------ who answers
def policy_of(organisation: Organisation | None) -> PrivacyPolicy:
    """The row of an organisation, or of the operator; made empty when first asked for. Cost: 1 query, 2 at first."""
    owner: dict[str, Any] = {"organisation": organisation, "is_operator": organisation is None}
    try:
        with transaction.atomic():
            return PrivacyPolicy.objects.get_or_create(**owner)[0]
    except IntegrityError:
        return PrivacyPolicy.objects.get(**owner)


@transaction.atomic
def write_policy(
    *, policy: PrivacyPolicy, by: Person | None, details: Mapping[str, Any], seen: Seen | None = None
) -> PrivacyPolicy:
    """Set the fields named; nothing is written when nothing differs.

    Raises PolicyIncomplete for one that is published, ChangedMeanwhile.
    """
    before = PrivacyPolicy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if seen:
        seen.check_row(before)
    changed = [name for name, value in details.items() if getattr(before, name) != value]
    for name in changed:
        setattr(before, name, details[name])
    if before.is_published and not before.is_complete:
        raise PolicyIncomplete
    if changed:
        before.save(update_fields=changed)
        audit.record("privacy_policy.changed", before, by=by, fields=changed)
        _shown_otherwise()
    return before


@transaction.atomic
def publish_policy(*, policy: PrivacyPolicy, by: Person | None) -> PrivacyPolicy:
    """Show it to everybody; twice is once. Raises PolicyIncomplete."""
    policy = PrivacyPolicy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if not policy.is_complete:
        raise PolicyIncomplete
    if not policy.is_published:
        policy.published_at = timezone.now()
        policy.save(update_fields=["published_at"])
        audit.record("privacy_policy.published", policy, by=by, fields=["published_at"])
        _shown_otherwise()
    return policy


@transaction.atomic
def withdraw_policy(
    *, policy: PrivacyPolicy, by: Person | None, details: Mapping[str, Any] | None = None, seen: Seen | None = None
) -> PrivacyPolicy:
    """Show it to nobody until it is published again; twice is once. ``details`` are written with it.

    What they leave empty stays as everybody read it: to stop showing a text is not to lose it. Raises ChangedMeanwhile.
    """
    if PrivacyPolicy.objects.published().filter(pk=policy.pk).update(published_at=None):
        audit.record("privacy_policy.withdrawn", policy, by=by, fields=["published_at"])
        _shown_otherwise()
    given = {name: value for name, value in (details or {}).items() if value not in (None, "")}
    return write_policy(policy=policy, by=by, details=given, seen=seen)


def _shown_otherwise() -> None:
    generations.bump(GENERATION)
    transaction.on_commit(lambda: cache.delete(CACHED))
