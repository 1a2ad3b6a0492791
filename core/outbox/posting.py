"""Queueing: rows in the caller's transaction."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from core.outbox.rows import NORMAL, URGENT, Mail


@cache
def _own_domain() -> str:
    # The domain of a Message-ID names the sender, not the recipient: nothing personal in it.
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "maillage"


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
    best_before: datetime | None = None,
) -> Mail:
    """The row of a mail, not saved: for :func:`post_all`.

    ``stream``: mails of one stream leave in the order they were posted; without, this one waits for no other.
    ``best_before``: a mail that could not leave by then is dropped.
    """
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
        message_id=f"<{uuid.uuid4().hex}@{_own_domain()}>",
        best_before=best_before,
    )


def post(template: str, **facts: Any) -> None:
    """Queue one mail in the caller's transaction; the same key again is the same mail. Cost: 1 query.

    Arguments: those of :func:`draft`.
    """
    post_all([draft(template, **facts)])


def post_all(mails: Iterable[Mail]) -> None:
    """Queue many mails in batches of 200; one to nobody's address is none. Cost: 1 query a batch."""
    addressed = [mail for mail in mails if mail.recipient]
    Mail.objects.bulk_create(addressed, batch_size=200, ignore_conflicts=True)


def post_message(
    *,
    to: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    stream: str = "",
    priority: int = URGENT,
    best_before: datetime | None = None,
) -> None:
    """Queue a message somebody else has written (allauth's codes, Wagtail's notices). Cost: 1 query.

    Its words are forgotten as soon as it has left: they may let somebody in. Without a ``key`` each call is a mail.
    """
    post(
        "core/message",
        to=to,
        language=language,
        key=key or uuid.uuid4().hex,
        stream=stream,
        priority=priority,
        payload={"subject": subject, "text": text, "html": html},
        best_before=best_before,
    )
