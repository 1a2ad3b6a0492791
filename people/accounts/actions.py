"""What is done to logins: roles given and taken, a lost second factor reset, people known by their address."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from core import audit, journal, outbox
from core.folding import fold
from people.accounts import groups, refusals, rules, signals
from people.accounts.models import (
    SCOPES_OF,
    Address,
    Grant,
    Person,
    Role,
    Scope,
    SecondFactorReset,
    User,
    unreachable,
)

#: How long a second administrator has to confirm a reset.
RESET_OPEN_FOR = timedelta(hours=24)
#: Kind of the journal's lines.
REVOKED = "accounts.revoked"


def _require_administrator(by: Person | None) -> None:
    """``None`` is the system itself: the command line, the demonstration."""
    if by is not None and not rules.is_administrator(by):
        raise refusals.NotAnAdministrator


@transaction.atomic
def grant(*, user: User, role: str, scope: Scope | None = None, by: Person | None) -> Grant:
    """Give a login a role in a scope (None: everywhere); asking twice keeps one grant.

    ``by`` is an administrator, or None for the system. Cost: 8 to 12 queries.

    Raises NotAnAdministrator, OwnGrant, or ScopeDoesNotFit.
    """
    _require_administrator(by)
    if by is not None and by.pk == user.person_id:
        raise refusals.OwnGrant
    scope = scope or Scope.objects.everywhere()
    if scope.kind not in SCOPES_OF[role]:
        raise refusals.ScopeDoesNotFit
    given, is_new = Grant.objects.get_or_create(
        user=user, role=role, scope=scope, revoked_at=None, defaults={"granted_by": by}
    )
    if not is_new:
        return given
    _roles_changed(user)
    audit.record("accounts.granted", given, by=by, values={"role": role, "scope": scope.pk, "user": user.pk})
    signals.granted.send(Grant, grant=given)
    return given


@transaction.atomic
def revoke(*, grant: Grant, by: Person | None) -> None:
    """Take a role away, at once for every open session; revoking twice changes nothing. Cost: 8 to 10 queries.

    Raises NotAnAdministrator, OwnGrant, or LastAdministrator.
    """
    _require_administrator(by)
    if by is not None and by.pk == grant.user.person_id:
        raise refusals.OwnGrant
    if grant.role == Role.ADMINISTRATOR:
        # Locked in one order: of two administrators who revoke each other at once, the second is refused.
        holding = Grant.objects.in_force().filter(role=Role.ADMINISTRATOR, user__is_active=True)
        others = [held.pk for held in holding.select_for_update(of=("self",)).order_by("pk") if held.pk != grant.pk]
        if not others:
            raise refusals.LastAdministrator
    if not Grant.objects.holding().filter(pk=grant.pk).update(revoked_at=timezone.now()):
        return
    _roles_changed(grant.user)
    audit.record(
        "accounts.revoked",
        grant,
        by=by,
        values={"role": grant.role, "scope": grant.scope_id, "user": grant.user_id},
    )
    journal.note(REVOKED, grant=grant.pk, granted_at=grant.granted_at)
    signals.revoked.send(Grant, grant=grant)


def _roles_changed(user: User) -> None:
    user.forget_grants()
    groups.follow_roles(user)


@transaction.atomic
def describe_oneself(*, person: Person, name: str, language: str) -> None:
    """Keep a person's own name and the language we write in. Cost: 2 queries."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    audit.record("accounts.described", person, by=person, fields=["name", "language"])


@transaction.atomic
def ask_second_factor_reset(*, person: Person, by: Person) -> SecondFactorReset:
    """Start the reset of a lost second factor; another administrator confirms. Asking again keeps the open request.

    The person is told at once: a request they know nothing of should not go through. Cost: 8 queries.

    Raises NotAnAdministrator, OwnReset, or NothingToReset.
    """
    _require_administrator(by)
    if by.pk == person.pk:
        raise refusals.OwnReset
    user = User.objects.filter(person=person).first()
    if user is None or not Authenticator.objects.filter(user=user).exists():
        raise refusals.NothingToReset
    now = timezone.now()
    SecondFactorReset.objects.filter(person=person, confirmed_at=None, withdrawn_at=None, expires_at__lte=now).update(
        withdrawn_at=now
    )
    asked, is_new = SecondFactorReset.objects.get_or_create(
        person=person,
        confirmed_at=None,
        withdrawn_at=None,
        defaults={"asked_by": by, "asked_at": now, "expires_at": now + RESET_OPEN_FOR},
    )
    if is_new:
        audit.record("accounts.second_factor_reset_asked", asked, by=by)
        tell(user, "accounts/second_factor_reset_asked", key=str(asked.pk))
    return asked


@transaction.atomic
def confirm_second_factor_reset(*, reset: SecondFactorReset, by: Person) -> None:
    """Take the person's second factors away and end their sessions; confirming twice changes nothing more.

    Cost: 10 queries, and 3 per open session.

    Raises NotAnAdministrator, ResetNeedsTwo, OwnReset, or ResetNotOpen: also when the one who asked is no administrator
    any more.
    """
    _require_administrator(by)
    if by.pk == reset.asked_by_id:
        raise refusals.ResetNeedsTwo
    if by.pk == reset.person_id:
        raise refusals.OwnReset
    if not rules.is_administrator(reset.asked_by):
        raise refusals.ResetNotOpen
    # Only an open request is taken, and by one: two who confirm at once remove the factors once.
    taken = SecondFactorReset.objects.open().filter(pk=reset.pk)
    if not taken.update(confirmed_by=by, confirmed_at=timezone.now()):
        raise refusals.ResetNotOpen
    user = User.objects.get(person=reset.person_id)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    audit.record("accounts.second_factor_reset", reset, by=by, values={"asked_by": reset.asked_by_id})
    tell(user, "accounts/second_factor_reset_done", key=str(reset.pk))


@transaction.atomic
def withdraw_second_factor_reset(*, reset: SecondFactorReset, by: Person) -> None:
    """Drop an open request: the phone was found, or nobody asked. Any administrator may. Cost: 3 queries.

    Raises NotAnAdministrator or ResetNotOpen.
    """
    _require_administrator(by)
    if not SecondFactorReset.objects.open().filter(pk=reset.pk).update(withdrawn_at=timezone.now()):
        raise refusals.ResetNotOpen
    audit.record("accounts.second_factor_reset_withdrawn", reset, by=by)


def end_sessions(*, user: User, but: str | None = None) -> None:
    """Sign a login out everywhere, the session of this key aside. Cost: 1 query and 3 per session."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()


@transaction.atomic
def close_login(*, user: User, by: Person | None) -> None:
    """Close a login whose owner signs in with another one: its roles, sessions and second factors end.

    Its addresses are free from now on, so that the other login may prove them. A letter to its main address says so.
    Closing it again changes nothing. Cost: 10 queries, and those of a revocation per role.
    """
    if not user.is_active:
        return
    for held in Grant.objects.holding().filter(user=user):
        revoke(grant=held, by=None)
    tell(user, "accounts/login_closed", key=str(user.pk))
    end_sessions(user=user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(is_active=False, email=unreachable(user))
    audit.record("accounts.login_closed", user.person, by=by, fields=["email"])


@transaction.atomic
def forget_address(*, user: User, email: str) -> None:
    """The login gave an address up: it reaches this person no more. Cost: 2 queries."""
    Address.objects.filter(person=user.person, email=Address.normalise(email)).delete()
    audit.record("accounts.address_removed", user.person, by=user.person, fields=["addresses"])


def tell(user: User, letter: str, *, key: str) -> None:
    """Queue one of this room's letters about a login to its main address, once per ``key``. Cost: 1 query."""
    outbox.post(
        letter,
        to=user.email,
        language=user.person.language,
        key=key,
        about=user,
        stream=f"accounts/{user.pk}",
        priority=outbox.URGENT,
    )


# ------------------------------------------------------------------ known by their address


def person_for_guest(*, name: str, email: str, language: str) -> Person:
    """The Person of somebody without a login: a guest known by this name and address, else a new one.

    Two requests at the same moment may make two guests; from then on the first is answered, and the other is offered
    for merging. Cost: 1 query, 3 with a new Person.
    """
    if known := known_guest(name=name, email=email):
        return known
    with transaction.atomic():
        return new_guest(name=name, email=email, language=language)


def known_guest(*, name: str, email: str) -> Person | None:
    """Whom without a login we know by this address and this name, told apart without case, accents and dashes.

    Logins are never answered: an unproven address must not reach into somebody's account. Cost: 1 query.
    """
    wanted = fold(name)
    guests = Person.objects.current().reached_at(email).filter(user=None).order_by("pk")
    return next((guest for guest in guests if fold(guest.name) == wanted), None)


def new_guest(*, name: str, email: str, language: str) -> Person:
    """Somebody we hear of for the first time, with the address they gave, in the caller's transaction. Cost: 2 queries."""
    guest = Person.objects.create(name=" ".join(name.split()), language=language)
    Address.objects.create(person=guest, email=Address.normalise(email))
    return guest


def new_companion(*, name: str, language: str) -> Person:
    """Somebody who comes along with whoever registered: a name, and no address of their own. Cost: 1 query."""
    return Person.objects.create(name=" ".join(name.split()), language=language)


@transaction.atomic
def link_proven_address(*, user: User, email: str) -> None:
    """Note that the login reads this address; guests known by it and by the same name become this person.

    Joining them is the privacy room's, which hears ``signals.address_proven``; a guest of another name is left alone
    and offered there. Cost: 1 to 5 queries, and what joining costs.
    """
    email, now = Address.normalise(email), timezone.now()
    address, is_new = Address.objects.get_or_create(person=user.person, email=email, defaults={"proven_at": now})
    if is_new or Address.objects.filter(pk=address.pk, proven_at=None).update(proven_at=now):
        audit.record("accounts.address_proven", user.person, by=user.person, fields=["addresses"])
    signals.address_proven.send(User, user=user, email=email)
