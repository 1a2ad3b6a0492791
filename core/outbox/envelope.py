"""From a letter to the message a mail server takes."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from core.outbox.letters import Letter
from core.outbox.rows import BULK, Mail

CALENDAR_FILE = "maillage.ics"


def message_for(mail: Mail, letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Text, HTML and calendar as alternatives of one content, then the files.

    The calendar goes twice: as an alternative with its method, which Gmail, Outlook and Apple Mail turn into
    buttons, and as a file for every other reader (RFC 6047, 2.4 and 4).
    """
    headers = {
        "Message-ID": mail.message_id,
        # Holiday messages and ticket systems do not answer what says so (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "Content-Language": f"{mail.language}-CA",
    }
    if mail.priority >= BULK:
        headers["Precedence"] = "bulk"
    if letter.unsubscribe:
        # Mail readers show a button of their own for these two together, and press it by a POST (RFC 8058, 3.1).
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    headers.update(letter.headers)
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        from_email=letter.sender or settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=headers,
        connection=connection,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}")
        message.attach(CALENDAR_FILE, letter.calendar.encode(), "application/ics")
    for attachment in letter.attachments:
        message.attach(attachment.name, attachment.content, attachment.mime)
    return message
