"""Giving a seat back, and who gets it."""

import pytest

from core.outbox import Mail
from events.agenda import signals
from events.agenda.models import Event
from events.registration import actions, refusals, waiting
from events.registration.models import Seat
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def states(*registrations: object) -> list[tuple[str, int | None]]:
    for registration in registrations:
        registration.refresh_from_db()  # type: ignore[attr-defined]
    return [(one.state, one.waiting_position) for one in registrations]  # type: ignore[attr-defined]


def test_the_first_who_waits_gets_the_seat_that_is_given_back() -> None:
    event = open_event(capacity=1)
    seated, first, second = (registered(event) for _person in range(3))

    actions.cancel(registration=seated, by=None)

    assert states(seated, first, second) == [("cancelled", None), ("confirmed", None), ("waiting", 2)]
    assert waiting.rank(second) == 1
    promoted = Mail.objects.get(template="registration/promoted")
    assert (promoted.recipient, promoted.payload["entry"]["sequence"]) == (first.email, 0)
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (1, 1)


def test_leaving_the_waiting_list_promotes_nobody_and_tells_no_calendar() -> None:
    event = open_event(capacity=1)
    seated, first, second = (registered(event) for _person in range(3))

    actions.cancel(registration=first, by=None)

    assert states(seated, first, second) == [("confirmed", None), ("cancelled", None), ("waiting", 2)]
    mail = Mail.objects.get(template="registration/cancelled")
    assert "entry" not in mail.payload
    assert seat_of(first).sequence == 0


def test_cancelling_twice_frees_one_seat() -> None:
    event = open_event(capacity=2)
    seated, other = registered(event), registered(event)

    actions.cancel(registration=seated, by=None)
    actions.cancel(registration=seated, by=None)

    event.refresh_from_db()
    assert event.seats_taken == 1
    assert states(other) == [("confirmed", None)]
    assert Mail.objects.filter(template="registration/cancelled").count() == 1


def test_more_seats_move_up_as_many_as_wait_in_their_order() -> None:
    event = open_event(capacity=1)
    _seated, *waiters = (registered(event) for _person in range(4))
    Event.objects.filter(pk=event.pk).update(capacity=3)

    signals.capacity_changed.send(Event, event=event)

    assert states(*waiters) == [("confirmed", None), ("confirmed", None), ("waiting", 3)]
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (3, 1)


def test_no_limit_any_more_seats_everybody() -> None:
    event = open_event(capacity=1)
    _seated, *waiters = (registered(event) for _person in range(3))
    Event.objects.filter(pk=event.pk).update(capacity=None)

    signals.capacity_changed.send(Event, event=event)

    assert states(*waiters) == [("confirmed", None), ("confirmed", None)]


def test_a_ticket_used_at_the_door_is_not_cancelled_any_more() -> None:
    registration = registered(open_event(capacity=1))
    Seat.objects.update(state="present", present_at=registration.made_at)

    with pytest.raises(refusals.AlreadyIn):
        actions.cancel(registration=registration, by=None)
    assert states(registration) == [("confirmed", None)]


def test_registering_again_is_a_new_registration_that_keeps_the_calendar_entry() -> None:
    event = open_event(capacity=1)
    first = registered(event, "Ioana Dragomir", email="ioana@exemple.test")
    actions.cancel(registration=first, by=None)

    again = registered(event, "Ioana Dragomir", email="ioana@exemple.test")

    assert again != first
    assert seat_of(again).calendar_uid == seat_of(first).calendar_uid
    told = [
        (mail.payload["entry"]["method"], mail.payload["entry"]["sequence"]) for mail in Mail.objects.order_by("pk")
    ]
    assert told == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    assert len(set(Mail.objects.values_list("stream", flat=True))) == 1


def test_registering_again_into_the_waiting_list_says_request_only_when_promoted() -> None:
    event = open_event(capacity=1)
    first = registered(event, "Ioana Dragomir", email="ioana@exemple.test")
    actions.cancel(registration=first, by=None)
    other = registered(event)
    again = registered(event, "Ioana Dragomir", email="ioana@exemple.test")
    assert again.is_waiting

    actions.cancel(registration=other, by=None)

    entries = [mail.payload.get("entry") for mail in Mail.objects.filter(recipient=first.email).order_by("pk")]
    assert [(entry["method"], entry["sequence"]) for entry in entries if entry] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]
