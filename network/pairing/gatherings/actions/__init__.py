"""What hosts, candidates and staff do with group sessions, and what the calendar does."""

from network.pairing.gatherings.actions.dates import add, cancel, change, follow_offer, new_host, place_changed
from network.pairing.gatherings.actions.filling import fill
from network.pairing.gatherings.actions.places import give_back, let_go, take
from network.pairing.gatherings.actions.presence import note_presence, walk_in
from network.pairing.gatherings.actions.reminding import ask_who_came, remind

__all__ = [
    "add",
    "ask_who_came",
    "cancel",
    "change",
    "fill",
    "follow_offer",
    "give_back",
    "let_go",
    "new_host",
    "note_presence",
    "place_changed",
    "remind",
    "take",
    "walk_in",
]
