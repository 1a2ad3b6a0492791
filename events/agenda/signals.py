"""News of the agenda for the rooms above: sent inside the transaction, and an error in a receiver undoes it all."""

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal


@dataclass(frozen=True)
class Was:
    """When and where a moved event was to be. ``place`` is empty for one that was online only."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str


#: ``event``, ``changed``: frozenset of what a visitor's calendar would notice: "time", "place" or both of a moved event,
#: or "title" (a corrected accent or capital is not news); ``was``: a :class:`Was`, or None when it did not move.
event_changed = Signal()
#: ``event``: called off; everybody who holds or awaits a seat is to be told.
event_cancelled = Signal()
#: ``event``: it asks its visitors other questions than before (``asks_access_needs``, ``asks_meal``).
questions_changed = Signal()
#: ``event``: another number of seats (or no limit): whose turn it is among those who wait may be another's.
capacity_changed = Signal()
#: ``event``: back to a draft, unless a room above refuses: somebody counts on it.
event_unpublished = Signal()
#: ``event``, ``sittings``: new ones of a published event.
sittings_added = Signal()
#: ``event``, ``sitting``: it has other hours; ``was``: a :class:`Was`.
sitting_moved = Signal()
#: ``event``, ``sitting``: called off, while the event goes on.
sitting_cancelled = Signal()
#: ``event``: a draft made like ``source``, on another day; the rooms above copy what they keep of it, people left aside.
event_duplicated = Signal()
