"""What the two, the coordination and the clock do with a conversation."""

from network.pairing.conversations.actions.opening import change_host, open_for
from network.pairing.conversations.actions.receiving import Ended, receive
from network.pairing.conversations.actions.reporting import decide, reopen, report
from network.pairing.conversations.actions.writing import allow, hold, mark_read, send_letter, stop, take_back, write

__all__ = [
    "Ended",
    "allow",
    "change_host",
    "decide",
    "hold",
    "mark_read",
    "open_for",
    "receive",
    "reopen",
    "report",
    "send_letter",
    "stop",
    "take_back",
    "write",
]
