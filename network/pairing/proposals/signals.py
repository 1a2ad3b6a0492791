"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: Both said yes: ``proposal``, ``by`` (who said it last).
proposal_accepted = Signal()
#: It was declined, lapsed or was withdrawn: ``proposal``, ``by`` (None: the calendar, or what it hangs on).
proposal_ended = Signal()
#: A no was taken back within the half hour, and the proposal is open anew: ``proposal``, ``by``.
proposal_reopened = Signal()
