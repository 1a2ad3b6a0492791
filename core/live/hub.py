"""Bringing changes to the sockets of one server process.

One hub serves all sockets of an event loop: it reads the version rows, in one query, when news are heard and at least
four times a second (every five seconds where Redis brings the news), and tells the sockets whose topics have moved.
Each topic is told at most four times a second; the last change is always told. A text is encoded once and
handed to each socket as it is, without a thread hop or a queue a socket.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

from core import trouble
from core.live import carrier
from core.live.topics import Topic

log = logging.getLogger("maillage.live")

#: Seconds between two tellings of one topic, and between two polls.
SPACING = 0.25
#: Seconds between two polls where Redis brings the news: for what it lost.
SAFETY_POLL = 5.0
#: Seconds between two readings, however many news come.
READING_PAUSE = 0.05
#: Topics read in one query.
NAMES_A_QUERY = 500


class Listener(Protocol):
    def tell(self, topic: str, text: str) -> None:
        """Take the text to the client; must not block."""


class Hub:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._listeners: dict[str, set[Listener]] = {}
        #: What every listener of a topic has been told, at least.
        self._told: dict[str, int] = {}
        self._told_at: dict[str, float] = {}
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._is_brought_news = False
        # One thread, hence one database connection that stays open: a poll must not cost a connection.
        self._reader: ThreadPoolExecutor | None = None

    async def listen(self, listener: Listener, name: str) -> int:
        """Tell ``listener`` of changes of ``name`` from now on; the version as it stands."""
        self._listeners.setdefault(name, set()).add(listener)
        self._start()
        version = (await self._read([name])).get(name, 0)
        # Two who come at once may have read different versions: the lower one counts, the other hears one news twice.
        if name in self._listeners:
            self._told[name] = min(version, self._told.get(name, version))
        return version

    def unlisten(self, listener: Listener, name: str) -> None:
        listeners = self._listeners.get(name, set())
        listeners.discard(listener)
        if not listeners:
            for kept in (self._listeners, self._told, self._told_at):
                kept.pop(name, None)
        if not self._listeners:
            self._stop()

    def hear(self, names: Iterable[str]) -> None:
        """News of these topics: read at once if anybody listens. May be called from any thread."""
        if any(name in self._listeners for name in names):
            # The loop may close in this very moment: then there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake.set)

    def _start(self) -> None:
        if self._tasks:
            return
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-reader")
        self._tasks = [self._loop.create_task(self._follow())]
        if carrier.reaches_other_processes():
            self._tasks.append(self._loop.create_task(self._receive()))

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        if self._reader:
            self._reader.submit(connection.close)
            self._reader.shutdown(wait=False)
            self._reader = None

    async def _follow(self) -> None:
        while True:
            try:
                held_back = await self._tell_changes()
            except Exception as error:
                # Every screen of the process hangs on this loop: it goes on, whatever one of them did.
                log.warning("changes were not told: %s", trouble.named(error))
                held_back = True
            patience = SAFETY_POLL if self._is_brought_news and not held_back else SPACING
            await asyncio.sleep(READING_PAUSE)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), patience - READING_PAUSE)
            self._wake.clear()

    async def _tell_changes(self) -> bool:
        """Tell what moved; True if some of it must wait because it was told a moment ago."""
        now = self._loop.time()
        held_back = False
        for name, version in (await self._read(list(self._told))).items():
            if version == self._told.get(name, version):
                continue
            if now - self._told_at.get(name, float("-inf")) < SPACING:
                held_back = True
                continue
            self._told[name], self._told_at[name] = version, now
            text = json.dumps({"changed": name, "version": version})
            for listener in tuple(self._listeners.get(name, ())):
                listener.tell(name, text)
        return held_back

    async def _read(self, names: list[str]) -> dict[str, int]:
        if not names or self._reader is None:
            return {}
        return await self._loop.run_in_executor(self._reader, _versions, names)

    async def _receive(self) -> None:
        """News from other processes, as long as Redis brings them."""
        while True:
            try:
                async with carrier.news() as news:
                    self._is_brought_news = True
                    async for names in news:
                        self.hear(names)
            except Exception as error:
                # Whatever its client raises: meanwhile the rows are polled as if there were none.
                log.warning("Redis brings no news: %s", trouble.named(error))
            finally:
                self._is_brought_news = False
            await asyncio.sleep(carrier.REST)


def _versions(names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    try:
        for start in range(0, len(names), NAMES_A_QUERY):
            chunk = names[start : start + NAMES_A_QUERY]
            found.update(Topic.objects.filter(name__in=chunk).values_list("name", "version"))
    except DatabaseError as error:
        # Read again a moment later, over a new connection.
        log.warning("versions were not read: %s", trouble.named(error))
        connection.close()
    return found


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()
#: How another module learns of every hub of the process, in any thread.
Hear = Callable[[Iterable[str]], None]


def of_this_loop() -> Hub:
    """The hub of the running event loop: one in a server process, one a test."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


def hear(names: Iterable[str]) -> None:
    """News for every hub of this process; cheap where there is none."""
    for hub in list(_hubs.values()):
        hub.hear(names)
