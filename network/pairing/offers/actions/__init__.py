"""What people do with offers, and what rooms above do with their places."""

from network.pairing.offers.actions.moving import (
    approve,
    close,
    decline,
    discard,
    hand_on,
    has_lapsed,
    lapse,
    leave,
    pause,
    remind,
    renew,
    reopen,
    resize,
    send_back,
    submit,
)
from network.pairing.offers.actions.places import give_back, hold, let_go, note_answer, note_silence, take
from network.pairing.offers.actions.writing import begin, begin_for_somebody, write

__all__ = [
    "approve",
    "begin",
    "begin_for_somebody",
    "close",
    "decline",
    "discard",
    "give_back",
    "hand_on",
    "has_lapsed",
    "hold",
    "lapse",
    "leave",
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
