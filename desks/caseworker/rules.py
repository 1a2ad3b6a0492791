"""Who opens the morning page: caseworkers with their list, and whoever coordinates or reviews editions with what waits beside it."""

from typing import Any

from network.pairing.editions.rules import REVIEWING_ROLES, reviews_somewhere
from people.participants.rules import WORKING_ROLES

MORNING_ROLES = tuple(dict.fromkeys((*WORKING_ROLES, *REVIEWING_ROLES)))


def has_a_list(user: Any) -> bool:
    """Whether the user follows people."""
    return bool(user.holds_any(*WORKING_ROLES))


def has_a_morning(user: Any) -> bool:
    """Whether the menu leads there. Cost: 1 query a request for those who must be named, kept on the user."""
    return has_a_list(user) or reviews_somewhere(user)
