"""Who may look at rounds, change a board and decide. Which rounds they see at all is ``reviewed_by`` and ``counted_for``."""

from typing import Any

from network.pairing.editions.models import PairingSettings
from network.pairing.rounds.models import Round
from people.accounts.models import Role

#: Who may review at all: those who keep editions, and staff of their organisations whom the edition names.
REVIEWING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.CASEWORKER, Role.REGIONAL_OFFICER)
#: Who reads figures by group.
COUNTING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.ANALYST)


def reviews_somewhere(user: Any) -> bool:
    """Whether the menu shows rounds. Cost: 1 query."""
    return user.holds_any(*REVIEWING_ROLES) and PairingSettings.objects.reviewed_by(user).exists()


def may_change(round_: Round) -> bool:
    """Whoever sees a round under review may change its board: all of them are named, and each change is kept."""
    return round_.is_ready
