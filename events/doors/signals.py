"""News of the doors for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``event``: its attendance is settled; sent at each closing, so receivers bear it twice.
closed = Signal()
