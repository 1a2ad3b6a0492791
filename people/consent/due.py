"""A consent that runs out is told 30 days before, with the way to renew it."""

from collections.abc import Mapping
from typing import Any

from core import clock, outbox
from people.consent.actions import EXPIRING
from people.consent.models import Consent


@clock.handler(EXPIRING)
def tell_that_it_ends(payload: Mapping[str, Any]) -> None:
    """One letter to the login's address; a person without one hears it from their caseworker. Nothing if it ended since."""
    consent = Consent.objects.in_force().filter(pk=payload["consent"]).select_related("person").first()
    user = getattr(consent.person, "user", None) if consent else None
    if consent is None or user is None or not user.is_active:
        return
    outbox.post(
        EXPIRING,
        to=user.email,
        language=consent.person.language,
        key=str(consent.pk),
        about=consent,
        best_before=consent.until,
    )
