"""What the room keeps of the pool: its counts, and who is handed over to whom."""

from people.pool.models.counts import K_OF, Audience, PoolCell, PoolSnapshot, PoolTally
from people.pool.models.enquiry import Enquiry
from people.pool.models.entry import EVERYWHERE, PoolEntry, region_bit
from people.pool.models.handover import OPEN, Handover, about, handover_of, handovers_of

__all__ = [
    "EVERYWHERE",
    "K_OF",
    "OPEN",
    "Audience",
    "Enquiry",
    "Handover",
    "PoolCell",
    "PoolEntry",
    "PoolSnapshot",
    "PoolTally",
    "about",
    "handover_of",
    "handovers_of",
    "region_bit",
]
