"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``gone`` is now ``keep`` (both Persons): every declared row has moved already.
merged = Signal()
