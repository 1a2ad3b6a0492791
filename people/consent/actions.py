"""Consent is given, given again in newer words, and withdrawn; what it opened shuts in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, clock, journal
from core.refusals import Refusal
from people.accounts.models import Person
from people.consent import registry, signals
from people.consent.models import NOTICE, Consent

#: Kind of the due work that tells a person that a consent ends in 30 days.
EXPIRING = "consent.expiring"
#: Kind of the journal's lines.
WITHDRAWN = "consent.withdrawn"


class WordingChanged(Refusal):
    message = _("This text changed after you opened the page. Read it again as it stands now; nothing was agreed to.")


class NotAsked(Refusal):
    message = _("This is no longer asked: there is nothing to agree to any more.")


class PersonGone(Refusal):
    message = _("This person's entry was merged with another or erased: nothing can be agreed to in its name.")


class EndsTooEarly(Refusal):
    message = _("A consent cannot end before it begins. Choose a day to come.")


@transaction.atomic
def give(
    *,
    person: Person,
    purpose: str,
    language: str,
    how: str,
    by: Person,
    about: str = "",
    until: datetime | None = None,
    version: int | None = None,
) -> Consent:
    """Note that a person agrees to the present wording of a purpose; asking twice keeps one row.

    ``by`` enters it: the person when ``how`` is "self", whoever holds the paper otherwise. ``until``: None means as long as
    the purpose lasts. ``version``: the one that was shown, so that nobody agrees to words they have not seen. A newer
    wording, an end that was near, or another end replaces the row that was open.

    Cost: 6 to 8 queries, and what receivers of ``given`` do. Raises WordingChanged, NotAsked, PersonGone, EndsTooEarly,
    UnknownPurpose, and ValueError for a purpose that is asked about something when ``about`` is empty, or the reverse.
    """
    facts = registry.of(purpose)
    if bool(about) != bool(facts.subjects):
        raise ValueError(f"{purpose} is asked {'about something' if facts.subjects else 'once, about nothing'}.")
    if not facts.asked:
        raise NotAsked
    if version not in (None, facts.current.version):
        raise WordingChanged
    # The lock lets two answers of one person queue, and keeps a merge or an erasure out until this is done.
    if not Person.objects.current().select_for_update(of=("self",)).filter(pk=person.pk).exists():
        raise PersonGone
    now = timezone.now()
    ends = until or (now + facts.lasts if facts.lasts else None)
    if ends is not None and ends <= now:
        raise EndsTooEarly
    before = Consent.objects.open().filter(person=person, purpose=purpose, about=about).first()
    if before is not None and not _is_news(before, facts, until):
        return before
    if before is not None:
        Consent.objects.open().filter(pk=before.pk).update(superseded_at=now)
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        about=about,
        wording_version=facts.current.version,
        language=language,
        given_at=now,
        how=how,
        given_by=by,
        until=ends,
    )
    _plan_notice(consent, before)
    audit.record("consent.given", consent, by=by, fields=["person", "purpose", "about", "wording_version", "until"])
    signals.given.send(Consent, consent=consent)
    return consent


def _is_news(before: Consent, facts: registry.Purpose, until: datetime | None) -> bool:
    """Whether giving again says something that the open row does not."""
    if before.wording_version != facts.current.version or before.ends_soon:
        return True
    return until is not None and until != before.until


def _plan_notice(consent: Consent, before: Consent | None) -> None:
    if before is not None:
        clock.cancel(EXPIRING, str(before.pk))
    # One that lasts but days ends as it was meant to: nobody needs a letter about it.
    if consent.until is not None and consent.was_meant_to_last:
        clock.schedule(EXPIRING, str(consent.pk), due_at=consent.until - NOTICE, payload={"consent": consent.pk})


@transaction.atomic
def withdraw(*, consent: Consent, by: Person) -> Consent:
    """End a consent now, and what it opened with it; twice is once.

    A row that was replaced in the meantime stands for the one that replaced it: who withdraws means the purpose.
    Cost: 7 queries, and what receivers of ``withdrawn`` do.
    """
    list(Person.objects.select_for_update(of=("self",)).filter(consents=consent.pk).values_list("pk"))
    now = timezone.now()
    same = Consent.objects.open().filter(person__consents=consent.pk, purpose=consent.purpose, about=consent.about)
    row = same.first()
    if row is None or not Consent.objects.open().filter(pk=row.pk).update(
        withdrawn_at=max(now, row.given_at), withdrawn_by=by
    ):
        consent.refresh_from_db()
        return consent
    row.refresh_from_db()
    clock.cancel(EXPIRING, str(row.pk))
    audit.record("consent.withdrawn", row, by=by, fields=["withdrawn_at"])
    _note_down(row, by)
    signals.withdrawn.send(Consent, consent=row)
    return row


def _note_down(row: Consent, by: Person) -> None:
    """Outside the database, with the entries joined to the person, whose own the row was in a backup. Cost: 1 query."""
    people = Person.objects.filter(Q(pk=row.person_id) | Q(merged_into=row.person_id)).order_by("pk")
    known = [(pk, since.isoformat()) for pk, since in people.values_list("pk", "created_at")]
    journal.note(WITHDRAWN, people=known, purpose=row.purpose, about=row.about, by=by.pk)


@transaction.atomic
def withdraw_purpose(*, person: Person, purpose: str, about: str = "", by: Person) -> Consent | None:
    """Withdraw what a person agreed to for a purpose; None if nothing was open. Cost: as ``withdraw``, and 1 query."""
    row = Consent.objects.open().filter(person=person, purpose=purpose, about=about).first()
    return withdraw(consent=row, by=by) if row else None


@transaction.atomic
def run_out(*, purpose: str, about: str, person: int | None = None) -> int:
    """What was asked about something is over: consents to it end now, as one whose time has come; how many.

    ``person``: the id of one, None for everybody's. The caller has shut what they opened: nobody is told. Cost: 1 query
    where none stands, else 2, and 2 for each.
    """
    now = timezone.now()
    standing = Consent.objects.open().filter(Q(until=None) | Q(until__gt=now), purpose=purpose, about=about)
    if person is not None:
        standing = standing.filter(person=person)
    rows = list(standing.filter(given_at__lt=now).order_by("pk"))
    if rows:
        Consent.objects.open().filter(pk__in=[row.pk for row in rows]).update(until=now)
    for row in rows:
        clock.cancel(EXPIRING, str(row.pk))
        audit.record("consent.ran_out", row, by=None, fields=["until"])
    return len(rows)
