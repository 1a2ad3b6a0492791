"""How fast scans made without network are merged once it is back: what a device sends, through the action that takes it.

usage: python -m bench.offline      (measures; figures are kept as ``offline`` in ``bench/results.json``)
       python -m bench.offline --inside   (with the settings and database of a prepared house; prints one JSON object)

Six devices each send what they scanned at a fair of 1,200 seats in batches of 200, all of it new, one scan in forty of a ticket that
another door read too; the house is otherwise idle. PostgreSQL first, the demonstration's SQLite beside it.
"""

import json
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

from bench import house
from bench.figures import commit, keep, spread

ROUNDS, SEATS, DEVICES, BATCH, DOUBLE_EVERY = 5, 1200, 6, 200, 40


def inside() -> dict[str, Any]:
    """Scans per second of each round, each at a fair of its own."""
    import django

    django.setup()
    from django.utils import timezone

    from bench.inside import measured_event
    from events.devices import actions, listing, merging, sealing
    from events.devices.models import ScannedSeat
    from events.devices.shapes import SentScan
    from events.registration.models import Registration, Seat, new_key
    from people.accounts.models import Person

    def seats_of(event: Any) -> list[Any]:
        people = Person.objects.bulk_create(Person(name=f"Visiteuse {n}", folded="visiteuse") for n in range(SEATS))
        registrations = Registration.objects.bulk_create(
            Registration(
                event=event, contact=person, email=f"{new_key()}@exemple.test", language="fr", state="confirmed",
                idempotency_key=new_key(), asked_by=new_key(),
            )
            for person in people
        )  # fmt: skip
        return Seat.objects.bulk_create(
            Seat(
                registration=registration, event=event, person=registration.contact, name="Visiteuse", state="expected"
            )
            for registration in registrations
        )

    rates, listed = [], []
    by = Person.objects.order_by("pk").first()
    assert by is not None
    for _round in range(ROUNDS):
        event = measured_event()
        devices = [
            actions.add(event=event, by=by, label=f"T{n}", door=f"Entrée {n}", kind="staff") for n in range(DEVICES)
        ]
        seats = seats_of(event)
        started = time.perf_counter()
        listing.answer(devices[0], 0)
        listed.append((time.perf_counter() - started) * 1000)
        at = timezone.now() - timedelta(minutes=30)
        queues: list[list[SentScan]] = [[] for _device in devices]
        for place, seat in enumerate(seats):
            for turn in range(1 if place % DOUBLE_EVERY else 2):
                number = (place + turn) % DEVICES
                scan = SentScan(
                    id=uuid.uuid4(), kind="scan", at=at + timedelta(milliseconds=place), door=devices[number].door,
                    seats=[sealing.lookup_of(event.pk, seat.code)],
                )  # fmt: skip
                queues[number].append(scan)
        sent = sum(map(len, queues))
        started = time.perf_counter()
        for device, queue in zip(devices, queues, strict=True):
            for start in range(0, len(queue), BATCH):
                merging.merge(device=device, scans=queue[start : start + BATCH])
        rates.append(sent / (time.perf_counter() - started))
        doubles = ScannedSeat.objects.filter(scan__event=event, outcome="double").count()
        assert doubles == SEATS // DOUBLE_EVERY, doubles
        assert Seat.objects.present().filter(event=event).count() == SEATS
    return {"merge_scans_per_s": spread(rates, 0), "list_ms": spread(listed, 0)}


def of(place: house.House) -> dict[str, Any]:
    """The figures of one kind of house, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.offline", "--inside"],
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


def main() -> None:
    flat: dict[str, Any] = {"offline.commit": commit()}
    with house.services() as variables, house.gunicorn(variables) as place:
        flat |= {f"offline.{name}": figure for name, figure in of(place).items()}
    with house.demo() as place:
        flat |= {f"offline.sqlite.{name}": figure for name, figure in of(place).items()}
    keep("results.json", flat)


if __name__ == "__main__":
    if "--inside" in sys.argv:
        print(json.dumps(inside()))
    else:
        main()
