"""What the doors tell the rooms above, inside the transaction in which it happens."""

from django.dispatch import Signal

#: ``seat``, ``scan``: a check-in was taken back; the scan says at which door and by whom.
check_in_undone = Signal()
