"""Live screens: :func:`publish` says "this topic changed", listeners fetch what they may see.

A publication is a version row bumped in the caller's transaction. After commit the channel layer carries the news
at once; where there is none between processes, every server process also polls the version rows four
times a second, so that the worker reaches every socket in both set-ups.
"""

from collections.abc import Callable
from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import models, transaction
from django.db.models import F

MayListen = Callable[..., bool]
_topics: list[tuple[str, MayListen]] = []


class Topic(models.Model):
    """A thing that moves on screens, and how often it has moved."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def topic(prefix: str) -> Callable[[MayListen], MayListen]:
    """Register who may listen to ``prefix/ID``: a function of (user, id) that answers yes or no."""

    def keep(may_listen: MayListen) -> MayListen:
        _topics.append((prefix, may_listen))
        return may_listen

    return keep


def may_listen(user: Any, name: str) -> bool:
    prefix, _, identifier = name.rpartition("/")
    return any(rule(user, identifier) for known, rule in _topics if known == prefix)


def publish(name: str) -> None:
    """Say that ``name`` changed, once the caller's transaction has committed. Cost: 1 query."""
    if not Topic.objects.filter(name=name).update(version=F("version") + 1):
        Topic.objects.bulk_create([Topic(name=name)], ignore_conflicts=True)
    transaction.on_commit(lambda: None)


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """The one socket: a client sends {"listen": "desk/12"} and receives {"changed": "desk/12", "version": 7}."""
