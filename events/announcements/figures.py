"""What became of the mails of an announcement, and of an event's announcements. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast

from core.outbox import Mail
from events.announcements.models import Announcement, Notice


@dataclass(frozen=True)
class Delivery:
    """Mails of one announcement by where they stand; ``opened``: on our pages, which is no count of mails that were read."""

    queued: int
    sent: int
    failed: int
    bounced: int
    dropped: int
    opened: int

    @property
    def people(self) -> int:
        return self.queued + self.sent + self.failed + self.bounced + self.dropped


def delivery(announcement: Announcement) -> Delivery:
    """Cost: 2 queries."""
    states = Counter(dict(_mails(announcement).order_by().values_list("state").annotate(n=Count("pk"))))
    opened = Notice.objects.filter(announcement=announcement, seen_at__isnull=False).count()
    counted = {str(state): states[state] for state in Mail.State}
    return Delivery(**counted, opened=opened)


def undelivered(announcement: Announcement) -> Sequence[Notice]:
    """Those whom the mail did not reach, with who they are. Cost: 1 query."""
    lost = Mail.objects.undelivered().filter(object_type=Notice._meta.label_lower).values("object_id")
    own = Notice.objects.filter(announcement=announcement).annotate(number=Cast("pk", CharField()))
    return list(
        own.filter(number__in=lost).select_related("registration__contact").order_by("registration__made_at", "pk")
    )


def _mails(announcement: Announcement) -> QuerySet[Mail]:
    own = Notice.objects.filter(announcement=announcement).order_by().annotate(number=Cast("pk", CharField()))
    return Mail.objects.filter(object_type=Notice._meta.label_lower, object_id__in=own.values("number"))
