"""A WebSocket client for tests, straight into the ASGI application (channels' own wants a server we do not use)."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator
from django.conf import settings

PATIENCE = 10.0


class Socket:
    """One connection; ``accepted`` says whether the server opened it."""

    def __init__(self, application: Any, headers: list[tuple[bytes, bytes]]) -> None:
        self._line = ApplicationCommunicator(
            application,
            {
                "type": "websocket",
                "path": "/live/",
                "raw_path": b"/live/",
                "query_string": b"",
                "headers": headers,
                "subprotocols": [],
                "client": ["127.0.0.1", 1],
                "server": ["testserver", 80],
                "scheme": "ws",
            },
        )
        self.accepted = False

    async def connect(self) -> None:
        await self._line.send_input({"type": "websocket.connect"})
        self.accepted = (await self.receive())["type"] == "websocket.accept"

    async def disconnect(self) -> None:
        await self._line.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._line.wait(PATIENCE)

    async def send_text(self, text: str) -> None:
        await self._line.send_input({"type": "websocket.receive", "text": text})

    async def receive(self) -> dict[str, Any]:
        return dict(await self._line.receive_output(PATIENCE))

    async def hear(self) -> Any:
        """The next message, read as JSON."""
        return json.loads((await self.receive())["text"])

    async def say(self, **words: Any) -> Any:
        """Send a JSON message and hear the next one."""
        await self.send_text(json.dumps(words))
        return await self.hear()

    async def hears_nothing(self, seconds: float) -> bool:
        return bool(await self._line.receive_nothing(timeout=seconds))


@asynccontextmanager
async def socket(origin: bytes | None = b"http://testserver", session: str = "") -> AsyncIterator[Socket]:
    """A connection to ``/live/`` from a page of ``origin``, in a session if its key is given."""
    from config.asgi import application

    headers = [(b"host", b"testserver")]
    if origin:
        headers.append((b"origin", origin))
    if session:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    one = Socket(application, headers)
    await one.connect()
    try:
        yield one
    finally:
        await one.disconnect()
