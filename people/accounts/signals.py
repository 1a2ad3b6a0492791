"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``user`` showed that they read ``email``: guests of that address and name are theirs. Sent when it is confirmed, and at
#: every sign-in, since somebody may have registered with it as a guest in between.
address_proven = Signal()
#: A role begins (``grant``) or ends (``grant``).
granted = Signal()
revoked = Signal()
