"""Keys of other systems, and what they are told."""

from events.exchange.models.tokens import KEPT_HOURS, LONGEST_DAYS, Access, KeptAnswer, Token, digest_of
from events.exchange.models.webhooks import (
    GIVEN_UP_AFTER,
    KEPT_DAYS,
    Attempt,
    Delivery,
    Kind,
    Subscription,
    new_salt,
)

__all__ = [
    "GIVEN_UP_AFTER",
    "KEPT_DAYS",
    "KEPT_HOURS",
    "LONGEST_DAYS",
    "Access",
    "Attempt",
    "Delivery",
    "KeptAnswer",
    "Kind",
    "Subscription",
    "Token",
    "digest_of",
    "new_salt",
]
