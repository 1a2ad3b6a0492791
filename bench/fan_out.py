"""``python -m bench.fan_out``: 1,000 listeners on one desk; milliseconds from the commit to "changed" at each of them.

``live`` with Redis and PostgreSQL, ``live_local`` without Redis on SQLite, where another process's news are read four times
a second. Publications are a second apart, from a process of their own, as scans at a door come. Refetching is not part.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bench import house
from bench.figures import commit, keep
from tests.load.rush import hidden_fields

LISTENERS, PUBLICATIONS = 1000, 20
PORT = 8463

PUBLISH = """
import sys, time
from django.db import transaction
from core import live
from core.live import Topic
for number in range({times}):
    time.sleep(1)
    before = time.time()
    with transaction.atomic():
        live.publish("{topic}")
    print(Topic.objects.get(name="{topic}").version, before, flush=True)
"""


@contextmanager
def sockets(extra: Mapping[str, str]) -> Iterator[house.House]:
    """One ASGI server, as ``/live/`` has it."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        place = house.House(PORT, house.environment(Path(folder), PORT, dict(extra)))
        place.manage("prepare_demo")
        command = ["-m", "uvicorn", "config.asgi:application", "--host", house.HOST, "--port", str(PORT)]
        house.start(place, sys.executable, *command, "--log-level", "warning", "--ws-per-message-deflate", "false")
        try:
            place.wait()
            yield place
        finally:
            place.stop()


def cookie_of(place: house.House) -> str:
    """An administrator, who may listen to any desk."""
    browser = httpx.Client(base_url=place.url, follow_redirects=True)
    token = hidden_fields(browser.get("/dev/").text)["csrfmiddlewaretoken"]
    who = place.python(
        "from people.accounts.models import Grant; print(Grant.objects.filter(role='administrator', revoked_at=None).first().user_id)"
    ).strip()
    data = {"csrfmiddlewaretoken": token, "user": who}
    browser.post("/dev/sign-in/", data=data, headers={"Referer": f"{place.url}/dev/"})
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


async def listener(place: house.House, cookie: str, topic: str, heard: list[tuple[int, float]]) -> ClientConnection:
    headers = {"Cookie": cookie}
    uri = f"ws://{house.HOST}:{PORT}/live/"
    line = await connect(uri, additional_headers=headers, origin=place.url, compression=None, open_timeout=60)  # type: ignore[arg-type]
    await line.send(json.dumps({"listen": topic}))
    said = json.loads(await line.recv())
    assert said.get("listening") == topic, said

    async def hear() -> None:
        async for message in line:
            heard.append((json.loads(message)["version"], time.time()))

    asyncio.get_running_loop().create_task(hear())
    return line


async def measured(place: house.House, topic: str) -> list[float]:
    """Milliseconds of every message at every listener."""
    cookie, heard = cookie_of(place), []  # type: ignore[var-annotated]
    lines: list[ClientConnection] = []
    for _group in range(LISTENERS // 50):
        lines += await asyncio.gather(*(listener(place, cookie, topic, heard) for _each in range(50)))
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", PUBLISH.format(times=PUBLICATIONS, topic=topic)]
    publishing = await asyncio.create_subprocess_exec(
        *command, cwd=house.ROOT, env=place.environment, stdout=subprocess.PIPE
    )
    said, _nothing = await publishing.communicate()
    await asyncio.sleep(2)
    committed = {int(line.split()[0]): float(line.split()[1]) for line in said.decode().splitlines()}
    for line in lines:
        await line.close()
    delays = sorted((at - committed[version]) * 1000 for version, at in heard if version in committed)
    assert len(delays) >= LISTENERS * PUBLICATIONS * 0.999, (len(delays), LISTENERS * PUBLICATIONS)
    return delays


def figures(name: str, place: house.House) -> dict[str, Any]:
    event = place.python(
        "from events.agenda.models import Event; print(Event.objects.order_by('pk').first().pk)"
    ).strip()
    delays = asyncio.run(measured(place, f"desk/{event}"))
    return {
        f"{name}.{LISTENERS}.p50_ms": round(delays[len(delays) // 2]),
        f"{name}.{LISTENERS}.p99_ms": round(delays[int(len(delays) * 0.99)]),
        f"{name}.{LISTENERS}.messages": len(delays),
    }


def main() -> None:
    found: dict[str, Any] = {"live.commit": commit(), "live_local.commit": commit()}
    with house.services() as variables, sockets(variables) as place:
        found |= figures("live", place)
    with sockets({}) as place:
        found |= figures("live_local", place)
    keep("results.json", found)


if __name__ == "__main__":
    main()
