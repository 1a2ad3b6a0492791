"""Nobody under 18 gets a ticket without the word of a parent or guardian."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core import clock
from core.outbox import Mail, writer_of
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.doors import actions as doors
from events.registration import actions, guarding, refusals, tickets
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


def test_a_corrected_name_brings_no_ticket_before_the_guardian_has_said_yes() -> None:
    registration = teenager()
    actions.change_details(
        registration=registration, name="Radu Ion", email=registration.email, language="fr", wants_reminder=True
    )

    mail = Mail.objects.get(template="registration/renamed")
    letter = writer_of(mail.template)(mail)

    assert letter is not None
    assert (letter.attachments, "/billet/" in letter.text) == ((), False)


def test_where_nobody_under_18_is_left_no_word_is_awaited() -> None:
    registration = registered(
        open_event(terms=ASKS_AGES), age_band="12-17", guardian=PARENT, companions=[Companion("Elena", "18+")]
    )
    guardian = Guardian.objects.select_related("registration").get()

    actions.change_party(registration=registration, leaving=[registration.lead.pk])

    Guardian.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert not guarding.run_out(guardian=guardian)
    with pytest.raises(refusals.GuardianAnswered):
        guarding.refuse(guardian=guardian)
    registration = Registration.objects.get(pk=registration.pk)
    assert (registration.has_tickets, registration.size) == (True, 1)
    assert Mail.objects.get(template="registration/party").payload["entry"]["method"] == "REQUEST"
    asked = Mail.objects.get(template="registration/guardian")
    assert writer_of(asked.template)(asked) is None


def test_whoever_waits_for_a_guardian_has_nothing_in_their_calendar_to_move_or_take_out() -> None:
    registration = teenager()
    event = Event.objects.get()
    start = event.starts + timedelta(hours=2)

    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=2), venue=event.venue)
    guarding.refuse(guardian=Guardian.objects.select_related("registration").get())

    told = Mail.objects.filter(recipient=registration.email)
    assert {mail.template for mail in told} > {"registration/changed", "registration/unguarded"}
    assert not any("entry" in mail.payload for mail in told)


def test_a_yes_for_some_is_not_stretched_to_others() -> None:
    registration = teenager()
    guarding.confirm(guardian=Guardian.objects.select_related("registration").get())

    with pytest.raises(refusals.GuardianAgreedToOthers):
        actions.change_party(registration=registration, joining=[Companion(age_band="5-11")], is_guardian=True)


def test_an_answer_without_a_button_is_no_answer(client: Client) -> None:
    registration = teenager()

    client.post(f"/fr/parent-ou-tuteur/{Guardian.objects.get().key}/", {})

    registration.refresh_from_db()
    assert registration.awaits_guardian


def test_an_event_moved_sooner_leaves_a_guardian_no_longer_than_until_it_begins() -> None:
    teenager(open_event(days=9, terms=ASKS_AGES))
    event = Event.objects.get()
    start = datetime.combine(timezone.localdate() + timedelta(days=1), event.start_time)

    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=2), venue=event.venue)

    guardian, due = Guardian.objects.get(), clock.Due.objects.get(kind=guarding.GUARDIAN_SILENT)
    assert guardian.until is not None
    assert guardian.until == due.due_at <= Event.objects.get().starts_at
    assert Mail.objects.filter(template="registration/guardian").count() == 2
