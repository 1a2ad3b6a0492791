"""The tables of the ground floor; each stands in the module that alone writes to it."""

from core.audit import Entry
from core.clock import Due
from core.generations import Generation
from core.live import Topic
from core.outbox import Mail
from core.search import Indexed, KnownWord, WordTrigram
from core.worker import Heartbeat

__all__ = [
    "Due",
    "Entry",
    "Generation",
    "Heartbeat",
    "Indexed",
    "KnownWord",
    "Mail",
    "Topic",
    "WordTrigram",
]
