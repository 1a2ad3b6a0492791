"""A person is handed over: proposed by who follows them, agreed to by themself, accepted by the other organisation.

All of it holds the person first, then their file, then the handover, in this order: so two who answer at once wait for each
other, and the second one finds what the first one did.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import audit, clock
from people.accounts.models import Person
from people.consent import actions as consents
from people.consent import rules as consent_rules
from people.consent.models import Consent
from people.organisations.models import Organisation
from people.participants import actions as participants
from people.participants.models import Candidacy, CaseFile, Following
from people.pool import refusals, telling
from people.pool.actions import enquiring
from people.pool.models import Handover, about
from people.programmes import actions as programmes
from people.programmes.models import Edition, Partner

State = Handover.State
#: Kind of the due work that tells the coordination that no answer came.
DUE = "pool.handover_due"


@transaction.atomic
def propose(
    *, case_file: CaseFile, edition: Edition, organisation: Organisation, by: Person, message: str = ""
) -> Handover:
    """Propose that another partner of an edition follows the person; the person is asked. Cost: about 11 queries.

    Raises FileNotFollowed, NotAskedFor, TakesNobodyNow, AlreadyProposed.
    """
    file = _file(case_file)
    if file.organisation_id is None or file.is_closed:
        raise refusals.FileNotFollowed
    if not Candidacy.objects.active().filter(case_file=file, edition=edition).exists():
        raise refusals.NotAskedFor
    if not _partners(edition, organisation, file).exists():
        raise refusals.TakesNobodyNow
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                case_file=file,
                edition=edition,
                from_organisation_id=file.organisation_id,
                to_organisation=organisation,
                message=message.strip(),
                proposed_by=by,
            )
    except IntegrityError:
        raise refusals.AlreadyProposed from None
    audit.record("handover.proposed", handover, by=by, values={"edition": edition.pk, "to": organisation.pk})
    enquiring.take_up(handover)
    telling.tell_person(handover)
    return handover


def _partners(edition: Edition, organisation: Organisation, file: CaseFile) -> QuerySet[Partner]:
    """The other organisation as a partner of the edition that takes people now."""
    partners = Partner.objects.taking().filter(edition=edition, organisation=organisation)
    return partners.exclude(organisation=file.organisation_id)


@transaction.atomic
def consent_on_paper(*, handover: Handover, language: str, version: int | None, by: Person) -> Consent:
    """Note the consent that the person signed; the handover goes on (``go_on``). Cost: about 16 queries.

    Raises MovedOn, and what ``consent.actions.give`` raises.
    """
    return consents.give(
        person=handover.case_file.person,
        purpose="handover",
        about=about(handover),
        language=language,
        how=Consent.How.PAPER,
        version=version,
        by=by,
    )


@transaction.atomic
def go_on(*, handover: Handover, by: Person) -> Handover:
    """The person agreed: the other organisation has so many hours to answer (``HANDOVER_HOURS``). Cost: about 6 queries.

    Called when the consent is given, whose holder holds the person. Raises MovedOn unless it was proposed and open.
    """
    now = timezone.now()
    due = now + timedelta(hours=settings.HANDOVER_HOURS)
    proposed = Handover.objects.filter(pk=handover.pk, state=State.PROPOSED)
    if not proposed.update(state=State.CONSENTED, consented_at=now, due_at=due):
        raise refusals.MovedOn
    handover.refresh_from_db()
    clock.schedule(DUE, str(handover.pk), due_at=due, payload={"handover": handover.pk})
    audit.record("handover.consented", handover, by=by, fields=["state"])
    telling.tell_person(handover)
    telling.tell_caseworkers(handover, "to_receive", handover.to_organisation)
    return handover


@transaction.atomic
def accept(*, handover: Handover, by: Person, becomes_caseworker: bool = False) -> Handover:
    """The other organisation follows the person from now on: it edits, the former one reads what it wrote. Cost: about 28 queries.

    Raises MovedOn, ConsentMissing, FileNotFollowed; NotACaseworkerThere if they are to answer for the file and are none.
    """
    held = _held(handover)
    if held.state != State.CONSENTED:
        raise refusals.MovedOn
    if not consent_rules.holds(held.case_file.person, "handover", about(held)):
        raise refusals.ConsentMissing
    if held.case_file.is_closed or held.case_file.organisation_id != held.from_organisation_id:
        raise refusals.FileNotFollowed
    _close(held, State.ACCEPTED, by=by)
    _count(held, by)
    participants.follow(
        case_file=held.case_file, organisation=held.to_organisation, how=Following.How.HANDED_OVER, by=by
    )
    if becomes_caseworker:
        participants.take(case_file=held.case_file, caseworker=by, by=by)
    telling.tell_person(held)
    telling.tell_proposer(held)
    return held


@transaction.atomic
def decline(*, handover: Handover, reason: str, by: Person) -> Handover:
    """The other organisation cannot receive the person, and says why; they stay where they are. Cost: about 18 queries.

    Raises ReasonWanted, MovedOn.
    """
    if not reason.strip():
        raise refusals.ReasonWanted
    held = _held(handover)
    if held.state != State.CONSENTED:
        raise refusals.MovedOn
    held.reason = reason.strip()
    _close(held, State.DECLINED, by=by)
    _end_consent(held, by)
    telling.tell_person(held)
    telling.tell_proposer(held)
    return held


@transaction.atomic
def refuse(*, handover: Handover, by: Person) -> Handover:
    """The person says no: nothing changes for them. Twice is once. Cost: about 9 queries. Raises MovedOn."""
    held = _held(handover)
    if held.state == State.REFUSED:
        return held
    if held.state != State.PROPOSED:
        raise refusals.MovedOn
    _close(held, State.REFUSED, by=by)
    telling.tell_proposer(held)
    return held


@transaction.atomic
def withdraw(*, handover: Handover, by: Person) -> Handover:
    """The organisation that proposed it takes it back before it is accepted; the person is told. Cost: about 16 queries.

    Raises MovedOn.
    """
    held = _held(handover)
    if not held.is_open:
        raise refusals.MovedOn
    _close(held, State.WITHDRAWN, by=by)
    _end_consent(held, by)
    telling.tell_person(held)
    return held


@transaction.atomic
def end_without_consent(*, handover: Handover, by: Person | None) -> bool:
    """The person withdrew their consent before it was accepted: it ends now. Whether it did. Cost: 1 query, 6 when it did."""
    now = timezone.now()
    waiting = Handover.objects.filter(pk=handover.pk, state=State.CONSENTED)
    if not waiting.update(state=State.WITHDRAWN, closed_at=now, closed_by=by):
        return False
    handover.refresh_from_db()
    _after(handover, by)
    telling.tell_proposer(handover)
    return True


@transaction.atomic
def let_go(*, handover: Handover, by: Person | None) -> bool:
    """The ground is gone: another organisation follows the person now, or they were erased. Nobody is written to.

    Whether it was open. Cost: 1 query, 4 when it was.
    """
    is_open = Handover.objects.open().filter(pk=handover.pk)
    if not is_open.update(state=State.WITHDRAWN, closed_at=timezone.now(), closed_by=by):
        return False
    handover.refresh_from_db()
    _after(handover, by)
    return True


@transaction.atomic
def escalate(*, handover: Handover) -> bool:
    """No answer came in time: the coordination and both organisations are told, once. Whether they were. Cost: about 7 queries."""
    now = timezone.now()
    late = Handover.objects.agreed().filter(escalated_at=None, due_at__lte=now)
    if not late.filter(pk=handover.pk).exists():
        return False
    if not Handover.objects.filter(pk=handover.pk, state=State.CONSENTED, escalated_at=None).update(escalated_at=now):
        return False
    handover.refresh_from_db()
    audit.record("handover.escalated", handover, by=None, fields=["escalated_at"])
    telling.tell_everybody_it_is_late(handover)
    return True


def _count(held: Handover, by: Person) -> None:
    """One person more for the partner that receives; what the other one served stays counted (decision 0013). Cost: 4 queries."""
    partner = Partner.objects.filter(edition=held.edition, organisation=held.to_organisation).first()
    if partner is not None:
        programmes.take_by_hand(partner=partner, by=by)


# ------------------------------------------------------------------ what all of them do


def _file(case_file: CaseFile) -> CaseFile:
    """The file as it is now, held with its person until the transaction ends."""
    list(Person.objects.select_for_update(of=("self",)).filter(pk=case_file.person_id).values_list("pk"))
    return CaseFile.objects.select_for_update(of=("self",)).select_related("person").get(pk=case_file.pk)


def _held(handover: Handover) -> Handover:
    file = _file(handover.case_file)
    related = ("to_organisation", "from_organisation", "edition__programme")
    held = Handover.objects.select_for_update(of=("self",)).select_related(*related).get(pk=handover.pk)
    held.case_file = file
    return held


def _close(held: Handover, state: str, *, by: Person) -> None:
    held.state, held.closed_at, held.closed_by = state, timezone.now(), by
    held.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    _after(held, by)


def _after(handover: Handover, by: Person | None) -> None:
    clock.cancel(DUE, str(handover.pk))
    enquiring.end_with(handover)
    audit.record(f"handover.{handover.state}", handover, by=by, fields=["state"])


def _end_consent(held: Handover, by: Person) -> None:
    """Nothing is left that it could be for; the handover is closed already, so that this closes nothing."""
    consents.withdraw_purpose(person=held.case_file.person, purpose="handover", about=about(held), by=by)
