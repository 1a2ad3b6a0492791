"""What people do with offers, and what rooms above do with their places."""

from network.pairing.offers.actions.moving import (
    approve,
    close,
    decline,
    discard,
    hand_on,
    lapse,
    pause,
    remind,
    renew,
    reopen,
    resize,
    send_back,
    submit,
)
from network.pairing.offers.actions.places import give_back, hold, let_go, note_answer, note_silence, take
from network.pairing.offers.actions.writing import begin, write

__all__ = [
    "approve",
    "begin",
    "close",
    "decline",
    "discard",
    "give_back",
    "hand_on",
    "hold",
    "lapse",
    "let_go",
    "note_answer",
    "note_silence",
    "pause",
    "remind",
    "renew",
    "reopen",
    "resize",
    "send_back",
    "submit",
    "take",
    "write",
]
