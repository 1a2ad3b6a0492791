"""News of the doors for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``seat``, ``scan``: a check-in was taken back; the scan says at which door and by whom.
check_in_undone = Signal()
#: ``event``: its attendance is settled; sent at each closing, so receivers bear it twice.
closed = Signal()
