"""What the outbox forgets, and when."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from core.outbox.rows import Mail

#: Days an organiser may read what left.
KEPT_DAYS = 30


def to_purge(before: datetime) -> QuerySet[Mail]:
    """Mails queued before a moment that are done with and still say something."""
    return Mail.objects.filter(purged_at=None, queued_at__lt=before).exclude(state=Mail.State.QUEUED)


def forget(mails: QuerySet[Mail]) -> int:
    """Take words and addresses from these mails; what still waits is not sent. The number of mails. Cost: 2 queries.

    The row stays: that a letter left, when and about what is a fact, and its key keeps it from leaving twice. Its stream,
    which may be named after the address, goes: only what is still queued has an order to keep.
    """
    now = timezone.now()
    mails.filter(state=Mail.State.QUEUED).update(state=Mail.State.DROPPED, lease=None, lease_until=None)
    return mails.update(subject="", body="", payload={}, recipient="", stream="", purged_at=now)


def purge() -> int:
    """Forget words and address of every mail that has been done with for 30 days; the number of mails. Cost: 2 queries."""
    return forget(to_purge(timezone.now() - timedelta(days=KEPT_DAYS)))
