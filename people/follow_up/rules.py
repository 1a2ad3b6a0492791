"""Who works with follow-ups. Which rows they see is ``FollowUp.objects.visible_to``."""

from typing import Any

from core.reference.models import Region
from people.accounts.models import Role, Scope
from people.follow_up.models import FollowUp
from people.participants.rules import follows

#: Who opens the list.
WORKING_ROLES = (Role.CASEWORKER, Role.REGIONAL_OFFICER)
#: Who sees what became of people, in figures and by file number.
COUNTING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.DIRECTOR, Role.ANALYST)
#: Who says when people of an edition are followed up.
PLANNING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


def may_manage(user: Any, follow_up: FollowUp) -> bool:
    """Whether the user may move or call off a follow-up: caseworkers of the organisation that follows the person."""
    return follows(user, follow_up.track.case_file)


def regions_counted(user: Any) -> list[str] | None:
    """Codes of the regions whose figures the user sees; None: all of them. Cost: 1 query."""
    if not user.is_authenticated:
        return []
    scopes = [scope for role, scope in user.grants_now if role in COUNTING_ROLES]
    if Scope.objects.filter(pk__in=scopes, kind=Scope.Kind.NONE).exists():
        return None
    return list(Region.objects.filter(scope__in=scopes).order_by("rank", "pk").values_list("pk", flat=True))
