"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: Somebody may decide, too, what is proposed in an edition: ``reviewer``, ``by``.
reviewer_named = Signal()
