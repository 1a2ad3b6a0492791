"""What the room keeps of the pool."""

from people.pool.models.counts import K_OF, Audience, PoolCell, PoolSnapshot, PoolTally

__all__ = ["K_OF", "Audience", "PoolCell", "PoolSnapshot", "PoolTally"]
