"""What people, and the clock, do with meetings."""

from network.pairing.meetings.actions.agreed import follow_agreement
from network.pairing.meetings.actions.clocks import follow_zone_data
from network.pairing.meetings.actions.planning import Planned, call_off_all, cancel, move, note, plan, plan_again
from network.pairing.meetings.actions.quieting import ask_for_meetings
from network.pairing.meetings.actions.settling import (
    ask_how_it_went,
    follow_counted,
    follow_taken_back,
    let_stand,
    reopen,
    say,
    settle,
)

__all__ = [
    "Planned",
    "ask_for_meetings",
    "ask_how_it_went",
    "call_off_all",
    "cancel",
    "follow_agreement",
    "follow_counted",
    "follow_taken_back",
    "follow_zone_data",
    "let_stand",
    "move",
    "note",
    "plan",
    "plan_again",
    "reopen",
    "say",
    "settle",
]
