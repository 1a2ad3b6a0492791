"""Seats in the timetables of those who hold them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from events.agenda import actions as agenda
from events.agenda.models import Event
from events.registration import actions, timetable
from events.registration.models import Registration
from people.accounts import actions as accounts
from people.accounts.models import Person, User
from people.privacy import actions as privacy
from people.timetable.models import Busy
from tests.factories.accounts import make_user
from tests.factories.registration import make_person, open_event, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina() -> User:
    return make_user(name="Amina Benali")


def expected_at(person: Person) -> set[int]:
    return {int(one) for one in Busy.objects.of(person).values_list("source_id", flat=True)}


def seat(event: Event, user: User, **answers: Any) -> Registration:
    return registered(event, user.person.name, email=user.email, person=user.person, **answers)


def test_a_seat_of_somebody_signed_in_stands_in_their_timetable(amina: User) -> None:
    event = open_event(zone="America/Halifax")

    seat(event, amina)

    busy = Busy.objects.get(person=amina.person)
    assert (busy.starts_at, busy.ends_at, busy.zone) == (event.starts_at, event.ends_at, "America/Halifax")
    assert (busy.title_fr, busy.title_en, busy.exclusive) == (event.title_fr, event.title_en, False)
    assert busy.place_fr == "Centre des congrès, 1, rue de la Station, Shawinigan G9N 1A1"
    with translation.override("fr"):
        assert busy.get_absolute_url() == f"/fr/mes-inscriptions/{event.pk}/"


def test_an_online_event_is_told_in_both_languages_and_its_link_is_not_carried_about(amina: User) -> None:
    seat(open_event(online_url="https://rencontre.exemple.test/secret"), amina)

    busy = Busy.objects.get(person=amina.person)
    assert (busy.place_fr, busy.place_en) == ("En ligne", "Online")
    assert "secret" not in str(list(Busy.objects.values()))


def test_a_guest_has_no_timetable_neither_promoted_nor_joined_with_another() -> None:
    event = open_event(capacity=1)
    first, waits, other = registered(event), registered(event), registered(open_event())

    actions.cancel(registration=first, by=None)
    privacy.merge(keep=waits.contact, gone=other.contact, by=None)

    assert Registration.objects.get(pk=waits.pk).state == "confirmed"
    assert not Busy.objects.exists()


def test_a_waiting_place_takes_nobodys_time_until_it_is_a_seat(amina: User) -> None:
    event = open_event(capacity=1)
    first = registered(event)
    seat(event, amina)
    assert expected_at(amina.person) == set()

    actions.cancel(registration=first, by=None)

    assert expected_at(amina.person) == {event.pk}


def test_a_seat_given_back_frees_the_time(amina: User) -> None:
    event, other = open_event(), open_event()
    given_back = seat(event, amina)
    seat(other, amina)

    actions.cancel(registration=given_back, by=amina.person)

    assert expected_at(amina.person) == {other.pk}


def test_whoever_registers_again_is_expected_again(amina: User) -> None:
    event = open_event()
    actions.cancel(registration=seat(event, amina), by=amina.person)

    seat(event, amina)

    assert expected_at(amina.person) == {event.pk}


def test_a_moved_event_moves_in_every_timetable(amina: User) -> None:
    event = open_event()
    for user in (amina, make_user()):
        seat(event, user)
    start = datetime.combine(event.start_date + timedelta(days=7), event.start_time)

    agenda.move(
        event=event,
        by=None,
        start=start,
        end=start + timedelta(hours=3),
        venue=None,
        online_url="https://x.exemple.test",
    )

    assert {(row.starts, row.ends, row.place_fr) for row in Busy.objects.all()} == {
        (start, start + timedelta(hours=3), "En ligne")
    }


def test_an_event_called_off_takes_nobodys_time(amina: User) -> None:
    event, other = open_event(), open_event()
    seat(event, amina)
    seat(other, amina)

    agenda.cancel(event=event, by=None, reason_fr="Tempête")

    assert expected_at(amina.person) == {other.pk}


def test_somebody_known_who_gets_a_login_finds_their_seats_to_come() -> None:
    person = make_person()
    event, over, off, waited = open_event(), open_event(), open_event(), open_event(capacity=1)
    registered(waited)
    for one in (event, over, off, waited):
        registered(one, person.name, email=person.addresses.get().email)
    Event.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    agenda.cancel(event=off, by=None, reason_fr="Tempête")

    holder = Registration.objects.filter(event=event).get().contact
    make_user(person=holder)

    assert expected_at(holder) == {event.pk}


def test_a_guest_whose_address_is_proven_finds_their_seats(amina: User) -> None:
    event = open_event()
    registered(event, "Amina Benali", email="amina@travail.exemple.test")

    accounts.link_proven_address(user=amina, email="amina@travail.exemple.test")

    assert expected_at(amina.person) == {event.pk}


def test_two_who_are_one_are_expected_once_and_only_where_a_seat_stayed(amina: User) -> None:
    both, guests_only = open_event(), open_event()
    seat(both, amina)
    guest = registered(both, "Amina B.", email="autre@exemple.test").contact
    registered(guests_only, "Amina B.", email="autre@exemple.test")

    privacy.merge(keep=amina.person, gone=guest, by=None)

    assert expected_at(amina.person) == {both.pk, guests_only.pk}
    assert Busy.objects.count() == 2


def test_a_timetable_that_says_more_than_the_seats_is_put_right(amina: User) -> None:
    event = open_event()
    held = seat(event, amina)
    held.seats.update(state="cancelled")

    timetable.settle(amina.person)

    assert expected_at(amina.person) == set()


# ------------------------------------------------------------------ on the pages


def form(client: Client, event: Event, language: str = "en") -> str:
    with translation.override(language):
        path = f"/{language}/" + ("events" if language == "en" else "agenda") + f"/{event.pk}/"
    return client.get(path + ("register/" if language == "en" else "inscription/")).content.decode()


def test_the_form_warns_of_an_engagement_at_that_time_and_lets_one_register(client: Client, amina: User) -> None:
    event = open_event(title_en="Mauricie Job Fair")
    seat(event, amina)
    other = open_event(starts=datetime.combine(event.start_date, event.start_time) + timedelta(hours=1))
    client.force_login(amina)

    page = form(client, other)

    assert "You are already expected elsewhere at that time" in page
    assert "Mauricie Job Fair" in page
    assert "Confirm my registration" in page
    assert seat(other, amina).state == "confirmed"


def test_no_warning_without_a_clash_nor_for_a_guest(client: Client, amina: User) -> None:
    event = open_event()
    seat(event, amina)
    same_time, next_day = open_event(), open_event(days=31)

    assert "already expected" not in form(client, same_time)
    client.force_login(amina)
    assert "already expected" not in form(client, next_day)


def test_the_way_from_the_calendar_leads_to_ones_own_registration(client: Client, amina: User) -> None:
    mine, others = seat(open_event(), amina), registered(open_event())
    client.force_login(amina)

    assert client.get(f"/en/my-registrations/{mine.event_id}/")["Location"].endswith(f"/{mine.link_key}/")
    assert client.get(f"/en/my-registrations/{others.event_id}/").status_code == 404
    actions.cancel(registration=mine, by=amina.person)
    assert client.get(f"/en/my-registrations/{mine.event_id}/").status_code == 404
