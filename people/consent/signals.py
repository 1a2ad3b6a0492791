"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: ``consent`` was given, for the first time or again.
given = Signal()
#: ``consent`` was withdrawn: what it opened must be shut in this very transaction.
withdrawn = Signal()
