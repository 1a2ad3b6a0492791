"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: Somebody wrote: ``message``.
message_written = Signal()
