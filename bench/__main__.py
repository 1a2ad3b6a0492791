"""``make bench``: every figure the house promises, as one JSON object, kept in ``bench/results.json``.

CPU and queries are those of gunicorn with two synchronous workers on PostgreSQL; the demonstration's server
(uvicorn, SQLite) stands beside them under ``demo``. CPU is the server's, read from its process tree; the demonstration's has its
worker in it, so that the letters of a registration count there too.
"""

import asyncio
import json
import shutil
import statistics
import sys
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from bench import engine, fan_out, first_visit, house, noon, offline
from bench.figures import spread, write
from bench.pace import Pace
from bench.rates import rates
from bench.registering import Registering
from tests.load.rush import hidden_fields, rush

ROUNDS = 5
PAGES, POSTS = 200, 40
pace = Pace()


def rounds(place: house.House, work: Callable[[int], object], times: int) -> dict[str, Any]:
    """Server CPU ms per call, over the rounds, after one round to warm up."""
    house.cpu_ms(place, work, max(10, times // 4))
    return spread(pace.steady(lambda: house.cpu_ms(place, work, times)) for _round in range(ROUNDS))


def getting(place: house.House, path: str) -> Callable[[int], object]:
    def get(_number: int) -> None:
        answer = httpx.get(place.url + path)
        assert answer.status_code == 200, (path, answer.status_code)

    return get


class Door:
    """An organiser at the door, typing references."""

    def __init__(self, place: house.House, event: int) -> None:
        self.place, self.event = place, event
        self.browser = httpx.Client(base_url=place.url, follow_redirects=True)
        roles = self.browser.get("/dev/").text
        token = hidden_fields(roles)["csrfmiddlewaretoken"]
        administrator = place.python(
            "from people.accounts.models import Grant; print(Grant.objects.filter(role='administrator', revoked_at=None).first().user_id)"
        ).strip()
        self.browser.post(
            "/dev/sign-in/",
            data={"csrfmiddlewaretoken": token, "user": administrator},
            headers={"Referer": f"{place.url}/dev/"},
        )
        self.path = place.python(
            f"from django.urls import reverse; from django.utils import translation; translation.activate('fr'); print(reverse('doors:scan', args=[{event}]))"
        ).strip()
        self.references = iter(
            place.python(
                "from events.registration.models import Registration as R\n"
                f"print(*R.objects.filter(event={event}, state='confirmed', seats__state='expected').values_list('reference', flat=True))"
            ).split()
        )

    def check_in(self, _number: int) -> None:
        answer = self.browser.post(
            self.path,
            data={"ticket": next(self.references), "door": "A", "csrfmiddlewaretoken": self.token},
            # As the door's script asks: for the verdict alone.
            headers={"Referer": self.place.url + self.path, "HX-Request": "true"},
            follow_redirects=False,
        )
        assert answer.status_code == 200, answer.status_code

    @property
    def token(self) -> str:
        return self.browser.cookies["csrftoken"]

    def cpu_ms(self, times: int) -> float:
        if "csrftoken" not in self.browser.cookies:
            self.browser.get(f"{self.path}../")
        return house.cpu_ms(self.place, self.check_in, times)


def measure(place: house.House, known: dict[str, Any]) -> dict[str, Any]:
    """CPU per request, rates and waiting times of one kind of server."""
    paths, flat = known["paths"], {}
    place.settle()
    bare = rounds(place, getting(place, "/dev/bare/"), PAGES)
    flat["bare_view.cpu_ms"] = bare
    for name, path in paths.items():
        flat[f"{name}_page.cpu_ms"] = rounds(place, getting(place, path), PAGES)
    flat["event_page.uncached_cpu_ms"] = rounds(
        place, lambda number: getting(place, f"{paths['event']}?n={uuid.uuid4().hex}")(0), 60
    )
    flat["event_page.ratio_to_bare_view"] = round(bare["median"] / flat["event_page.cpu_ms"]["median"], 2)
    registering = Registering(place, known["form"])
    registering.cpu_ms(10)
    place.settle()
    flat["registration.cpu_ms"] = spread(pace.steady(lambda: registering.cpu_ms(POSTS)) for _round in range(ROUNDS))
    door = Door(place, known["event"])
    door.cpu_ms(10)
    place.settle()
    flat["check_in.cpu_ms"] = spread(pace.steady(lambda: door.cpu_ms(POSTS)) for _round in range(ROUNDS))
    for name, path in paths.items():
        for concurrency in (1, 8):
            flat[f"rates.{name}.at_{concurrency}"] = rates(place.url + path, concurrency)
    return flat


def inside(place: house.House) -> dict[str, Any]:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "bench.inside"],
        cwd=house.ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def rush_hour(place: house.House, event: int) -> dict[str, Any]:
    """500 people, three clicks each, on the demonstration; what its process tree holds afterwards."""
    result = asyncio.run(rush(place.url, event, people=500, clicks=3))
    waits = sorted(result.answer_seconds)
    return {
        "rss_mb.total": round(place.rss_mb(), 1),
        "rush.seconds": round(result.seconds, 1),
        "rush.server_errors": result.server_errors,
        "rush.unanswered": sum(result.unanswered.values()),
        "rush.answer_s.p50": round(statistics.median(waits), 2),
        "rush.answer_s.p99": round(waits[int(len(waits) * 0.99)], 2),
    }


def main() -> None:
    flat: dict[str, Any] = {}
    pace.learn()
    with house.services() as variables, house.gunicorn(variables) as place:
        known = inside(place)
        flat |= known["figures"]
        flat |= measure(place, known)
        flat |= {f"offline.{name}": figure for name, figure in offline.of(place).items()}
    with house.demo() as place:
        known = inside(place)
        flat |= {f"demo.{name}": figure for name, figure in known["figures"].items() if not name.startswith("queries.")}
        flat |= {f"demo.{name}": figure for name, figure in measure(place, known).items()}
        flat |= {f"offline.sqlite.{name}": figure for name, figure in offline.of(place).items()}
        if shutil.which("chromium"):
            flat |= first_visit.measure(place.url, known["paths"])
    # A demonstration of its own: what the tree holds after a rush, not after the measures above.
    with house.demo() as place:
        flat |= rush_hour(place, inside(place)["event"])
    flat |= {"pace.loop_ms": spread(pace.loops_ms), "pace.waited_s": round(pace.waited)}
    write("results.json", flat)
    # Each with a house of its own.
    noon.main()
    fan_out.main()
    engine.main()


if __name__ == "__main__":
    main()
