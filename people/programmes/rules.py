"""Who may keep programmes, editions and areas. Which rows they see at all is ``kept_by``."""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from core.reference.models import Region
from people.accounts.models import Scope
from people.programmes.models import KEEPERS


def scopes_of(user: Any) -> list[int]:
    """Ids of the scopes where the user keeps editions. Cost: 1 query a request, kept on the user."""
    return [scope for role, scope in user.grants_now if role in KEEPERS] if user.is_authenticated else []


def keeps_everything(user: Any) -> bool:
    """Whether no region limits the user: then programmes, areas and editions of all of Québec are theirs. Cost: 1 query."""
    return Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes_of(user)).exists()


def regions_to_plan_in(user: Any) -> QuerySet[Region]:
    """Regions an edition of the user's may lie in."""
    scopes = scopes_of(user)
    everywhere = Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes)
    return Region.objects.current().filter(Q(scope__in=scopes) | Exists(everywhere))
