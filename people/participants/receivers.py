"""What this room does when somebody withdraws a consent."""

from typing import Any

from django.dispatch import receiver

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
