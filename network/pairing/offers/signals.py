"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: An offer moved: ``offer``, ``before`` (its former state), ``by`` (None: the calendar). Places that it still holds when it is
#: paused or closed are let go by whoever holds them.
offer_moved = Signal()
#: Another person receives: ``offer``, ``former`` (the Person who did), ``by``.
host_changed = Signal()
#: What an offer says was changed while it is alive: ``offer``, ``changed`` (names of fields and lists), ``by``.
offer_written = Signal()
