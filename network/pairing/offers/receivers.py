"""What this room does when somebody no longer speaks for an organisation, or is no longer a mentor."""

from typing import Any

from django.dispatch import receiver

from network.pairing.offers import actions
from people.accounts.models import Grant, Role
from people.accounts.signals import revoked
from people.organisations.models import SPEAKING_ROLES


@receiver(revoked)
def nobody_receives_there(grant: Grant, **_news: Any) -> None:
    """Of an organisation, its offers pass to a colleague, or rest; of a mentor, those in their own name rest."""
    organisation = getattr(grant.scope, "organisation", None)
    if organisation is not None and grant.role in SPEAKING_ROLES:
        actions.leave(person=grant.user.person, organisation=organisation)
    elif grant.role == Role.MENTOR:
        actions.stop_mentoring(person=grant.user.person)
