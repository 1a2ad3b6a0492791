"""Saying that something changed."""

from django.db import transaction
from django.db.models import F

from core.live import carrier, hub
from core.live.topics import Topic


def publish(*names: str) -> None:
    """Say that the topics changed, once the caller's transaction has committed. Cost: 1 query a topic.

    Call it late in the transaction: from here to its commit, others who publish the same topic wait. Several topics
    go in one call, which takes their rows in one order, so that two publishers never wait for each other.
    """
    for name in sorted(names):
        topic = Topic.objects.filter(name=name)
        if not topic.update(version=F("version") + 1):
            # Two first publications at once: one inserts, and both count.
            Topic.objects.bulk_create([Topic(name=name)], ignore_conflicts=True)
            topic.update(version=F("version") + 1)
    transaction.on_commit(lambda: _tell(names))


def _tell(names: tuple[str, ...]) -> None:
    hub.hear(names)
    carrier.carry(names)
