"""What is done with rounds; one module a subject. A board is changed by one UPDATE that names the version that was seen."""

from network.pairing.rounds.actions.asking import ask, bring_back, discard
from network.pairing.rounds.actions.changing import add, exclude, lift, lift_anywhere, lock, move, undo, unlock
from network.pairing.rounds.actions.computing import compute
from network.pairing.rounds.actions.publishing import publish, send

__all__ = [
    "add",
    "ask",
    "bring_back",
    "compute",
    "discard",
    "exclude",
    "lift",
    "lift_anywhere",
    "lock",
    "move",
    "publish",
    "send",
    "undo",
    "unlock",
]
