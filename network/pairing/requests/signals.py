"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: A request moved: ``request``, ``before`` (its former state), ``by`` (None: the calendar, or what it hangs on).
request_moved = Signal()
