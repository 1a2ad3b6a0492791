"""Two Persons turn out to be one: one seat for one person and event, as the privacy room's merge leaves it."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from core.audit import Entry
from core.outbox import Mail, Sender
from events.agenda.models import Event
from events.registration.guarding import Named
from events.registration.models import Registration, Seat
from events.registration.seating import Companion
from indicators.fiscal_year import FiscalYear
from indicators.sessions import PeopleAtSessionsOnRegions
from people.accounts.models import Person
from people.privacy import actions
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def twice(event: Event) -> tuple[Registration, Registration]:
    """The same woman, once under each of her names."""
    return registered(event, "Zoé Lévesque"), registered(event, "Zoé Lévesque-Tremblay")


def merge(keep: Registration, gone: Registration) -> Person:
    return actions.merge(keep=keep.contact, gone=gone.contact, by=None)


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


def let_in(registration: Registration) -> None:
    Seat.objects.filter(registration=registration).update(state="present", present_at=timezone.now())


def test_registrations_follow_the_person_who_stays() -> None:
    keep, gone = registered(open_event()), registered(open_event())

    person = merge(keep, gone)

    assert set(Registration.objects.values_list("contact", flat=True)) == {person.pk}
    assert set(Seat.objects.values_list("person", flat=True)) == {person.pk}
    assert states(keep, gone) == ["confirmed", "confirmed"]


def test_two_seats_at_one_event_become_one_and_who_waits_moves_up() -> None:
    event = open_event(capacity=2)
    first, second = twice(event)
    next_one = registered(event)

    merge(second, first)

    assert states(first, second, next_one) == ["confirmed", "cancelled", "confirmed"]
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (2, 0)
    assert Entry.objects.get(action="registration.cancelled").object_id == str(second.pk)


def test_a_seat_outweighs_a_place_on_the_waiting_list() -> None:
    event = open_event(capacity=1)
    first, waits = twice(event)

    merge(waits, first)

    assert states(first, waits) == ["confirmed", "cancelled"]
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (1, 0)


def test_of_two_waiting_places_the_better_one_stays() -> None:
    event = open_event(capacity=1)
    registered(event)
    first, second = twice(event)

    merge(second, first)

    assert states(first, second) == ["waiting", "cancelled"]


def test_who_came_has_come() -> None:
    event = open_event()
    first, second = twice(event)
    let_in(second)

    merge(first, second)

    assert states(first, second) == ["cancelled", "confirmed"]
    assert Seat.objects.present().count() == 1


def test_somebody_let_in_under_both_entries_counts_once() -> None:
    session = open_event(kind="info_session")
    session.contributions.create(measure_id="4.1")
    first, second = twice(session)
    let_in(first)
    let_in(second)
    indicator, year = PeopleAtSessionsOnRegions(), FiscalYear.of(session.start_date)
    assert indicator.value(year) == 2

    merge(first, second)

    assert indicator.value(year) == 1
    assert Seat.objects.get(registration=second).present_at is None
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_the_given_up_address_is_told_and_its_calendar_forgets_the_entry() -> None:
    event = open_event()
    first, second = twice(event)

    merge(first, second)

    row = Mail.objects.get(template="registration/joined")
    assert (row.recipient, row.payload["stays"]) == (second.email, first.reference)
    told = row.payload["entry"]
    assert (told["uid"], told["method"], told["sequence"]) == (
        f"seat-{seat_of(second).calendar_uid}@maillage",
        "CANCEL",
        1,
    )
    while Sender().send_next():
        pass
    letter = next(one for one in django_mail.outbox if one.to == [second.email] and "réunies" in one.subject)
    assert first.reference in letter.body
    assert first.email not in str(letter.message())


def test_an_event_that_is_over_is_nobodys_news() -> None:
    event = open_event()
    first, second = twice(event)
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )

    merge(first, second)

    assert states(first, second) == ["confirmed", "cancelled"]
    assert not Mail.objects.filter(template="registration/joined").exists()


def test_registering_again_after_a_merge_gives_the_seat_that_stayed() -> None:
    event = open_event()
    first, second = twice(event)
    person = merge(first, second)

    again = registered(event, "Zoé Lévesque", person=person)

    assert again == first


def test_the_seat_that_others_come_with_stays_and_children_are_not_left_alone() -> None:
    event = open_event(capacity=3, terms={"largest_party": 3, "asks_ages": True})
    alone = registered(event, "Zoé Lévesque")
    family = registered(
        event, "Zoé L. Tremblay", age_band="18+", companions=[Companion(age_band="5-11")], guardian=Named("Zoé")
    )

    merge(alone, family)

    assert states(alone, family) == ["cancelled", "confirmed"]


def test_children_who_wait_with_somebody_seated_elsewhere_leave_the_list_with_them() -> None:
    event = open_event(capacity=1, terms={"largest_party": 3, "asks_ages": True, "offer_hours": 24})
    alone = registered(event, "Zoé Lévesque")
    Event.objects.update(capacity=2, updated_at=timezone.now())
    registered(Event.objects.get(), "Radu")
    family = registered(
        Event.objects.get(),
        "Zoé L. Tremblay",
        age_band="18+",
        companions=[Companion(age_band="5-11")],
        guardian=Named("Zoé"),
    )

    merge(alone, family)

    assert states(alone, family) == ["confirmed", "cancelled"]
    assert not Seat.objects.filter(registration=family).active().exists()
    event.refresh_from_db()
    assert (event.seats_taken, event.seats_waiting) == (2, 0)
