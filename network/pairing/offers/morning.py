"""Offers on the morning page of whoever coordinates."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from network.pairing.editions.models import COORDINATORS
from network.pairing.offers.models import Offer
from people.participants.morning import Notice, above_the_list


def to_approve(user: Any) -> Iterable[Notice]:
    """Sent, and not answered yet. Cost: 1 query for coordinators."""
    if not user.holds_any(*COORDINATORS):
        return
    waiting = Offer.objects.to_approve_by(user).order_by().aggregate(number=Count("pk"), since=Min("submitted_at"))
    number = waiting["number"]
    if number:
        words = ngettext("%(number)s offer to approve", "%(number)s offers to approve", number) % {"number": number}
        yield Notice(words, reverse("offers:approvals"), waiting["since"], order=10)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(to_approve)
