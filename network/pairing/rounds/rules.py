"""Who may look at rounds, change a board and decide. Which rounds they see at all is ``reviewed_by`` and ``counted_for``."""

from typing import Any

from network.pairing.editions.models import Reviewer
from network.pairing.rounds.models import Round
from people.accounts.models import Role

#: Who may review at all: those who keep editions, and staff of their organisations whom the edition names.
REVIEWING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.CASEWORKER, Role.REGIONAL_OFFICER)
KEEPING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)
#: Who reads figures by group.
COUNTING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.ANALYST)


def reviews_somewhere(user: Any) -> bool:
    """Whether the menu shows rounds. Cost: none for those who keep editions, 1 query a request for
    those who must be named, kept on the user.
    """
    if user.holds_any(*KEEPING_ROLES):
        return True
    if not hasattr(user, "_reviews_somewhere"):
        is_named = Reviewer.objects.filter(person=user.person_id)
        user._reviews_somewhere = user.holds_any(*REVIEWING_ROLES) and is_named.exists()
    return bool(user._reviews_somewhere)


def may_change(round_: Round) -> bool:
    """Whoever sees a round under review may change its board: all of them are named, and each change is kept."""
    return round_.is_ready
