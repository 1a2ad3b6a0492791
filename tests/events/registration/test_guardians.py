"""Nobody under 18 gets a ticket without the word of a parent or guardian."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core import clock
from core.outbox import Mail
from events.agenda.models import Event
from events.doors import actions as doors
from events.registration import guarding, refusals, tickets
from events.registration.models import Guardian, Registration
from events.registration.seating import Companion
from tests.factories.doors import person
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db

ASKS_AGES = {"asks_ages": True, "largest_party": 4}
PARENT = guarding.Named("Mirela Dragomir", "mirela@exemple.test")


def teenager(event: Event | None = None) -> Registration:
    return registered(event or open_event(terms=ASKS_AGES), "Radu Dragomir", age_band="12-17", guardian=PARENT)


def test_the_seat_is_kept_and_the_ticket_waits_for_the_guardian(client: Client) -> None:
    registration = teenager()

    assert (registration.state, registration.awaits_guardian) == ("confirmed", True)
    assert set(Mail.objects.values_list("template", "recipient")) == {
        ("registration/held", registration.email),
        ("registration/guardian", "mirela@exemple.test"),
    }
    ticket = tickets.of(seat_of(registration))
    assert client.get(f"/fr/billet/{ticket}/").status_code == 410


def test_the_guardian_says_yes_on_the_page_of_their_link(client: Client) -> None:
    registration = teenager()
    key = Guardian.objects.get().key

    page = client.get(f"/fr/parent-ou-tuteur/{key}/").content.decode()
    assert "Radu Dragomir" in page
    page = client.post(f"/fr/parent-ou-tuteur/{key}/", {"agree": "1"}).content.decode()

    assert "Vous avez donné votre accord" in page
    registration.refresh_from_db()
    assert registration.has_tickets
    assert Mail.objects.get(template="registration/confirmed").payload["entry"]["method"] == "REQUEST"
    assert not clock.Due.objects.filter(kind=guarding.GUARDIAN_SILENT).exists()


def test_a_guardian_who_says_no_ends_it() -> None:
    registration = teenager()

    guarding.refuse(guardian=Guardian.objects.select_related("registration").get())

    registration.refresh_from_db()
    assert (registration.state, registration.ending) == ("cancelled", "unguarded")
    event = Event.objects.get()
    assert event.seats_taken == 0


def test_silence_gives_the_seat_back() -> None:
    registration = teenager()
    early = timezone.now() - timedelta(minutes=1)
    Guardian.objects.update(until=early)
    clock.Due.objects.filter(kind=guarding.GUARDIAN_SILENT).update(due_at=early)

    clock.tick()

    registration.refresh_from_db()
    assert registration.ending == "unguarded"


def test_a_minor_without_a_guardian_is_not_registered() -> None:
    with pytest.raises(refusals.GuardianMissing):
        registered(open_event(terms=ASKS_AGES), age_band="12-17")
    assert not Registration.objects.exists()


def test_a_parent_who_registers_their_children_has_said_yes() -> None:
    event = open_event(terms=ASKS_AGES)

    family = registered(
        event, age_band="18+", companions=[Companion(age_band="5-11")], guardian=guarding.Named("Ioana")
    )

    assert family.has_tickets
    assert Guardian.objects.get().has_confirmed


def test_the_form_sends_a_teenager_to_their_parent(client: Client) -> None:
    event = open_event(terms=ASKS_AGES)
    typed = {"name": "Radu Dragomir", "email": "radu@exemple.test", "language": "fr", "age": "12-17"}
    address = f"/fr/agenda/{event.pk}/inscription/"

    page = client.post(address, typed | {"guardian_name": "Mirela", "guardian_email": "radu@exemple.test"})
    assert page.status_code == 422
    assert "votre propre adresse" in page.content.decode()
    client.post(address, typed | {"guardian_name": "Mirela", "guardian_email": "mirela@exemple.test"})

    assert Guardian.objects.get().email == "mirela@exemple.test"


def test_the_door_sends_back_who_has_no_ticket_yet() -> None:
    seat = seat_of(teenager())

    with pytest.raises(doors.AwaitsGuardian):
        doors.check_in(seat=seat, door="A", by=person())
