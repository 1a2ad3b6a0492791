"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: A candidacy moved: ``candidacy``, ``before`` (its former state, "" when it was just asked for), ``by``.
candidacy_moved = Signal()
#: Another organisation follows a person: ``case_file``, ``former`` (organisation or None), ``by``.
following_changed = Signal()
#: Another caseworker answers for a file: ``case_file``, ``former`` (Person or None), ``by``.
caseworker_changed = Signal()
