"""What moves on screen: ``round/ID`` with each step of the computation, each change of the board, each pair that is sent."""

from typing import Any

from core import live
from network.pairing.rounds.models import Round


@live.topic("round")
def may_listen(user: Any, identifier: str) -> bool:
    """Those who review it. Cost: 2 queries."""
    return identifier.isdecimal() and Round.objects.reviewed_by(user).filter(pk=int(identifier)).exists()
