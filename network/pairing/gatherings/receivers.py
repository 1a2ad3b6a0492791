"""What this room does when an offer opens, changes or closes, when somebody else receives, and when a request ends."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from network.pairing.editions.models import PairingSettings
from network.pairing.gatherings import actions, rules
from network.pairing.gatherings.actions.dates import is_by_hand
from network.pairing.gatherings.models import FORMAT, Gathering, Place
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from network.pairing.offers.signals import host_changed, offer_moved, offer_written
from network.pairing.requests.models import Request
from network.pairing.requests.models import State as RequestState
from network.pairing.requests.signals import request_moved
from people.accounts.models import Person


@receiver(offer_moved)
def open_or_close_its_dates(offer: Offer, before: str, by: Person | None, **_news: Any) -> None:
    """Approved, its days are sessions. Closed by somebody, those to come are called off; its last day alone calls nothing off."""
    if offer.format != FORMAT:
        return
    if offer.state == OfferState.OPEN:
        actions.follow_offer(offer, by)
    elif offer.state == OfferState.CLOSED and is_by_hand(offer):
        for gathering in Gathering.objects.not_begun().filter(offer=offer).order_by("pk"):
            actions.cancel(gathering=gathering, by=by, word=offer.word[:300], on_the_offer=False)


@receiver(offer_written)
def follow_what_it_says(offer: Offer, changed: Sequence[str], by: Person | None, **_news: Any) -> None:
    """Its days, or its address."""
    if offer.format != FORMAT:
        return
    if "dates" in changed:
        actions.follow_offer(offer, by)
    if {"address", "municipality"} & set(changed):
        actions.place_changed(offer)


@receiver(host_changed)
def expect_whoever_receives(offer: Offer, former: Person, **_news: Any) -> None:
    if offer.format == FORMAT:
        actions.new_host(offer, former)


@receiver(request_moved)
def give_places_back(request: Request, **_news: Any) -> None:
    """A request that ends gives its places back. Cost: 1 query then, else none."""
    if request.state == RequestState.ENDED:
        for place in (
            Place.objects.live().filter(request=request, gathering__in=Gathering.objects.not_begun()).order_by("pk")
        ):
            actions.let_go(place=place)


@receiver([post_save, post_delete], sender=PairingSettings)
def look_at_the_menu_again(**_news: Any) -> None:
    """An edition began, or ceased, to have group sessions."""
    rules.known.forget()
