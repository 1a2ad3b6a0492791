"""Who may review an edition, and who sees how it pairs. Which editions they are is ``PairingSettings.objects``."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from network.pairing.editions.models import COORDINATORS, PARTNER_ROLES, PairingSettings, Reviewer
from people.accounts.models import Grant, Person, Role
from people.organisations.models import Organisation
from people.programmes.models import Edition

#: Who opens the pages of this room.
WORKING_ROLES = (*COORDINATORS, *PARTNER_ROLES)
#: Who may review at all: those who keep editions, and staff of their organisations whom the edition names.
REVIEWING_ROLES = WORKING_ROLES


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be named: for an organisation that runs the edition; None: for a coordination."""

    person: Person
    organisation: Organisation | None


def colleagues(settings: PairingSettings) -> list[Colleague]:
    """Caseworkers of the organisations that run the edition, officers of their regions, coordinators of some of its
    regions; each once, by name. Cost: 3 queries."""
    partners = list(settings.edition.partners.select_related("organisation").order_by("pk"))
    regions = set(settings.edition.regions.values_list("pk", flat=True))
    by_scope = {partner.organisation.scope_id: partner.organisation for partner in partners}
    by_region = {partner.organisation.region_id: partner.organisation for partner in reversed(partners)}
    here = (
        Q(role=Role.CASEWORKER, scope__in=by_scope)
        | Q(role=Role.REGIONAL_OFFICER, scope__region__in=by_region)
        | Q(role=Role.PROGRAMME_COORDINATOR, scope__region__in=regions)
    )
    grants = Grant.objects.in_force().filter(here, user__is_active=True, user__person__erased_at=None)
    found: dict[int, Colleague] = {}
    for grant in grants.select_related("user__person", "scope").order_by("pk"):
        organisation = by_scope.get(grant.scope_id)
        if grant.role == Role.REGIONAL_OFFICER:
            organisation = by_region.get(grant.scope.region_id)
        person = grant.user.person
        if person.pk not in found or found[person.pk].organisation is None:
            found[person.pk] = Colleague(person, organisation)
    return sorted(found.values(), key=lambda one: (one.person.folded, one.person.pk))


def reviews_somewhere(user: Any) -> bool:
    """Whether the user decides what is proposed in some edition. Cost: none for those who keep editions, 1 query a request for
    those who must be named, kept on the user.
    """
    if user.holds_any(*COORDINATORS):
        return True
    if not hasattr(user, "_reviews_somewhere"):
        is_named = Reviewer.objects.filter(person=user.person_id)
        user._reviews_somewhere = user.holds_any(*REVIEWING_ROLES) and is_named.exists()
    return bool(user._reviews_somewhere)


def can_set_up(user: Any, edition: Edition) -> bool:
    """Whether the user keeps the edition. Cost: 1 query."""
    return Edition.objects.kept_by(user).filter(pk=edition.pk).exists()


def still_there(reviewer: Reviewer) -> bool:
    """Whether who was named may still be. Cost: 3 queries."""
    return any(one.person.pk == reviewer.person_id for one in colleagues(reviewer.settings))
