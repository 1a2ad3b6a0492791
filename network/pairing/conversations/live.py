"""What moves on screen: ``conversation/MATCH`` changes when one of the two writes, reads, stops or reports."""

from typing import Any

from core import live
from network.pairing.conversations.models import Conversation


@live.topic("conversation")
def may_listen(user: Any, identifier: str) -> bool:
    """The two of the match, while they may read. Cost: 1 query."""
    return identifier.isdecimal() and Conversation.objects.of_person(user.person).filter(pk=int(identifier)).exists()
