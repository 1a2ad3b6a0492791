"""Reported messages on the morning page of whoever reads them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from network.pairing.conversations.models import Report
from network.pairing.editions.rules import reviews_somewhere
from people.participants.morning import Notice, above_the_list


def to_read(user: Any) -> Iterable[Notice]:
    """Reported, and not decided on. Cost: 1 query for those who keep or review editions."""
    if not reviews_somewhere(user):
        return
    waiting = Report.objects.visible_to(user).open().order_by().aggregate(number=Count("pk"), since=Min("made_at"))
    number = waiting["number"]
    if number:
        words = ngettext("%(number)s reported message to read", "%(number)s reported messages to read", number)
        yield Notice(words % {"number": number}, reverse("conversations:reports"), waiting["since"], order=5)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(to_read)
