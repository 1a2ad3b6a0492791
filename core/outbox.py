"""Mail is a row, written in the same transaction as the fact it tells.

:func:`post` keeps the fact, not the letter: the letter is written when it leaves, by the function that
a room's ``emails.py`` registers with ``@outbox.letter("registration/confirmed")``. The worker claims rows by a lease that
expires, sends at least once under a stable Message-ID, and keeps strict order within a stream.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

#: Priorities: a sign-in code overtakes a confirmation, which overtakes an announcement.
URGENT, NORMAL, BULK = 0, 5, 9


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mime: str


@dataclass(frozen=True)
class Letter:
    """What leaves: subject without personal data, text and HTML, a calendar part, attachments."""

    subject: str
    text: str
    html: str = ""
    #: iCalendar text and its METHOD ("REQUEST", "CANCEL"), sent as a text/calendar part and as a file.
    calendar: str = ""
    calendar_method: str = ""
    attachments: tuple[Attachment, ...] = field(default=())


Writer = Callable[["Mail"], Letter | None]
_writers: dict[str, Writer] = {}


class Mail(models.Model):
    """One mail to one address. ``key`` is one per fact: template, object, version of the fact."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"
        DROPPED = "dropped"

    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    recipient = models.EmailField()
    #: Mails of one stream leave strictly in order of their id: CANCEL never overtakes REQUEST.
    stream = models.CharField(max_length=200)
    priority = models.PositiveSmallIntegerField(default=NORMAL)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    #: The letter as it left, for the organiser's eye; purged after 30 days, a sign-in code at once.
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_sent_has_its_moment",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["priority", "id"], condition=models.Q(state="queued"), name="mail_queued_by_priority"),
            models.Index(fields=["stream", "id"], condition=models.Q(state="queued"), name="mail_queued_by_stream"),
            models.Index(fields=["object_type", "object_id"], name="mail_by_object"),
        ]

    def __str__(self) -> str:
        return self.key


def letter(template: str) -> Callable[[Writer], Writer]:
    """Register who writes the letters of ``template``; a writer may answer None: the fact no longer holds, drop it."""

    def keep(writer: Writer) -> Writer:
        _writers[template] = writer
        return writer

    return keep


def writer_of(template: str) -> Writer:
    return _writers[template]


def draft(
    template: str,
    *,
    to: str,
    language: str,
    key: str,
    about: models.Model | None = None,
    stream: str = "",
    priority: int = NORMAL,
    payload: Mapping[str, Any] | None = None,
) -> Mail:
    """The row of a mail, not saved: for :func:`post_all`."""
    # The domain of a Message-ID names the sender, not the recipient: nothing personal in it.
    return Mail(
        key=f"{template}:{key}",
        template=template,
        language=language,
        recipient=to,
        stream=stream or f"{template}:{key}",
        priority=priority,
        object_type=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
        payload=dict(payload or {}),
        message_id=f"<{uuid.uuid4().hex}@maillage>",
    )


def post(template: str, **facts: Any) -> None:
    """Queue one mail in the caller's transaction; the same key again is the same mail. Cost: 1 query.

    Arguments: those of :func:`draft`.
    """
    post_all([draft(template, **facts)])


def post_all(mails: Iterable[Mail]) -> None:
    """Queue many mails in batches of 200. Cost: 1 query a batch."""
    Mail.objects.bulk_create(mails, batch_size=200, ignore_conflicts=True)
