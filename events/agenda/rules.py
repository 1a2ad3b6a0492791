"""Who may run, see and create events."""

from typing import Any

from django.db.models import Q, QuerySet

from core.reference.models import Region
from events.agenda.models import Event, Venue
from events.agenda.querysets import RUNNERS
from people.accounts.models import Scope
from people.organisations.models import Organisation

#: Roles that open the organiser's pages; which events stand on them is :meth:`EventQuerySet.run_by`'s to say.
WORKSPACE_ROLES = ("organiser", "regional_officer", "administrator")


def scopes_of(user: Any) -> frozenset[int]:
    """Ids of the scopes where the user runs events. Cost: 1 query a request, kept on the user."""
    return frozenset(scope for role, scope in user.grants_now if role in RUNNERS)


def runs_everything(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds_any("administrator"))


def can_run(user: Any, event: Event) -> bool:
    """Whether the user runs this event, saved or not: its region's or its organisation's scope is theirs."""
    if not user.is_authenticated:
        return False
    if runs_everything(user):
        return True
    held = Q(region=event.region_id) | Q(organisation=event.organisation_id)
    return Scope.objects.filter(held, pk__in=scopes_of(user)).exists()


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """Organisations in whose name the user may create events."""
    organisations = Organisation.objects.all()
    if runs_everything(user):
        return organisations
    scopes = scopes_of(user)
    return organisations.filter(Q(scope__in=scopes) | Q(region__scope__in=scopes))


def regions_for(user: Any) -> QuerySet[Region]:
    """Regions where the user may hold events: an organisation's organiser anywhere, a region's in the region."""
    regions = Region.objects.all()
    scopes = scopes_of(user)
    if runs_everything(user) or Organisation.objects.filter(scope__in=scopes).exists():
        return regions
    return regions.filter(scope__in=scopes)


def venues_for(user: Any, current: int | None = None) -> QuerySet[Venue]:
    """Venues the user may choose: those of the regions where they hold events, and the one an event has already."""
    return Venue.objects.filter(Q(region__in=regions_for(user)) | Q(pk=current))
