"""Django's e-mail backend for everything that sends by itself: it queues, the worker sends."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from core.outbox.posting import post_message
from core.outbox.rows import NORMAL


class QueueBackend(BaseEmailBackend):
    """One row per recipient, in the caller's transaction.

    Files attached by third parties are refused rather than lost: our own letters carry theirs themselves.
    """

    def __init__(self, fail_silently: bool = False, **_options: Any) -> None:
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("A message with attachments must be a letter of the outbox.")
            html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
            for recipient in message.recipients():
                post_message(
                    to=parseaddr(recipient)[1],
                    language=(get_language() or "fr")[:2],
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    priority=NORMAL,
                )
        return len(email_messages)
