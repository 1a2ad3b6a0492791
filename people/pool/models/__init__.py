"""What the room keeps of the pool: its counts, and who is handed over to whom."""

from people.pool.models.counts import K_OF, Audience, PoolCell, PoolSnapshot, PoolTally
from people.pool.models.handover import OPEN, Handover, about, handover_of

__all__ = [
    "K_OF",
    "OPEN",
    "Audience",
    "Handover",
    "PoolCell",
    "PoolSnapshot",
    "PoolTally",
    "about",
    "handover_of",
]
