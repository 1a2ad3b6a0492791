"""News of registrations for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``seat`` was given back at ``event``; ``stays`` is the other seat that the same person keeps there, or None.
seat_given_back = Signal()
