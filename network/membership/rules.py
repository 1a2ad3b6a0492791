"""Who runs the network, who speaks for a member, and who may move a membership where."""

from typing import Any

from django.db.models import QuerySet

from network.membership.models import COORDINATORS, Membership, State
from people.accounts.models import Grant, User
from people.organisations.models import SPEAKING_ROLES, Organisation

#: Who opens the pages of this room's workspace.
WORKING_ROLES = (*COORDINATORS, *SPEAKING_ROLES)
#: Moves an organisation makes for itself.
OWN_MOVES = frozenset({State.SUBMITTED, State.WITHDRAWN})


def contacts(organisation: Organisation) -> QuerySet[User]:
    """Logins that speak for the organisation now, to write to. Cost: 1 query."""
    speaking = Grant.objects.holding().filter(scope=organisation.scope_id, role__in=SPEAKING_ROLES)
    found: QuerySet[User] = User.objects.filter(is_active=True, pk__in=speaking.values("user"))
    return found.select_related("person").order_by("pk")


def moves_open_to(user: Any, membership: Membership) -> list[State]:
    """Where this user may move it: the coordination anywhere the lifecycle goes, its speakers only in and out."""
    if not user.is_authenticated:
        return []
    if user.holds_any(*COORDINATORS):
        return membership.next_states
    speaks = {(role.value, membership.organisation.scope_id) for role in SPEAKING_ROLES}
    return [state for state in membership.next_states if state in OWN_MOVES] if speaks & user.grants_now else []


def organisations_to_start(user: Any) -> QuerySet[Organisation]:
    """Organisations without a membership that the user may open one for: all for the coordination, else those they speak for."""
    found = Organisation.objects.exclude(memberships__in=Membership.objects.current())
    if not user.is_authenticated:
        return found.none()
    if user.holds_any(*COORDINATORS):
        return found.order_by("name", "pk")
    scopes = [scope for role, scope in user.grants_now if role in SPEAKING_ROLES]
    return found.filter(scope__in=scopes).order_by("name", "pk")
