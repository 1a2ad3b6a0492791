"""``python -m bench.noon``: registration opens for 500 seats to 5,000 people over a minute, on gunicorn and PostgreSQL.

``noon.answered_s`` is from the opening to the last person's answer; ``noon.p95_ms`` of one request; ``flow_cpu_ms`` what a
person costs from the event's page to their own, server and database together, in the rush itself;
``cpu_ms_per_person`` the answer to the form alone, by itself, with one seat in ten to be had as at noon.
"""

import asyncio
import resource
import statistics
from typing import Any

import psutil

from bench import house
from bench.figures import commit, keep, spread
from bench.pace import Pace
from bench.registering import Registering
from tests.load.noon import noon

PEOPLE, SEATS, SECONDS = 5000, 500, 60
ROUNDS, POSTS = 3, 200

MAKE_EVENT = """
from django.urls import reverse
from django.utils import translation
from tests.factories.registration import open_event
translation.activate("fr")
event = open_event(capacity={seats}, terms={{"offer_hours": 24, "largest_party": 1}})
print(event.pk, event.get_absolute_url(), reverse("registration:register", args=[event.pk]))
"""


def postgres_cpu() -> float:
    """CPU seconds of the database server, with the processes it has ended."""
    total = 0.0
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres":
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            top = process.ppid() == 1 or (psutil.Process(process.ppid()).name() != "postgres")
            total += times.user + times.system + (times.children_user + times.children_system if top else 0)
    return total


def an_event(place: house.House, seats: int) -> tuple[int, str, str]:
    number, page, form = place.python(MAKE_EVENT.format(seats=seats)).split()
    return int(number), page, form


def posts_ms(place: house.House) -> float:
    """CPU of the answer to one form, database included, one seat in ten to be had."""
    _event, _page, form = an_event(place, POSTS // 10)
    registering = Registering(place, form)
    visitors = [registering.visitor() for _number in range(POSTS)]
    place.settle()
    before = place.server_cpu() + postgres_cpu()
    for visitor in visitors:
        registering.post(*visitor)
    return (place.server_cpu() + postgres_cpu() - before) / POSTS * 1000


def rush(place: house.House) -> dict[str, Any]:
    event, page, form = an_event(place, SEATS)
    place.settle()
    before = place.server_cpu() + postgres_cpu()
    came = asyncio.run(noon(house.HOST, place.port, event_page=page, form=form, people=PEOPLE, seconds=SECONDS))
    cpu = place.server_cpu() + postgres_cpu() - before
    left = place.python(
        "from events.agenda.models import Event; from events.registration.models import Registration as R;"
        f"e=Event.objects.get(pk={event}); print(e.seats_taken, e.seats_waiting,"
        f" R.objects.filter(event=e, state='confirmed').count(), R.objects.filter(event=e, state='waiting').count())"
    )
    taken, waiting, confirmed, waits = map(int, left.split())
    if (taken, confirmed, waiting, waits) != (SEATS, SEATS, PEOPLE - SEATS, PEOPLE - SEATS):
        raise RuntimeError(f"{left}; {came.statuses}; {came.failures}")
    requests = sorted(came.requests)
    return {
        "noon.people": PEOPLE,
        "noon.seats": SEATS,
        "noon.answered_s": round(came.seconds, 1),
        "noon.own_wait_s.p95": round(sorted(came.answered)[int(len(came.answered) * 0.95)], 1),
        "noon.p50_ms": round(statistics.median(requests) * 1000),
        "noon.p95_ms": round(requests[int(len(requests) * 0.95)] * 1000),
        "noon.errors": came.errors,
        "noon.told": dict(came.told),
        "noon.flow_cpu_ms": round(cpu / PEOPLE * 1000, 1),
    }


def main() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    pace = Pace()
    with house.services() as variables, house.gunicorn(variables) as place:
        pace.learn()
        posts_ms(place)  # to warm up
        figures: dict[str, Any] = {"noon.commit": commit()}
        figures["noon.cpu_ms_per_person"] = spread(pace.steady(lambda: posts_ms(place)) for _round in range(ROUNDS))
        figures |= rush(place)
    keep("results.json", figures)


if __name__ == "__main__":
    main()
