"""What people, and the clock, do with matches."""

from network.pairing.matches.actions.agreeing import drop_version, edit, new_version, sign, unsign
from network.pairing.matches.actions.answering import give_review
from network.pairing.matches.actions.beginning import begin, settings_of, share_phone
from network.pairing.matches.actions.closing import complete, complete_without_reviews, end, let_go, may_resume, resume
from network.pairing.matches.actions.counting import (
    add_minutes,
    ask_whether_held,
    has_ended,
    take_back_minutes,
    took_place,
)
from network.pairing.matches.actions.noting import add_link, remove_link, share_logbook, tick, write_logbook
from network.pairing.matches.actions.reviewing import ask_midway, remind

__all__ = [
    "add_link",
    "add_minutes",
    "ask_midway",
    "ask_whether_held",
    "begin",
    "complete",
    "complete_without_reviews",
    "drop_version",
    "edit",
    "end",
    "give_review",
    "has_ended",
    "let_go",
    "may_resume",
    "new_version",
    "remind",
    "remove_link",
    "resume",
    "settings_of",
    "share_logbook",
    "share_phone",
    "sign",
    "take_back_minutes",
    "tick",
    "took_place",
    "unsign",
    "write_logbook",
]
