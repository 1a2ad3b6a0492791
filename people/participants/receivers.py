"""What this room does when somebody withdraws a consent, and when a caseworker leaves."""

from typing import Any

from django.dispatch import receiver

from people.accounts.models import Grant, Role
from people.accounts.signals import revoked
from people.consent.models import Consent
from people.consent.signals import withdrawn
from people.participants import actions
from people.participants.models import Candidacy


@receiver(withdrawn)
def leave_the_pool(consent: Consent, **_news: Any) -> None:
    """Whoever turns matching off is no longer among those ready to be met; their caseworker sees that they are eligible."""
    if consent.purpose != "matching":
        return
    for candidacy in Candidacy.objects.of_person(consent.person).filter(state=Candidacy.State.IN_POOL):
        actions.take_out_of_pool(candidacy=candidacy, by=None)


@receiver(revoked)
def let_go_of_files(grant: Grant, **_news: Any) -> None:
    """A role that ended, or a login that was closed: nobody answers for the files that the caseworker had there."""
    organisation = getattr(grant.scope, "organisation", None)
    if grant.role == Role.CASEWORKER and organisation is not None:
        actions.let_go_of(caseworker=grant.user.person, organisation=organisation, by=None)
