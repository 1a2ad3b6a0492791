"""Who may look at rounds, change a board and decide. Which rounds they see at all is ``reviewed_by`` and ``counted_for``."""

from network.pairing.editions.rules import REVIEWING_ROLES as REVIEWING_ROLES
from network.pairing.editions.rules import reviews_somewhere as reviews_somewhere
from network.pairing.rounds.models import Round
from people.accounts.models import Role

#: Who reads figures by group.
COUNTING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR, Role.ANALYST)


def may_change(round_: Round) -> bool:
    """Whoever sees a round under review may change its board: all of them are named, and each change is kept."""
    return round_.is_ready
