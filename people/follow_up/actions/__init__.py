"""What happens to follow-ups: planned by the facts that call for them, asked, answered; one module a subject."""

from people.follow_up.actions.answering import Answer, Place, answer, mark_unreachable, note_attempt, say_place
from people.follow_up.actions.asking import ask, ask_all_due, ask_together, decline, give_up, remind, welcome_again
from people.follow_up.actions.planning import call_off, cancel, move, reschedule, schedule, set_plan

__all__ = [
    "Answer",
    "Place",
    "answer",
    "ask",
    "ask_all_due",
    "ask_together",
    "call_off",
    "cancel",
    "decline",
    "give_up",
    "mark_unreachable",
    "move",
    "note_attempt",
    "remind",
    "reschedule",
    "say_place",
    "schedule",
    "set_plan",
    "welcome_again",
]
