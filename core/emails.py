"""Letters of the ground floor: messages that others have written and the outbox only carries."""

from core import outbox


@outbox.letter("core/message", secret=True)
def message(mail: outbox.Mail) -> outbox.Letter:
    """A message queued by :func:`core.outbox.post_message`."""
    words = mail.payload
    return outbox.Letter(subject=words["subject"], text=words["text"], html=words["html"])
