"""Many people at once on one registration page, each as a real browser: the form first, then some clicks on its button.

    result = asyncio.run(rush("http://127.0.0.1:8000", event_id=12, people=500, clicks=3))

usage: python -m tests.load.rush BASE_URL EVENT_ID [PEOPLE [CLICKS]]
"""

import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

import httpx

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
#: A browser waits about as long before it gives up.
PATIENCE_SECONDS = 300


@dataclass
class RushResult:
    """What came back. ``pages`` holds, for each person, the addresses their clicks were sent on to."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    #: Clicks without any answer, by the kind of failure.
    unanswered: Counter[str] = field(default_factory=Counter)
    pages: dict[int, set[str]] = field(default_factory=dict)
    #: Seconds each answer took, forms and clicks.
    answer_seconds: list[float] = field(default_factory=list)

    @property
    def server_errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


def hidden_fields(page: str) -> dict[str, str]:
    """Token and key of the form, by their names."""
    found = (dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(page))
    return {one["name"]: unescape(one.get("value", "")) for one in found if one.get("name") in WANTED}


WANTED = {"csrfmiddlewaretoken", "key"}


class Visitor:
    """One person with a browser: their cookies, their form, their clicks."""

    def __init__(self, browser: httpx.AsyncClient, address: str, number: int, result: RushResult) -> None:
        self.browser, self.address, self.number, self.result = browser, address, number, result
        self.headers: dict[str, str] = {}
        self.answers: dict[str, str] = {}

    async def open_form(self) -> None:
        answer = await self._timed(self.browser.build_request("GET", self.address))
        if answer is None or answer.status_code != 200:
            return
        cookies = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        self.headers = {"Cookie": cookies, "Referer": self.address}
        self.answers = {
            **hidden_fields(answer.text),
            "name": f"Visiteuse Nº {self.number}",
            "email": f"visiteuse{self.number}@exemple.test",
            "language": "fr",
            "wants_reminder": "on",
        }

    async def click(self) -> None:
        request = self.browser.build_request("POST", self.address, data=self.answers, headers=self.headers)
        answer = await self._timed(request)
        if answer is not None and answer.is_redirect:
            self.result.pages.setdefault(self.number, set()).add(answer.headers["location"])

    async def _timed(self, request: httpx.Request) -> httpx.Response | None:
        started = time.perf_counter()
        try:
            # The jar is one for all: each visitor sends their own cookies, so none may be kept.
            answer = await self.browser.send(request)
        except httpx.TransportError as failure:
            self.result.unanswered[type(failure).__name__] += 1
            return None
        finally:
            self.result.answer_seconds.append(time.perf_counter() - started)
            self.browser.cookies.clear()
        self.result.statuses[answer.status_code] += 1
        return answer


async def rush(
    base_url: str, event_id: int, people: int, clicks: int, *, first_number: int = 1, language: str = "fr"
) -> RushResult:
    """Everybody opens the form; then all click at once, ``clicks`` times each, without waiting for an answer."""
    path = f"/fr/agenda/{event_id}/inscription/" if language == "fr" else f"/en/events/{event_id}/register/"
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    result = RushResult()
    async with httpx.AsyncClient(limits=limits, timeout=PATIENCE_SECONDS, trust_env=False) as browser:
        visitors = [Visitor(browser, base_url + path, first_number + place, result) for place in range(people)]
        started = time.perf_counter()
        await _all(visitor.open_form() for visitor in visitors)
        await _all(visitor.click() for visitor in visitors for _click in range(clicks))
        result.seconds = time.perf_counter() - started
    return result


async def _all(doings: Iterable[object]) -> None:
    await asyncio.gather(*doings)  # type: ignore[call-overload]  # coroutines


if __name__ == "__main__":
    base, event, *rest = sys.argv[1:]
    counts = [int(number) for number in rest] or [500, 3]
    print(asyncio.run(rush(base, int(event), *counts)).statuses)
