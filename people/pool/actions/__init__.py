"""What people, and the clock, do with the pool."""

from people.pool.actions.handing import accept, consent_on_paper, decline, escalate, propose, refuse, withdraw

__all__ = ["accept", "consent_on_paper", "decline", "escalate", "propose", "refuse", "withdraw"]
