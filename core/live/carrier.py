"""Taking news to other processes through the channel layer, where it reaches them (Redis).

Pages under a WSGI server have no event loop, and a new one for each publication would open a new connection to Redis
each time: one thread keeps both. It starts at the first publication, so after the server has forked.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Iterable

from channels.layers import InMemoryChannelLayer, get_channel_layer

from core import trouble

log = logging.getLogger("maillage.live")

GROUP = "live"


def reaches_other_processes() -> bool:
    """Whether the channel layer in force carries news out of this process."""
    layer = get_channel_layer()
    return layer is not None and not isinstance(layer, InMemoryChannelLayer)


def carry(names: Iterable[str]) -> None:
    """Hand the news to the thread and go on; a carrier that fails is no reason to refuse what was done."""
    if reaches_other_processes():
        _carrier().take(names)


class Carrier:
    """The thread: what is handed in while it sends leaves in the next message."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._waiting: set[str] = set()
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="live-carrier", daemon=True).start()

    def take(self, names: Iterable[str]) -> None:
        with self._lock:
            first = not self._waiting
            self._waiting.update(names)
        if first:
            asyncio.run_coroutine_threadsafe(self._send(), self._loop)

    async def _send(self) -> None:
        with self._lock:
            names, self._waiting = sorted(self._waiting), set()
        try:
            await get_channel_layer().group_send(GROUP, {"type": "live.news", "topics": names})
        except Exception as error:
            # Whatever the layer's client raises: the version rows are polled, if less often.
            log.warning("news were not carried: %s", trouble.named(error))


_one: Carrier | None = None
_making = threading.Lock()


def _carrier() -> Carrier:
    global _one
    with _making:
        # A thread does not survive a fork, its object does.
        if _one is None or _one.pid != os.getpid():
            _one = Carrier()
        return _one
