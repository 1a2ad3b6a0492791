"""What is done to logins: roles given and taken, a lost second factor reset, people known by their address."""

from django.db import transaction
from django.utils import timezone

from core import audit
from people.accounts import groups, refusals, signals
from people.accounts.models import SCOPES_OF, Grant, Person, Role, Scope, User


def _require_administrator(by: Person | None) -> None:
    """``None`` is the system itself: the command line, the demonstration."""
    if by is not None and not Grant.objects.holding().filter(user__person=by, role=Role.ADMINISTRATOR).exists():
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
        holding = Grant.objects.holding().filter(role=Role.ADMINISTRATOR, user__is_active=True)
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
