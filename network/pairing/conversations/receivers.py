"""What this room does when a match begins, and when somebody else receives."""

from typing import Any

from django.dispatch import receiver

from network.pairing.conversations import actions
from network.pairing.matches.models import Match
from network.pairing.matches.signals import match_began
from network.pairing.offers.models import Offer
from network.pairing.offers.signals import host_changed
from people.accounts.models import Person


@receiver(match_began)
def open_the_conversation(match: Match, **_news: Any) -> None:
    actions.open_for(match)


@receiver(host_changed)
def begin_anew_with_another(offer: Offer, former: Person, by: Person | None, **_news: Any) -> None:
    actions.change_host(offer, former=former, by=by)
