"""Registration opens at noon: many people within a minute, each with the event's page, the form, the answer and their own page.

A browser as light as can be, so that the machine is the server's: one connection a request, written and read by hand.

    result = asyncio.run(noon("127.0.0.1", 8000, event_page="/fr/agenda/12/…/", form="/fr/agenda/12/inscription/", people=5000, seconds=60))
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.load.rush import hidden_fields

#: A browser gives up after about as long.
PATIENCE_SECONDS = 240


@dataclass
class NoonResult:
    """What came back. Seconds are from a person's first request to the page that says how they stand."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    answered: list[float] = field(default_factory=list)
    #: Seconds of each request, pages and answers alike.
    requests: list[float] = field(default_factory=list)
    #: How many were told what.
    told: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        return sum(number for status, number in self.statuses.items() if status >= 500) + sum(self.failures.values())


@dataclass
class Answer:
    status: int
    location: str
    cookie: str
    body: str


class Noon:
    """Everybody's requests, over plain connections to one server."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.result = host, port, NoonResult()

    async def ask(self, method: str, path: str, *, cookie: str = "", data: dict[str, str] | None = None) -> Answer:
        body = urlencode(data or {}).encode()
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Connection: close"]
        if cookie:
            head.append(f"Cookie: {cookie}")
        if data is not None:
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Referer: http://{self.host}:{self.port}{path}",
            ]
        started = time.perf_counter()
        reader, writer = await asyncio.wait_for(asyncio.open_connection(self.host, self.port), PATIENCE_SECONDS)
        try:
            writer.write("\r\n".join([*head, "", ""]).encode() + body)
            raw = await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
        finally:
            writer.close()
        self.result.requests.append(time.perf_counter() - started)
        top, _, rest = raw.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        self.result.statuses[status] += 1
        headers = [line.partition(": ") for line in lines[1:]]
        found = {name.lower(): value for name, _colon, value in headers}
        return Answer(status, found.get("location", ""), found.get("set-cookie", "").partition(";")[0], rest.decode())

    async def person(self, number: int, event_page: str, form: str) -> None:
        """One person's whole way. What fails is counted, not raised: the others go on."""
        started = time.perf_counter()
        try:
            await self.ask("GET", event_page)
            page = await self.ask("GET", form)
            answers = {
                **hidden_fields(page.body),
                "name": f"Visiteuse Nº {number}",
                "email": f"visiteuse{number}@exemple.test",
                "language": "fr",
                "wants_reminder": "on",
            }
            sent = await self.ask("POST", form, cookie=page.cookie, data=answers)
            own = await self.ask("GET", urlsplit(sent.location).path)
        except (OSError, TimeoutError, IndexError, ValueError) as failure:
            self.result.failures[type(failure).__name__] += 1
            return
        self.result.answered.append(time.perf_counter() - started)
        told = "seat" if "/billet/" in own.body else "waiting" if "liste d’attente" in own.body else "something else"
        self.result.told[told] += 1


async def noon(host: str, port: int, *, event_page: str, form: str, people: int, seconds: float) -> NoonResult:
    """Everybody comes, evenly over ``seconds``, and stays until they are answered."""
    crowd = Noon(host, port)
    started = time.perf_counter()

    async def come(number: int) -> None:
        await asyncio.sleep(max(0.0, started + seconds * number / people - time.perf_counter()))
        await crowd.person(number, event_page, form)

    await asyncio.gather(*(come(number) for number in range(people)))
    crowd.result.seconds = time.perf_counter() - started
    return crowd.result
