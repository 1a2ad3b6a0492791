"""What somebody signed in has registered for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.agenda.models import Event
from events.registration import actions
from events.registration.models import Seat
from events.registration.seating import Companion
from people.accounts.models import Person
from tests.factories.accounts import make_user, sign_in
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client: Client) -> Person:
    user = make_user(name="Amina Benali")
    sign_in(client, user)
    return user.person


def over(event: Event) -> None:
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=2))


def test_what_is_to_come_stands_first_then_what_is_over_latest_first(client: Client, amina: Person) -> None:
    later, soon, past = open_event(days=40), open_event(days=3), open_event(days=9)
    made = [registered(event, person=amina) for event in (later, soon, past)]
    over(past)
    registered(open_event())

    page = client.get("/fr/mes-inscriptions/")

    assert list(page.context["page_obj"]) == [made[1], made[0], made[2]]


def test_each_line_says_where_it_stands(client: Client, amina: Person) -> None:
    full = open_event(capacity=1, days=10)
    registered(full)
    registered(full, person=amina)
    gone = registered(open_event(days=20), person=amina)
    actions.cancel(registration=gone, by=amina)

    text = client.get("/fr/mes-inscriptions/").content.decode()

    assert text.index("En liste d’attente") < text.index("Annulée")


def test_an_empty_list_says_what_to_do(client: Client, amina: Person) -> None:
    assert "Voir ce qui s’en vient" in client.get("/fr/mes-inscriptions/").content.decode()


def test_a_list_of_one_and_of_three_costs_the_same(
    client: Client, amina: Person, django_assert_num_queries: Any
) -> None:
    registered(open_event(), person=amina)
    client.get("/fr/mes-inscriptions/")
    with django_assert_num_queries(6):
        client.get("/fr/mes-inscriptions/")
    for _event in range(2):
        registered(open_event(), person=amina)
    with django_assert_num_queries(6):
        client.get("/fr/mes-inscriptions/")


def test_a_seat_given_back_leads_to_nobody_elses_registration(client: Client, amina: Person) -> None:
    event = open_event(terms={"largest_party": 2})
    theirs = registered(event, companions=[Companion("Amina Benali")])
    Seat.objects.filter(registration=theirs, name="Amina Benali").update(person=amina)
    assert client.get(f"/fr/mes-inscriptions/{event.pk}/").status_code == 302

    actions.change_party(registration=theirs, leaving=[theirs.party[1].pk])

    assert client.get(f"/fr/mes-inscriptions/{event.pk}/").status_code == 404
    assert not client.get("/fr/mes-inscriptions/").context["page_obj"].object_list
