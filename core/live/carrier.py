"""Taking news to other processes over Redis, where there is one: both ends of the wire.

Plain PUBLISH and SUBSCRIBE. A channel layer wants an event loop, and a page under a WSGI server has none: the thread that
kept one cost a check-in more than a millisecond of its ten. Sites that share a Redis hear each other's news, which costs a reading.
"""

import functools
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from django.conf import settings

from core import trouble

log = logging.getLogger("maillage.live")

CHANNEL = "maillage:live"
#: Seconds that a page waits for Redis to take the news.
PATIENCE = 0.25
#: Seconds before a Redis that failed is tried again.
REST = 5.0

_rests_until = float("-inf")


def reaches_other_processes() -> bool:
    """Whether there is a Redis that carries news out of this process."""
    return str(settings.REDIS_URL) != "none"


def carry(names: Iterable[str]) -> None:
    """Hand the news to Redis; one that fails is no reason to refuse what was done, and is left alone for a while."""
    global _rests_until
    if not reaches_other_processes() or time.monotonic() < _rests_until:
        return
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, json.dumps(list(names)))
    except Exception as error:
        # Whatever the client raises: the version rows are polled, if less often.
        _rests_until = time.monotonic() + REST
        log.warning("news were not carried: %s", trouble.named(error))


@asynccontextmanager
async def news() -> AsyncIterator[AsyncIterator[list[str]]]:
    """Names of topics that other processes, and this one, published since the context was entered; for one event loop.

    Raises whatever the client raises when Redis goes.
    """
    from redis import asyncio as redis

    client = redis.from_url(settings.REDIS_URL, client_name=f"maillage-live-{os.getpid()}")
    async with client, client.pubsub(ignore_subscribe_messages=True) as ears:
        await ears.subscribe(CHANNEL)
        yield (json.loads(message["data"]) async for message in ears.listen())


@functools.cache
def _client(url: str) -> Any:
    """One a process, made at its first publication; Redis's client belongs to the server's extra, so it is imported here."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # Once more for a connection that Redis has closed meanwhile, not for one that does not answer.
    retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=retry)
