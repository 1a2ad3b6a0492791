"""The one socket, ``/live/``, speaking JSON.

==============================================  ==============================================================
client                                          server
==============================================  ==============================================================
``{"listen": "desk/12"}``                       ``{"listening": "desk/12", "version": 7}`` or ``{"refused": "desk/12"}``
``{"listen": "desk/12", "seen": 5}``            the same with ``"missed": true`` if the version is another
``{"unlisten": "desk/12"}``                     nothing
(the topic moves)                               ``{"changed": "desk/12", "version": 8}``, at most four times a second
==============================================  ==============================================================

Who may listen is asked at each ``listen`` and every one or two minutes after it, of a session and a user read afresh: one
whose rights went, or who signed out elsewhere, hears until then at most that something moved, never what, and is then
told ``refused``. Anything else ends the socket with code 4400.
"""

import asyncio
import json
import random
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from core import access
from core.live import hub
from core.live.topics import may_listen, rule_for

#: Of one socket; a page has a handful.
MOST_TOPICS = 20
LONGEST_MESSAGE = 1000
MALFORMED = 4400
#: Seconds after which it is asked again who may listen, at the latest; at the earliest half of it, so that the screens of a hall do not ask together.
ASKED_AGAIN = 120.0


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """A socket and the topics it listens to."""

    # News come from the hub: the house has no channel layer, which would cost each socket a copy of each message.
    channel_layer_alias = ""

    async def connect(self) -> None:
        self._hub = hub.of_this_loop()
        self._topics: set[str] = set()
        self._waiting: dict[str, str] = {}
        self._sending: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        match _parsed(text_data):
            case {"listen": str(name), **rest} if set(rest) <= {"seen"}:
                await self._listen(name, rest.get("seen"))
            case {"unlisten": str(name), **rest} if not rest:
                self._unlisten(name)
            case _:
                await self.close(code=MALFORMED)

    async def disconnect(self, code: int) -> None:
        for name in list(self._topics):
            self._unlisten(name)
        for task in (self._sending, self._asking):
            if task:
                task.cancel()

    def tell(self, topic: str, text: str) -> None:
        """Called by the hub. A client too slow to take what it is sent gets the latest of each topic, not all."""
        self._waiting[topic] = text
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_waiting())

    async def _send_waiting(self) -> None:
        while self._waiting:
            topic = next(iter(self._waiting))
            # Straight to the server: the consumer's own dispatch hops through a thread for each message.
            text = self._waiting.pop(topic)
            try:
                await self.base_send({"type": "websocket.send", "text": text})
            except Exception:
                # The client went while it was being told; each server says so with an exception of its own.
                self._waiting.clear()

    async def _listen(self, name: str, seen: Any) -> None:
        known = name in self._topics
        if (not known and len(self._topics) >= MOST_TOPICS) or not await self._may_listen(name):
            self._unlisten(name)
            await self._say({"refused": name})
            return
        self._topics.add(name)
        version = await self._hub.listen(self, name)
        answer = {"listening": name, "version": version}
        if seen is not None:
            answer["missed"] = seen != version
        await self._say(answer)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_again())

    async def _ask_again(self) -> None:
        """A page may stay open for days: whoever may not listen any more is told so, and hears nothing else."""
        while names := [name for name in self._topics if _is_guarded(name)]:
            await asyncio.sleep(ASKED_AGAIN * random.uniform(0.5, 1))  # noqa: S311  (spreads work, keeps no secret)
            for name in names:
                if name in self._topics and not await self._may_listen(name):
                    self._unlisten(name)
                    await self._say({"refused": name})

    def _unlisten(self, name: str) -> None:
        if name in self._topics:
            self._topics.discard(name)
            self._waiting.pop(name, None)
            self._hub.unlisten(self, name)

    async def _say(self, words: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(words))

    @database_sync_to_async  # type: ignore[untyped-decorator]  # channels has no types
    def _may_listen(self, name: str) -> bool:
        """Cost: 2 queries for the session and the user, none without; and the rule's own."""
        rule, _identifier = rule_for(name)
        if rule is None:
            return False
        request = self._request()
        signed_in = request.user.is_authenticated
        if not rule.public and (not signed_in or access.second_factor_detour(request) is not None):
            return False
        return may_listen(request.user, name)

    def _request(self) -> HttpRequest:
        """The session and its user as the database knows them now: since the socket opened, who it is may have signed out,
        or a grant may have been revoked."""
        request = HttpRequest()
        request.path, request.user = self.scope["path"], AnonymousUser()
        if "session" in self.scope:
            engine = import_module(settings.SESSION_ENGINE)
            request.session = engine.SessionStore(self.scope["session"].session_key)
            request.user = get_user(request)
        return request


def _parsed(text: str | None) -> Any:
    if text is None or len(text) > LONGEST_MESSAGE:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _is_guarded(name: str) -> bool:
    rule, _identifier = rule_for(name)
    return rule is None or not rule.public
