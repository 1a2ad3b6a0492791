"""Group sessions on the morning page of whoever coordinates."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from network.pairing.editions.models import COORDINATORS
from network.pairing.gatherings.models import Gathering
from people.participants.morning import Notice, above_the_list


def to_note(user: Any) -> Iterable[Notice]:
    """Over, and nobody has said who was there. Cost: 1 query for coordinators."""
    if not user.holds_any(*COORDINATORS):
        return
    over = Gathering.objects.visible_to(user).to_note().order_by()
    waiting = over.aggregate(number=Count("pk"), since=Min("ends_at"))
    number = waiting["number"]
    if number:
        words = ngettext(
            "%(number)s group session whose presence is not noted",
            "%(number)s group sessions whose presence is not noted",
            number,
        )
        url = reverse("gatherings:list") + "?show=to_note"
        yield Notice(words % {"number": number}, url, waiting["since"], order=40)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(to_note)
