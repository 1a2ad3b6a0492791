"""What the calendar does to offers."""

from collections.abc import Mapping
from typing import Any

from core import clock
from network.pairing.offers import actions
from network.pairing.offers.models import Offer


@clock.handler("offers.ending")
def ask_whether_it_goes_on(payload: Mapping[str, Any]) -> None:
    for offer in Offer.objects.filter(pk=payload["offer"]).select_related("host"):
        actions.remind(offer=offer)


@clock.handler("offers.lapse")
def end(payload: Mapping[str, Any]) -> None:
    for offer in Offer.objects.filter(pk=payload["offer"]):
        actions.lapse(offer=offer)
