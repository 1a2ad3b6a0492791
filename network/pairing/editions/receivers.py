"""What this room does when a role ends."""

from typing import Any

from django.dispatch import receiver

from network.pairing.editions import actions
from people.accounts.models import Grant
from people.accounts.signals import revoked


@receiver(revoked)
def no_longer_there(grant: Grant, **_news: Any) -> None:
    actions.leave(person=grant.user.person)
