"""What this room does when somebody else follows a person, and when a caseworker leaves."""

from typing import Any

from django.dispatch import receiver

from people.accompaniment import actions
from people.accounts.models import Grant, Person, Role
from people.accounts.signals import revoked
from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.participants.signals import caseworker_changed, following_changed


@receiver(following_changed)
def go_along(case_file: CaseFile, former: Organisation | None, by: Person | None, **_news: Any) -> None:
    actions.follow_organisation(case_file=case_file, former=former, by=by)


@receiver(caseworker_changed)
def take_over(case_file: CaseFile, former: Person | None, by: Person | None, **_news: Any) -> None:
    actions.follow_caseworker(case_file=case_file, former=former, by=by)


@receiver(revoked)
def nobody_waits_for_them(grant: Grant, **_news: Any) -> None:
    """A role that ended, or a login that was closed."""
    organisation = getattr(grant.scope, "organisation", None)
    if grant.role == Role.CASEWORKER and organisation is not None:
        actions.leave(caseworker=grant.user.person, organisation=organisation, by=None)
