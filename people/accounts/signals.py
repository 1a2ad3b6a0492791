"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``user`` showed that they read ``email``: guests known by that address and the same name may be theirs.
address_proven = Signal()
#: A role begins (``grant``) or ends (``grant``).
granted = Signal()
revoked = Signal()
