"""Sending: at least once, in order within a stream, urgent first.

A mail is claimed by a conditional UPDATE that writes a lease; whoever changed the row holds the mail until the lease
expires. A worker that dies with a mail in hand leaves the lease to run out, and another sends it again under the same
Message-ID: one mail in hand, so at most one duplicate a death.
"""

import logging
import random
import smtplib
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone, translation

from core import trouble
from core.bearers import without_keys
from core.outbox.envelope import message_for
from core.outbox.letters import Letter, template_of
from core.outbox.rows import Mail

log = logging.getLogger("maillage.outbox")

#: Tries before a mail is given up: about a day, as the waits below add up.
MAX_ATTEMPTS = 14
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
#: Mail servers limit the messages of one connection, and time out idle ones.
MAILS_PER_CONNECTION = 50
#: How many ready mails are looked at when other workers claim the first ones.
LOOK_AHEAD = 10
#: Seconds between tries to reach a mail server that does not answer, doubled up to the second number.
FIRST_REST, LONGEST_REST = 1.0, 60.0

Transport = BaseEmailBackend


class MailServerAway(Exception):
    """No connection to the mail server: nobody's mail is at fault."""


def wait_after(attempts: int) -> timedelta:
    """Exponential, with jitter of half either way so that a crowd of mails does not come back at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    jitter: float = random.uniform(0.5, 1.5)  # noqa: S311  (spreads load, keeps no secret)
    return wait * jitter


def is_permanent(error: Exception) -> bool:
    """Whether the mail server said that this mail will never be taken (RFC 5321, 4.2.1: codes 5yz).

    A refused sender or login is ours to repair, so it stays temporary.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError)


def what_failed(error: Exception) -> str:
    """The server's code without its words, which quote the address; for anything else, the kind and the place."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _words in error.recipients.values()})
        return f"recipient refused: {', '.join(codes)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code}"
    return trouble.named(error)[:200]


class Sender:
    """One worker's hand: it holds one mail and one connection at a time."""

    def __init__(self) -> None:
        self._transport: Transport | None = None
        self._sent_on_it = 0
        self._rest = FIRST_REST
        self._resting_until = 0.0
        #: Why nothing can leave just now, for the worker's heartbeat; empty when all is well.
        self.trouble = ""

    def send_next(self) -> bool:
        """Send, drop or put back the first mail that may leave.

        False when there is none, or when the mail server is away: then no mail is claimed, so none loses a try.
        Cost: 1 query when idle; 3 and the writer's for a mail.
        """
        if time.monotonic() < self._resting_until:
            return False
        ready = list(_ready_ids())
        if not ready:
            self.close()
            return False
        try:
            transport = self._connected()
        except MailServerAway as away:
            self._rest_a_while(away)
            return False
        for pk in ready:
            if mail := claim(pk):
                self._handle(mail, transport)
                return True
        # Other workers claimed all of them: there may be more behind.
        return True

    def close(self) -> None:
        """End the connection, if one is open."""
        if self._transport:
            try:
                self._transport.close()
            except (OSError, smtplib.SMTPException) as error:
                log.debug("closing the connection: %s", trouble.named(error))
        self._transport, self._sent_on_it = None, 0

    def _connected(self) -> Transport:
        if self._sent_on_it >= MAILS_PER_CONNECTION:
            self.close()
        if self._transport is None:
            transport: Transport = get_connection(settings.OUTBOX_TRANSPORT)
            try:
                transport.open()
            except (OSError, smtplib.SMTPException) as error:
                raise MailServerAway(what_failed(error)) from error
            self._transport = transport
        self._rest, self.trouble = FIRST_REST, ""
        return self._transport

    def _rest_a_while(self, away: MailServerAway) -> None:
        self.trouble = str(away)[:200]
        log.warning("the mail server is away (%s): next try in %d s", away, self._rest)
        self._resting_until = time.monotonic() + self._rest
        self._rest = min(2 * self._rest, LONGEST_REST)

    def _handle(self, mail: Mail, transport: Transport) -> None:
        if mail.attempts > MAX_ATTEMPTS:
            # Its last try never ended: something about it stops workers.
            finish(mail, Mail.State.FAILED, reason="the worker stopped each time it was sent")
            return
        if mail.best_before and mail.best_before < timezone.now():
            finish(mail, Mail.State.DROPPED, reason="too late to be of use")
            return
        try:
            letter, message = self._written(mail, transport)
        except Exception as error:
            # Whatever a room's writer does wrong, the mails behind it must leave.
            put_back(mail, what_failed(error), for_good=False)
            return
        if letter is None or message is None:
            finish(mail, Mail.State.DROPPED)
            return
        try:
            transport.send_messages([message])
        except Exception as error:
            self.close()
            put_back(mail, what_failed(error), for_good=is_permanent(error))
            return
        self._sent_on_it += 1
        finish(mail, Mail.State.SENT, letter=letter)

    @staticmethod
    def _written(mail: Mail, transport: Transport) -> tuple[Letter | None, EmailMultiAlternatives | None]:
        with translation.override(mail.language):
            letter = template_of(mail.template).write(mail)
        if letter is None:
            return None, None
        message = message_for(mail, letter, transport)
        # A malformed letter shows here, before the mail server is troubled with it.
        message.message()
        return letter, message


def _ready_ids() -> Any:
    return Mail.objects.ready(timezone.now()).order_by("priority", "pk").values_list("pk", flat=True)[:LOOK_AHEAD]


def claim(pk: int) -> Mail | None:
    """Take the mail under a new lease; None if somebody else did, or if it may not leave any more. Cost: 2 queries."""
    now: datetime = timezone.now()
    lease = uuid.uuid4()
    until = now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    taken = Mail.objects.ready(now).filter(pk=pk).update(lease=lease, lease_until=until, attempts=F("attempts") + 1)
    return Mail.objects.get(pk=pk) if taken else None


def finish(mail: Mail, state: Mail.State, *, letter: Letter | None = None, reason: str = "") -> None:
    """Write down how it ended, if the lease is still ours. Cost: 1 query."""
    now = timezone.now()
    written: dict[str, Any] = {
        "state": state,
        "lease": None,
        "lease_until": None,
        "trouble": reason,
        "sent_at": now if state is Mail.State.SENT else None,
    }
    if _is_secret(mail):
        written |= {"payload": {}, "subject": "", "body": ""}
    elif letter:
        written |= {"subject": letter.subject[:200], "body": without_keys(letter.text)}
    _write_down(mail, written)
    if state is Mail.State.FAILED:
        log.warning("mail %s (%s) is given up: %s", mail.pk, mail.template, reason)


def put_back(mail: Mail, reason: str, *, for_good: bool) -> None:
    """Try again later, or give the mail up. Cost: 1 query."""
    if for_good or mail.attempts >= MAX_ATTEMPTS:
        finish(mail, Mail.State.FAILED, reason=reason)
        return
    wait = wait_after(mail.attempts)
    log.warning("mail %s (%s), try %d: %s", mail.pk, mail.template, mail.attempts, reason)
    _write_down(mail, {"lease": None, "lease_until": None, "trouble": reason, "not_before": timezone.now() + wait})


def _is_secret(mail: Mail) -> bool:
    try:
        return template_of(mail.template).secret
    except KeyError:
        return False


def _write_down(mail: Mail, values: dict[str, Any]) -> None:
    """What has left has left: a database that just went away is asked again, so that the mail is not sent twice."""
    for pause in (0.2, 1.0, 5.0, None):
        try:
            held = Mail.objects.filter(pk=mail.pk, lease=mail.lease).update(**values)
        except DatabaseError:
            if pause is None or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            if not held:
                log.warning("mail %s (%s): its lease ran out while it was in hand", mail.pk, mail.template)
            return


def bounced(message_id: str) -> bool:
    """Note that a sent mail came back; False if no sent mail has this Message-ID. Cost: 1 query."""
    return bool(Mail.objects.filter(message_id=message_id, state=Mail.State.SENT).update(state=Mail.State.BOUNCED))


def send_all(limit: int = 1000) -> int:
    """Send what may leave now, at most ``limit`` mails: for tests and one-off commands. The number handled."""
    sender = Sender()
    handled = 0
    try:
        while handled < limit and sender.send_next():
            handled += 1
    finally:
        sender.close()
    return handled
