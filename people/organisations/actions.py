"""What is done to organisations: entered, corrected, joined, left, and speaking for them handed on by invitation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, generations, outbox
from core.folding import fold
from core.refusals import Refusal
from core.versions import Seen
from people.accounts import actions as accounts
from people.accounts.models import Address, Grant, Language, Person, Role, Scope, User
from people.organisations import rules
from people.organisations.models import Affiliation, Invitation, Organisation, expiry, new_nonce


class NeqTaken(Refusal):
    message = _("An organisation with this NEQ is already here. Look it up in the list before adding another.")


class AlreadyAffiliated(Refusal):
    message = _("This person is already with this organisation. End the present affiliation first.")


class AffiliationNotBegun(Refusal):
    message = _("The first day can be today at the latest. Enter the person once they are with the organisation.")


class AffiliationNotEnded(Refusal):
    message = _("The last day can be today at the latest, and not before the first day.")


class InvitationExists(Refusal):
    message = _("This address already has an open invitation to this role. Send that one again, or withdraw it.")


class InvitationClosed(Refusal):
    message = _("This invitation was accepted or withdrawn in the meantime. Make a new one if it is still needed.")


class InvitationSpent(Refusal):
    message = _("This invitation has already served. If you still need access, ask the organisation for a new one.")


class InvitationWithdrawn(Refusal):
    message = _("This invitation was withdrawn. Ask the organisation for a new one if you still need access.")


class InvitationExpired(Refusal):
    message = _("This invitation has expired. Ask the organisation to send it again: that takes one click.")


class InviterMayNoMore(Refusal):
    message = _(
        "Whoever sent this invitation may no longer give this access. Ask the organisation for a new invitation."
    )


class InvitedElsewhere(Refusal):
    message = _(
        "This invitation went to an address that is not yours yet. Sign in with the address that received it, "
        "or ask the organisation to invite the address you use."
    )


@transaction.atomic
def found(*, by: Person | None, name: str, **details: Any) -> Organisation:
    """Enter an organisation and its scope. ``details``: other fields of the model.

    Raises NeqTaken. Cost: 4 queries.
    """
    organisation = Organisation(name=name, scope=Scope.objects.create(kind=Scope.Kind.ORGANISATION), **details)
    _save(organisation)
    audit.record("organisation.founded", organisation, by=by, fields=["name", *details])
    generations.bump("organisations")
    return organisation


@transaction.atomic
def change(
    *, organisation: Organisation, by: Person | None, details: Mapping[str, Any], seen: Seen | None = None
) -> Organisation:
    """Set the fields named; nothing is written when nothing differs. A logo of False removes it.

    Raises NeqTaken, ChangedMeanwhile.
    """
    before = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if seen:
        seen.check_row(before)
    organisation.refresh_from_db()
    changed = [name for name, value in details.items() if _differs(getattr(before, name), value)]
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, details[name] or "" if name == "logo" else details[name])
    _save(organisation)
    if "logo" in changed and before.logo:
        old, storage = str(before.logo.name), before.logo.storage
        transaction.on_commit(lambda: storage.delete(old))
    audit.record("organisation.changed", organisation, by=by, fields=changed)
    generations.bump("organisations", f"organisation/{organisation.pk}")
    return organisation


def _differs(old: Any, new: Any) -> bool:
    if isinstance(old, File):
        return isinstance(new, File) and new != old if new else new is False and bool(old)
    return bool(old != new)


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as trouble:
        if organisation.neq and Organisation.objects.exclude(pk=organisation.pk).filter(neq=organisation.neq).exists():
            raise NeqTaken from trouble
        raise


@transaction.atomic
def affiliate(
    *, organisation: Organisation, person: Person, by: Person | None, title: str = "", since: date | None = None
) -> Affiliation:
    """Note that a person is with an organisation, from today unless a day is given.

    Raises AlreadyAffiliated while an earlier affiliation lasts, and AffiliationNotBegun for a day to come.
    """
    since = since or timezone.localdate()
    if since > timezone.localdate():
        raise AffiliationNotBegun
    try:
        with transaction.atomic():
            affiliation = Affiliation.objects.create(organisation=organisation, person=person, title=title, since=since)
    except IntegrityError as trouble:
        raise AlreadyAffiliated from trouble
    audit.record("affiliation.begun", affiliation, by=by, fields=["person", "organisation", "since"])
    return affiliation


@transaction.atomic
def affiliate_by_address(
    *, organisation: Organisation, name: str, email: str, by: Person | None, title: str = "", since: date | None = None
) -> Affiliation:
    """Note that somebody is with an organisation: the person of this name whom the address reaches, or a new one.

    Unlike a guest's registration this may find somebody with a login: whoever keeps the organisation answers for it.

    Raises AlreadyAffiliated or AffiliationNotBegun.
    """
    known = Person.objects.current().reached_at(email).order_by("pk")
    person = next((person for person in known if fold(person.name) == fold(name)), None)
    person = person or accounts.person_for_guest(name=name, email=email, language=Language.FRENCH)
    return affiliate(organisation=organisation, person=person, by=by, title=title, since=since)


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: Person | None, until: date | None = None) -> Affiliation:
    """Note the last day, today unless one is given, and take back the roles held in this organisation.

    Open invitations to it that the person sent, or that would bring them back in, are withdrawn.

    Raises AffiliationNotEnded for a day to come, or one before the first.
    """
    until = until or timezone.localdate()
    if not affiliation.since <= until <= timezone.localdate():
        raise AffiliationNotEnded
    affiliation.until = until
    affiliation.save(update_fields=["until"])
    held = Grant.objects.filter(
        user__person=affiliation.person_id, scope=affiliation.organisation.scope_id, revoked_at=None
    )
    for grant in held:
        # By the system: the affiliation's end is the decision, and its audit entry says whose.
        accounts.revoke(grant=grant, by=None)
    addresses = Address.objects.filter(person=affiliation.person_id).values("email")
    login = User.objects.filter(person=affiliation.person_id).values("email")
    ways_back = Q(invited_by=affiliation.person_id) | Q(email__in=addresses) | Q(email__in=login)
    for invitation in Invitation.objects.open().filter(ways_back, organisation=affiliation.organisation_id):
        revoke(invitation=invitation, by=by)
    audit.record("affiliation.ended", affiliation, by=by, fields=["until"], values={"roles_taken_back": len(held)})
    return affiliation


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by: Person | None,
    language: str = Language.FRENCH,
    title: str = "",
) -> Invitation:
    """Ask an address to take a role in the organisation; the letter carries a token that serves once.

    Raises InvitationExists while another to the same address and role is open.
    """
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation=organisation,
                email=Address.normalise(email),
                role=role,
                language=language,
                title=title,
                invited_by=by,
            )
    except IntegrityError as trouble:
        raise InvitationExists from trouble
    audit.record("invitation.made", invitation, by=by, values={"role": role, "organisation": organisation.pk})
    _send(invitation)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: Person | None) -> Invitation:
    """Send it again with a new token and a new term; links sent before stop working.

    Whoever sends it again answers for it from then on. Raises InvitationClosed.
    """
    invitation.nonce, invitation.expires_at = new_nonce(), expiry()
    renewed = Invitation.objects.open().filter(pk=invitation.pk)
    if not renewed.update(
        nonce=invitation.nonce,
        token_hash=Invitation.hash_of(invitation.token),
        expires_at=invitation.expires_at,
        sendings=F("sendings") + 1,
        invited_by=by or invitation.invited_by,
    ):
        raise InvitationClosed
    invitation.refresh_from_db()
    audit.record("invitation.sent_again", invitation, by=by)
    _send(invitation)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: Person | None) -> None:
    """Withdraw an open invitation; doing it twice is doing it once. Raises InvitationClosed once accepted."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        audit.record("invitation.withdrawn", invitation, by=by)
    elif not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).exists():
        raise InvitationClosed


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Invitation:
    """Take the role. The token is spent by one conditional UPDATE; the same person asking again changes nothing.

    Raises InvitationSpent, InvitationWithdrawn, InvitationExpired, InviterMayNoMore, or InvitedElsewhere unless the
    invited address is one the person has proven.
    """
    if not reaches(user, invitation.email):
        raise InvitedElsewhere
    now = timezone.now()
    fresh = Invitation.objects.open().filter(pk=invitation.pk, expires_at__gt=now, token_hash=invitation.token_hash)
    if not fresh.update(accepted_at=now, accepted_by=user.person):
        invitation.refresh_from_db()
        if invitation.accepted_by_id == user.person_id:
            return invitation
        raise refusal_of(invitation) or InvitationExpired()
    invitation.refresh_from_db()
    if not rules.inviter_may_still_invite(invitation):
        raise InviterMayNoMore
    organisation = invitation.organisation
    # By the system: who decided is the one who invited, and that is in the audit already.
    accounts.grant(user=user, role=Role(invitation.role), scope=organisation.scope, by=None)
    if not Affiliation.objects.lasting().filter(person=user.person, organisation=organisation).exists():
        affiliate(organisation=organisation, person=user.person, title=invitation.title, by=user.person)
    audit.record("invitation.accepted", invitation, by=user.person, values={"role": invitation.role})
    return invitation


def refusal_of(invitation: Invitation) -> Refusal | None:
    """Why the invitation cannot be accepted any more; None if it can."""
    if invitation.accepted_at:
        return InvitationSpent()
    if invitation.revoked_at:
        return InvitationWithdrawn()
    if invitation.has_expired:
        return InvitationExpired()
    return None if rules.inviter_may_still_invite(invitation) else InviterMayNoMore()


def reaches(user: User, email: str) -> bool:
    """Whether the address is one that this person has shown to read. Cost: at most 1 query."""
    return user.email == email or user.person.addresses.filter(email=email, proven_at__isnull=False).exists()


def _send(invitation: Invitation) -> None:
    outbox.post(
        "organisations/invitation",
        to=invitation.email,
        language=invitation.language,
        key=f"{invitation.pk}/{invitation.sendings}",
        about=invitation,
        payload={"sending": invitation.sendings},
    )
