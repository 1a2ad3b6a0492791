"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``gone`` is now ``keep`` (both Persons): every declared row has moved already.
merged = Signal()
#: ``people`` (ids of one Person, and of the entries once merged into them) were erased: every declared row is forgotten
#: already. What a room derives from them without declaring it goes now.
erased = Signal()
