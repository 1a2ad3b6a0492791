"""What is done with certificates: the rule is set, they are issued, withdrawn, and erased by whose they are."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import audit, clock, outbox
from events.agenda.models import Event
from events.certificates import rules
from events.certificates.models import Certificate, Completion, new_code, new_key
from events.certificates.refusals import (
    AlreadyWithdrawn,
    EventCancelled,
    MoreThanThereAre,
    NotASeries,
    NotCompleted,
    NotOver,
)
from events.doors.models import GRACE
from events.registration.models import Registration, Seat
from people.accounts.models import Person

ISSUE = "certificates.issue"
#: What stands as the reason of one that its person erased; shown to nobody.
ERASED = "-"
#: After the door has closed, so that whoever was noted in its last hour counts.
AFTER_THE_CLOSE = GRACE + timedelta(minutes=10)


@transaction.atomic
def set_rule(*, event: Event, by: Person, needed: int | None, automatic: bool) -> Completion:
    """Say how many sittings complete the series (None: all but one), and whether certificates leave by themselves.

    Certificates that were issued stay as they are. Cost: 4 queries. Raises NotASeries, MoreThanThereAre.
    """
    if not event.is_series:
        raise NotASeries
    if needed is not None and needed > event.sitting_count:
        raise MoreThanThereAre
    values = {"needed": needed, "automatic": automatic}
    rule, _is_new = Completion.objects.update_or_create(event=event, defaults=values)
    audit.record("certificates.rule_set", event, by=by, values=values)
    plan_issue(event, rule)
    return rule


def plan_issue(event: Event, rule: Completion) -> None:
    """Issue after the last sitting, or not by ourselves; planning again moves the moment. Cost: 1 query."""
    if rule.automatic and not event.is_cancelled:
        clock.schedule(ISSUE, str(event.pk), due_at=event.ends_at + AFTER_THE_CLOSE, payload={"event": event.pk})
    else:
        clock.cancel(ISSUE, str(event.pk))


@transaction.atomic
def issue(*, event: Event, by: Person | None, again: Seat | None = None) -> list[Certificate]:
    """Certify everybody who completed the series and never had a certificate of it, and write to them; how many may be none.

    ``again``: this person alone, also if theirs was withdrawn. ``by`` is None when it happens by itself.
    Issuing twice issues once: the event's row is held. Cost: 8 queries, and 1 for each certificate and each 200 mails.

    Raises NotASeries, EventCancelled, NotOver, or NotCompleted (``again``); nothing is issued then.
    """
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if not event.is_series:
        raise NotASeries
    if event.is_cancelled:
        raise EventCancelled
    if not rules.is_over(event):
        raise NotOver
    chosen = [one for one in rules.standings(event) if one.can_have]
    if again is None:
        chosen = [one for one in chosen if one.certificate is None]
    else:
        chosen = [one for one in chosen if one.row.seat == again.pk]
        if not chosen:
            raise NotCompleted
    languages = dict(Registration.objects.filter(event=event).values_list("pk", "language"))
    made = [_certificate(event, one, languages[one.row.registration]) for one in chosen]
    for certificate in made:
        certificate.save(force_insert=True)
    if made:
        audit.record("certificates.issued", event, by=by, values={"number": len(made)})
        outbox.post_all(_letter("issued", one) for one in _with_mailbox(made))
    return made


def _certificate(event: Event, one: rules.Standing, language: str) -> Certificate:
    days = [cell.sitting for cell in one.row.cells if cell.present_at is not None]
    return Certificate(
        event=event,
        seat_id=one.row.seat,
        person_id=one.row.person,
        name=one.row.name,
        language=language,
        attended=one.row.attended,
        sittings=event.sitting_count,
        minutes=one.minutes,
        first_on=days[0].start_date,
        last_on=max(sitting.end_date for sitting in days),
    )


def _with_mailbox(made: list[Certificate]) -> list[Certificate]:
    found = Certificate.objects.filter(pk__in=[one.pk for one in made]).select_related("seat__registration")
    return list(found.order_by("pk"))


def _letter(what: str, certificate: Certificate) -> outbox.Mail:
    registration = certificate.seat.registration
    return outbox.draft(
        f"certificates/{what}",
        to=registration.email,
        language=certificate.language,
        key=str(certificate.pk),
        about=certificate,
        stream=f"{registration.email}|certificate-{certificate.pk}",
        priority=outbox.BULK,
        payload={"certificate": certificate.pk},
    )


@transaction.atomic
def withdraw(*, certificate: Certificate, by: Person, reason: str) -> Certificate:
    """Say that it no longer holds: its public page says so from now on, and the person is told why. Cost: 4 queries.

    Raises AlreadyWithdrawn.
    """
    now = timezone.now()
    if not Certificate.objects.valid().filter(pk=certificate.pk).update(withdrawn_at=now, reason=reason):
        raise AlreadyWithdrawn
    certificate.withdrawn_at, certificate.reason = now, reason
    audit.record("certificates.withdrawn", certificate, by=by, fields=["withdrawn_at", "reason"])
    outbox.post_all(_letter("withdrawn", one) for one in _with_mailbox([certificate]))
    return certificate


@transaction.atomic
def erase(*, certificate: Certificate) -> None:
    """The person wants it gone: its code and its link are unknown from now on, and nothing says what it certified.

    An empty row stays, so that the next round of certificates does not bring back what they erased. Cost: 2 queries.
    """
    day = certificate.issued_on
    Certificate.objects.filter(pk=certificate.pk).update(
        name="",
        attended=1,
        minutes=0,
        first_on=day,
        last_on=day,
        code=new_code(),
        key=new_key(),
        withdrawn_at=certificate.withdrawn_at or timezone.now(),
        reason=ERASED,
    )
    audit.record("certificates.erased", certificate, by=None)
