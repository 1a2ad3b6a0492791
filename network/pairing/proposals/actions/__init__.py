"""What people, and the clock, do with proposals; one module a subject."""

from network.pairing.proposals.actions.answering import answer, take_back, tell_declined
from network.pairing.proposals.actions.ending import ask_other_host, lapse, let_go, let_go_of_offer, remind, withdraw
from network.pairing.proposals.actions.proposing import propose
from network.pairing.proposals.actions.reviewing import answer_review, ask_review, tell_it_is_late

__all__ = [
    "answer",
    "answer_review",
    "ask_other_host",
    "ask_review",
    "lapse",
    "let_go",
    "let_go_of_offer",
    "propose",
    "remind",
    "take_back",
    "tell_declined",
    "tell_it_is_late",
    "withdraw",
]
