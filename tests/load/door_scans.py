"""One door of a rush: scans every seat of an event, six tickets at a time; prints how often each answer came.

usage: python -m tests.load.door_scans EVENT DOOR DOORS [unguarded]

It waits until all ``DOORS`` are ready, so that they scan at the same moment. ``unguarded`` reads the state first and
writes it then, as one would without thinking of a second door; at the first ticket all doors have read before one writes.
"""

import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

THREADS = 6
PATIENCE_SECONDS = 60

if __name__ == "__main__":
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from events.doors import actions
    from events.doors.models import Scan
    from events.registration.models import Seat
    from people.accounts.models import Person

    event, door, doors, *how = sys.argv[1:]
    by = Person.objects.create(name=f"Door staff {door}")

    def meet(where: str) -> None:
        """Go on once every door is here."""
        var = Path(settings.VAR_DIR)
        (var / f"door-{door}.{where}").touch()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(list(var.glob(f"door-*.{where}"))) < int(doors) and time.monotonic() < deadline:
            time.sleep(0.01)

    def guarded(number: int) -> str:
        seat = Seat.objects.select_related("event").get(pk=number)
        return actions.check_in(seat=seat, door=door, by=by).scan.outcome

    def unguarded(number: int) -> str:
        seat = Seat.objects.get(pk=number)
        if seat.state == Seat.State.PRESENT:
            return "already"
        if number == seats[0]:
            meet("read")
        now = timezone.now()
        Seat.objects.filter(pk=number).update(state=Seat.State.PRESENT, present_at=now)
        return Scan.objects.create(
            seat=seat, event_id=seat.event_id, outcome="checked_in", door=door, by=by, at=now
        ).outcome

    def scan(number: int) -> str:
        try:
            return unguarded(number) if how else guarded(number)
        finally:
            connection.close()

    seats = list(Seat.objects.filter(event=event).order_by("pk").values_list("pk", flat=True))
    meet("ready")
    with ThreadPoolExecutor(THREADS) as pool:
        print(json.dumps(Counter(pool.map(scan, seats))))
