"""Letters for tests of the outbox: a family that says its payload, and transports that fail as told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core import outbox
from core.outbox import letters as registry


@contextmanager
def family(name: str, writer: registry.Writer, *, secret: bool = False) -> Iterator[None]:
    """Register ``writer`` for the length of a test."""
    outbox.letter(name, secret=secret)(writer)
    try:
        yield
    finally:
        del registry._templates[name]


def says_payload(mail: outbox.Mail) -> outbox.Letter:
    return outbox.Letter(subject=str(mail.payload.get("subject", mail.pk)), text=str(mail.payload.get("text", "")))


class Failing(BaseEmailBackend):
    """Raises the errors it is given, one a message, then delivers to ``delivered``."""

    errors: list[Exception] = []
    refuses_to_open: Exception | None = None
    delivered: list[EmailMessage] = []

    def open(self) -> bool:
        if self.refuses_to_open:
            raise self.refuses_to_open
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if self.errors:
            raise self.errors.pop(0)
        self.delivered.extend(email_messages)
        return len(email_messages)

    @classmethod
    def reset(cls, *errors: Exception, away: Exception | None = None) -> Any:
        cls.errors, cls.delivered, cls.refuses_to_open = list(errors), [], away
        return cls
