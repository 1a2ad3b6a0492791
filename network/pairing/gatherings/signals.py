"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: Who was there is noted, the first time: ``gathering``, ``by``. How many came is ``gathering.came``.
gathering_held = Signal()
