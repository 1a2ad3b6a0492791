"""What is measured from inside one process: numbers of queries, and transactions beside raw ones. Prints one JSON object.

usage: python -m bench.inside   (with the settings and database of a prepared house)
"""

import json
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.core.cache import cache  # noqa: E402  (settings first)
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from bench.figures import spread  # noqa: E402
from core import generations, memory, pages  # noqa: E402
from events.agenda.models import Event  # noqa: E402
from events.doors.actions import check_in  # noqa: E402
from events.registration import waiting  # noqa: E402
from events.registration.actions import register  # noqa: E402
from events.registration.models import Registration, Seat  # noqa: E402
from people.accounts.models import Grant, Person  # noqa: E402

ROUNDS, EACH = 5, 100


def measured_event() -> Event:
    """A published fair without limit that starts tomorrow, copied from the demonstration's largest."""
    event = (
        Event.objects.filter(kind="job_fair", published_at__isnull=False, venue__isnull=False)
        .order_by("-capacity")
        .first()
    )
    assert event is not None
    event.pk, event.capacity, event.seats_taken, event.audience, event.cancelled_at = None, None, 0, "", None
    event.last_waiting_position = event.seats_waiting = 0
    event.import_key = ""  # another event than the one that was imported
    event.registration_opens_at = event.registration_closes_at = None
    event.start_date = event.end_date = timezone.localdate() + timedelta(days=1)
    event._state.adding = True
    event.save()
    return event


def queries(path: str, *, first: bool) -> int:
    """Queries of a page that no cache holds; ``first``: by a process that does not know menus and sites yet either."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.get(path)
    pages.store.clear()
    generations.forget()
    if first:
        cache.clear()
        memory.restore([])
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200, path
    return len(caught)


def statements(caught: CaptureQueriesContext) -> int:
    """Those that ask or write; the marks of transactions aside."""
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in caught)


def posted_check_in(event: Event) -> int:
    """Queries of one scan as the door's script sends it, session and access included."""
    client = Client(HTTP_HOST="127.0.0.1")
    grant = Grant.objects.filter(role="administrator", revoked_at=None).first()
    assert grant is not None
    client.post("/dev/sign-in/", {"user": grant.user_id})
    expected = Registration.objects.filter(event=event, seats__state=Seat.State.EXPECTED).first()
    assert expected is not None
    with translation.override("fr"):
        path = reverse("doors:scan", args=[event.pk])
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(path, {"ticket": expected.reference, "door": "A"}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200, answer.status_code
    return statements(caught)


def enrol(event: Event) -> None:
    """One registration, by the action that the form calls."""
    key = uuid.uuid4().hex
    register(event=event, name=f"Visiteuse {key[:8]}", email=f"{key}@exemple.test", language="fr", idempotency_key=key)


def rate(work: Callable[[], object]) -> list[float]:
    """Calls per second, of each round."""
    found = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        for _call in range(EACH):
            work()
        found.append(EACH / (time.perf_counter() - started))
    return found


def promoted() -> list[float]:
    """Places offered per second when an event with a long list gets a hundred seats more: list, offers, clocks, letters, audit."""
    found = []
    for _round in range(ROUNDS):
        event = measured_event()
        Event.objects.filter(pk=event.pk).update(capacity=1)
        event = Event.objects.get(pk=event.pk)
        for _person in range(EACH + 1):
            enrol(event)
        Event.objects.filter(pk=event.pk).update(capacity=EACH + 1)
        started = time.perf_counter()
        with transaction.atomic():
            served = waiting.serve(waiting.hold(event.pk))
        found.append(len(served) / (time.perf_counter() - started))
    return found


def raw_transactions(event: Event) -> Callable[[], None]:
    """The least a seat can cost: one INSERT and the conditional UPDATE, committed, without ORM or audit or mail."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_seat (id varchar(32) PRIMARY KEY, event bigint)")

    def one() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_seat VALUES (%s, %s)", [uuid.uuid4().hex, event.pk])
            cursor.execute(
                "UPDATE agenda_event SET seats_taken = seats_taken + 1 WHERE id = %s AND (capacity IS NULL OR seats_taken + 1 <= capacity)",
                [event.pk],
            )

    return one


def main() -> None:
    event = measured_event()
    with translation.override("fr"):
        paths = {"home": "/fr/", "calendar": reverse("agenda:list"), "event": event.get_absolute_url()}
        form = reverse("registration:register", args=[event.pk])
    figures: dict[str, object] = {f"queries.{name}": queries(path, first=False) for name, path in paths.items()}
    figures |= {f"queries.first.{name}": queries(path, first=True) for name, path in paths.items()}

    with CaptureQueriesContext(connection) as caught:
        enrol(event)
    figures["registration.queries"] = statements(caught)
    full, raw = rate(lambda: enrol(event)), rate(raw_transactions(event))
    figures["registration.action_per_s"] = spread(full, 1)
    figures["registration.raw_per_s"] = spread(raw, 1)
    figures["registration.ratio_to_raw"] = spread(
        (mine / best for mine, best in zip(sorted(full), sorted(raw), strict=True)), 3
    )

    figures["offers.promoted_per_s"] = spread(promoted(), 1)

    staff = Person.objects.order_by("pk").first()
    assert staff is not None
    seat = (
        Seat.objects.filter(event=event, state=Seat.State.EXPECTED)
        .select_related("event", "registration", "person")
        .first()
    )
    assert seat is not None
    with CaptureQueriesContext(connection) as caught:
        check_in(seat=seat, door="A", by=staff)
    figures["check_in.action_queries"] = statements(caught)
    figures["check_in.queries"] = posted_check_in(event)
    print(json.dumps({"figures": figures, "paths": paths, "form": form, "event": event.pk}))


if __name__ == "__main__":
    main()
