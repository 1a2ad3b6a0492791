"""Work of this room that falls due."""

from collections.abc import Mapping
from typing import Any

from core import clock
from events.registration import guarding, offering, waiting
from events.registration.models import Guardian, PlaceOffer


@clock.handler(waiting.OFFER_ENDS)
def end_offer(payload: Mapping[str, Any]) -> None:
    """The time to answer an offered place is over."""
    offer = PlaceOffer.objects.select_related("registration").filter(pk=payload["offer"]).first()
    if offer is not None:
        offering.expire(offer=offer)


@clock.handler(guarding.GUARDIAN_SILENT)
def end_without_guardian(payload: Mapping[str, Any]) -> None:
    """A parent or guardian had time to answer, and has not."""
    guardian = Guardian.objects.select_related("registration").filter(pk=payload["guardian"]).first()
    if guardian is not None:
        guarding.run_out(guardian=guardian)
