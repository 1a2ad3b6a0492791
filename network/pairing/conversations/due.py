"""Work of conversations that comes back by itself."""

from collections.abc import Mapping
from typing import Any

from core import clock
from network.pairing.conversations import actions
from network.pairing.conversations.actions.writing import LETTER
from network.pairing.conversations.models import Voice


@clock.handler(LETTER)
def letter_is_due(payload: Mapping[str, Any]) -> None:
    """What was written meanwhile, in one letter."""
    voice = Voice.objects.filter(pk=payload["voice"]).first()
    if voice is not None:
        actions.send_letter(voice=voice)
