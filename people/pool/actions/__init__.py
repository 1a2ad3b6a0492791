"""What people, and the clock, do with the pool."""

from people.pool.actions.enquiring import ask_for, say_no
from people.pool.actions.handing import accept, consent_on_paper, decline, escalate, propose, refuse, withdraw

__all__ = [
    "accept",
    "ask_for",
    "consent_on_paper",
    "decline",
    "escalate",
    "propose",
    "refuse",
    "say_no",
    "withdraw",
]
