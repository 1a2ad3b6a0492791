"""News of this room for the rooms above: sent inside the transaction; receivers write rows only."""

from django.dispatch import Signal

#: Both accepted, and a match stands: ``match``, ``by`` (who said yes last).
match_began = Signal()
#: Both signed the same version: ``match``, ``agreement``, ``by`` (who signed last). Sent for each version that comes into force.
match_signed = Signal()
#: It is completed: ``match``, ``by`` (None: the calendar).
match_completed = Signal()
#: It ended early: ``match``, ``by`` (None: the calendar, or somebody was erased).
match_ended = Signal()
#: A placement is completed: ``match``. Sent after ``match_completed``.
placement_completed = Signal()
#: An end was taken back: ``match``, ``by``, ``ended_at`` (when it had ended).
match_resumed = Signal()
#: Time was counted: ``match``, ``key``, ``minutes``, ``by``; or what was counted under ``key`` counts no more.
minutes_counted = Signal()
minutes_taken_back = Signal()
