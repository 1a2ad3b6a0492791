"""Mail is a row, written in the same transaction as the fact it tells.

:func:`post` keeps the fact, not the letter: the letter is written when it leaves, by the function that
a room's ``emails.py`` registers with ``@outbox.letter("registration/confirmed")``. The worker claims rows by a lease that
expires, sends at least once under a stable Message-ID, and keeps strict order within a stream.

``letters`` says what a letter is and who writes it, ``rows`` what a mail is and which may leave, ``posting``
queues, ``sender`` sends, ``upkeep`` forgets. Rooms need only the names below.
"""

from core.outbox.letters import Attachment, Letter, letter, writer_of
from core.outbox.posting import draft, post, post_all, post_message
from core.outbox.rows import BULK, NORMAL, URGENT, Mail
from core.outbox.sender import Sender, bounced, send_all

__all__ = [
    "BULK",
    "NORMAL",
    "URGENT",
    "Attachment",
    "Letter",
    "Mail",
    "Sender",
    "bounced",
    "draft",
    "letter",
    "post",
    "post_all",
    "post_message",
    "send_all",
    "writer_of",
]
