"""What this room does when somebody proves an address."""

from typing import Any

from django.dispatch import receiver

from people.accounts.models import User
from people.accounts.signals import address_proven
from people.privacy import actions


@receiver(address_proven)
def link_guests(user: User, email: str, **_news: Any) -> None:
    """Whoever registered as a guest under this address and name finds their registrations in their account."""
    actions.link_guests(user=user, email=email)
