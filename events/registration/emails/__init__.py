"""Letters about a seat, written when they leave: what happened is in the payload, who and which link is read now."""

from events.registration.emails import line, seats, sittings

__all__ = ["line", "seats", "sittings"]
