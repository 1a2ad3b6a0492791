"""News of the agenda for the rooms above: sent inside the transaction, and an error in a receiver undoes it all."""

from django.dispatch import Signal

#: ``event``, ``changed``: frozenset holding "time", "place" or both, as a visitor's calendar would notice.
event_changed = Signal()
#: ``event``: called off; everybody who holds or awaits a seat is to be told.
event_cancelled = Signal()
#: ``event``: more seats than before (or no limit): whoever waits moves up.
capacity_raised = Signal()
