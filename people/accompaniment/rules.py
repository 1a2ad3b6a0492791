"""Who may do what with plans, hours, appointments and tasks. Which rows they see at all is each model's ``visible_to``."""

from typing import Any

from django.db.models import QuerySet

from people.accompaniment.models import PlanStep, Who
from people.accompaniment.models.plans import COORDINATING_ROLES
from people.accounts.models import Grant, Person, Role, Scope
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes

#: Who opens the caseworkers' pages.
WORKING_ROLES = (Role.CASEWORKER,)
#: Who opens the templates of plans.
TEMPLATE_ROLES = (Role.CASEWORKER, *COORDINATING_ROLES)


def is_theirs(case_file: CaseFile, person: Person) -> bool:
    return case_file.person_id == person.pk


def may_tick(step: PlanStep, person: Person) -> bool:
    """The person their own steps; a caseworker, whom the querysets have let in, every one. Needs plan and file loaded."""
    return step.who == Who.PERSON or not is_theirs(step.plan.case_file, person)


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """Those in which the user is a caseworker now."""
    return Organisation.objects.filter(scope__in=caseworker_scopes(user)).order_by("name", "pk")


def caseworkers_of(organisation: int | None) -> QuerySet[Person]:
    """Who follows people for the organisation now, by name."""
    held = Grant.objects.in_force().filter(
        role=Role.CASEWORKER, user__is_active=True, scope__organisation=organisation or 0
    )
    return Person.objects.filter(user__grants__in=held).order_by("folded", "pk").distinct()


def is_caseworker_of(person: Person, organisation: int | None) -> bool:
    """Cost: 1 query."""
    return caseworkers_of(organisation).filter(pk=person.pk).exists()


def keeps_house_templates(user: Any) -> bool:
    """Whether the user keeps the templates that are open to every organisation. Cost: 1 query."""
    scopes = [scope for role, scope in user.grants_now if role in COORDINATING_ROLES]
    return Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes).exists()
