"""A conversation, its two voices, what they write, and what they report."""

from network.pairing.conversations.models.conversation import READABLE, Conversation, Voice, new_token
from network.pairing.conversations.models.message import LONGEST, Message
from network.pairing.conversations.models.report import Report

__all__ = ["LONGEST", "READABLE", "Conversation", "Message", "Report", "Voice", "new_token"]
