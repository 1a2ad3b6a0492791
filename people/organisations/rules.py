"""Who may do what to an organisation. Which rows they see at all is ``Organisation.objects.kept_by``."""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from core.reference.models import Region
from people.accounts.models import Grant, Role, Scope, User
from people.organisations.models import KEEPING_ROLES, SPEAKING_ROLES, Invitation, Organisation

#: Who opens the pages of this room.
WORKING_ROLES = (*KEEPING_ROLES, *SPEAKING_ROLES)

#: Role of the inviter -> roles they may invite to. Nobody opens a wider door than the one they came through.
INVITES: dict[str, tuple[Role, ...]] = {
    Role.ADMINISTRATOR: (Role.EMPLOYER_CONTACT, Role.EXECUTIVE, Role.CASEWORKER, Role.ORGANISER),
    Role.PROGRAMME_COORDINATOR: (Role.EMPLOYER_CONTACT, Role.EXECUTIVE, Role.CASEWORKER, Role.ORGANISER),
    Role.NETWORK_COORDINATOR: (Role.EMPLOYER_CONTACT, Role.EXECUTIVE),
    Role.ORGANISER: (Role.EMPLOYER_CONTACT, Role.ORGANISER),
    Role.EXECUTIVE: (Role.EMPLOYER_CONTACT, Role.EXECUTIVE),
    Role.EMPLOYER_CONTACT: (Role.EMPLOYER_CONTACT,),
}


def regions_to_found_in(user: Any) -> QuerySet[Region]:
    """Regions where the user may enter a new organisation; none for those who keep but their own."""
    scopes = [scope for role, scope in user.grants_now if role in KEEPING_ROLES] if user.is_authenticated else []
    everywhere = Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes)
    return Region.objects.filter(Q(scope__in=scopes) | Exists(everywhere))


def regions_to_move_to(user: Any, organisation: Organisation) -> QuerySet[Region]:
    """Where the user may say that this organisation is: there already, or in a region they keep; elsewhere they would
    lose sight of it. Who keeps but this one may only say where it is as long as nobody has."""
    if organisation.region_id is None and not can_found(user):
        return Region.objects.all()
    return Region.objects.filter(Q(pk__in=regions_to_found_in(user)) | Q(pk=organisation.region_id))


def can_found(user: Any) -> bool:
    """Whether the user may enter an organisation that is not here yet."""
    return regions_to_found_in(user).exists()


def roles_to_invite(user: Any, organisation: Organisation) -> list[Role]:
    """Roles the user may invite somebody to take in this organisation, in the order of the closed list.

    Only the grants that reach this organisation count: an executive elsewhere invites nobody here. Cost: 1 query.
    """
    if not user.is_authenticated:
        return []
    reaching = set(
        Scope.objects.filter(
            Q(kind=Scope.Kind.NONE)
            | Q(pk=organisation.scope_id)
            | Q(region__isnull=False, region=organisation.region_id),
            pk__in=[scope for _role, scope in user.grants_now],
        ).values_list("pk", flat=True)
    )
    open_to = {invited for role, scope in user.grants_now if scope in reaching for invited in INVITES.get(role, ())}
    return [role for role in Role if role in open_to]


def inviter_may_still_invite(invitation: Invitation) -> bool:
    """Whether the one who invited could still do so now; the system always may. Cost: 3 queries."""
    if invitation.invited_by_id is None:
        return True
    inviter = User.objects.filter(person=invitation.invited_by_id).first()
    return inviter is not None and invitation.role in roles_to_invite(inviter, invitation.organisation)


def roles_held(organisation: Organisation) -> dict[int, set[str]]:
    """Person id -> roles held in this organisation now. Cost: 1 query.

    Who says that somebody left must be able to invite to every role that ends with it: so an employer's
    contact does not put the executive out.
    """
    held: dict[int, set[str]] = {}
    grants = Grant.objects.filter(scope=organisation.scope_id, revoked_at=None)
    for person, role in grants.values_list("user__person", "role"):
        held.setdefault(person, set()).add(role)
    return held
