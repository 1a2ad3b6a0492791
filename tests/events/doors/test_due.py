"""Attendance closes by itself, at the hour the event really ends."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import Due
from events.doors.models import GRACE
from events.registration.models import Seat
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def planned(event_id: int) -> Due:
    return Due.objects.get(kind="doors.close", key=str(event_id))


def test_an_event_that_is_saved_will_be_closed_an_hour_after_its_end() -> None:
    event = make.fair()

    assert planned(event.pk).due_at == event.ends_at + GRACE


def test_a_later_end_moves_the_close() -> None:
    event = make.fair()
    event.end_date += timedelta(days=1)
    event.save()

    assert planned(event.pk).due_at == event.ends_at + GRACE


def test_the_clock_notes_the_absent() -> None:
    event = make.fair_over()
    make.seat(event)

    clock.handler_of("doors.close")(planned(event.pk).payload)

    assert Seat.objects.get().state == "absent"


def test_a_clock_that_rings_before_the_end_waits_longer() -> None:
    event = make.fair()
    make.seat(event)
    Due.objects.update(due_at=event.starts_at)

    clock.handler_of("doors.close")(planned(event.pk).payload)

    assert Seat.objects.get().state == "expected"
    assert planned(event.pk).due_at == event.ends_at + GRACE


def test_a_deleted_event_needs_no_close() -> None:
    event = make.fair()
    payload = planned(event.pk).payload
    event.delete()

    clock.handler_of("doors.close")(payload)
