"""The page to register with its conditions, the link of a letter, and the organiser's pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.outbox import Mail
from events.agenda.models import Event
from events.doors.models import DoorPass
from events.gates import actions
from events.gates.actions import Invited
from events.gates.codes import spoken
from events.gates.emails import invited
from events.gates.models import Gate, Invitation, Pass, SharedCode
from events.registration import tickets
from events.registration.models import Registration, new_key
from people.accounts.models import User
from tests.factories import doors
from tests.factories.accounts import make_user, sign_in
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def form_path(event: Event) -> str:
    return reverse("registration:register", args=[event.pk])


def send(client: Client, event: Event, **given: Any) -> Any:
    who = {"name": "Ioana Dragomir", "email": "ioana@exemple.test", "language": "fr", "key": new_key()}
    return client.post(form_path(event), who | given)


def invited_event() -> tuple[Event, Invitation]:
    event = open_event()
    actions.add_gate(event=event, question="", by=None)
    (made,) = actions.invite(event=event, people=[Invited("amina@exemple.test", "Amina")], by=None)
    return event, made


# ------------------------------------------------------------------ visitors


def test_conditions_are_sentences_on_the_events_page_and_on_the_form(client: Client) -> None:
    event, _made = invited_event()

    assert "Sur invitation." in client.get(event.get_absolute_url()).content.decode()
    page = client.get(form_path(event)).content.decode()
    assert ("Sur invitation." in page, 'name="invitation"' in page) == (True, True)
    assert 'name="invitation"' not in client.get(form_path(open_event())).content.decode()


def test_a_wrong_code_is_said_and_nothing_typed_is_lost(client: Client) -> None:
    event, made = invited_event()

    answer = send(client, event, invitation="AAAA-BBBB-CCCC")
    page = answer.content.decode()
    assert (answer.status_code, "Ce code n’ouvre pas" in page) == (422, True)
    assert ('value="Ioana Dragomir"' in page, 'name="invitation"' in page) == (True, True)
    assert send(client, event).status_code == 422
    assert not Registration.objects.exists()

    send(client, event, invitation=spoken(made.code))
    assert Invitation.objects.get().used_by == Registration.objects.get()
    page = send(client, event, name="Luc Roy", email="luc@exemple.test", invitation=made.code).content.decode()
    assert ("a déjà servi" in page, Registration.objects.count()) == (True, 1)


def test_the_link_of_a_letter_brings_the_code_and_no_address_shows_it(client: Client) -> None:
    event, made = invited_event()

    answer = client.get(reverse("gates:open", args=[made.code]))
    assert (answer["Location"], answer["Cache-Control"]) == (form_path(event), "no-store")
    assert f'value="{made.code}"' in client.get(form_path(event)).content.decode()
    assert client.get(reverse("gates:open", args=["0" * 12])).status_code == 404


def test_somebody_invited_at_a_proven_address_types_no_code(client: Client) -> None:
    event, _made = invited_event()
    login = make_user(email="amina@exemple.test")
    login.person.addresses.update_or_create(email="amina@exemple.test", defaults={"proven_at": "2026-01-01T00:00Z"})
    sign_in(client, login)

    page = client.get(form_path(event)).content.decode()

    assert ('name="invitation"' in page, "aucun code" in page) == (False, True)


def test_a_prerequisite_keeps_the_form_from_a_guest_but_not_from_a_pass(client: Client) -> None:
    event = open_event(audience="network.member")
    actions.add_gate(event=event, question="registration.present:training", by=None)
    assert 'name="email"' not in client.get(form_path(event)).content.decode()
    given = actions.let_in(event=event, email="luc@exemple.test", reason="x", by=make_user("organiser"))

    client.get(reverse("gates:open", args=[given.code]))
    assert 'name="email"' in client.get(form_path(event)).content.decode()
    send(client, event, invitation=given.code)

    assert Pass.objects.get().used_by == Registration.objects.get()


def test_letters_bring_the_code_in_the_readers_language(client: Client) -> None:
    event, made = invited_event()
    actions.send(event=event, by=None)
    for language, words in (("fr", "Invitation\xa0: "), ("en", "You are invited: ")):
        mail = Mail.objects.get()
        mail.language = language
        with translation.override(language):
            letter = invited(mail)
        assert letter is not None
        assert letter.subject.startswith(words)
        assert spoken(made.code) in letter.text
        assert f"/{made.code}/" in letter.html
    made.delete()
    assert invited(mail) is None


# ------------------------------------------------------------------ the organiser


def test_conditions_are_chosen_from_what_the_house_can_answer(desk: Client) -> None:
    session, event = open_event(days=-3), open_event()
    path = reverse("gates:gates", args=[event.pk])
    page = desk.get(path).content.decode()
    for choice in (
        "invited",
        "network.member",
        "registration.present:info_session",
        f"registration.present:{session.pk}",
        "participants.lives_in:04",
    ):
        assert f'value="{choice}"' in page, choice

    desk.post(path, {"question": "network.member"})
    desk.post(path, {"question": "invited"})
    assert desk.post(path, {"question": "toolkit.done:1"}).status_code == 422
    assert [gate.question for gate in Gate.objects.all()] == ["network.member", ""]
    desk.post(reverse("gates:remove", args=[event.pk, Gate.objects.first().pk]))  # type: ignore[union-attr]
    assert [gate.question for gate in Gate.objects.all()] == [""]


def test_the_form_of_an_event_offers_no_audience_without_its_argument(desk: Client) -> None:
    page = desk.get(reverse("agenda:edit", args=[open_event().pk])).content.decode()

    assert ('value="network.member"' in page, 'value="registration.present"' in page) == (True, False)


def test_a_list_is_pasted_or_sent_looked_at_then_written_to(desk: Client) -> None:
    event = open_event()
    path = reverse("gates:invitations", args=[event.pk])
    file = SimpleUploadedFile("liste.csv", "Nom;Courriel\nÉmile Roy;emile@exemple.test".encode("cp1252"), "text/csv")

    page = desk.post(path, {"pasted": "Amina;amina@exemple.test\nrien", "file": file, "language": "en"}, follow=True)
    text = page.content.decode()

    assert sorted(Invitation.objects.values_list("email", "name", "language")) == [
        ("amina@exemple.test", "Amina", "en"),
        ("emile@exemple.test", "Émile Roy", "en"),
    ]
    assert ("2 personnes ont été ajoutées" in text, "ces lignes\xa0: 2" in text) == (True, True)
    assert not Mail.objects.exists()
    desk.post(reverse("gates:send", args=[event.pk]))
    assert Mail.objects.count() == 2
    one = Invitation.objects.first()
    assert one
    desk.post(reverse("gates:again", args=[event.pk, one.pk]))
    assert Mail.objects.count() == 3
    desk.post(reverse("gates:withdraw", args=[event.pk, one.pk]))
    assert Invitation.objects.count() == 1
    assert desk.post(path, {"language": "fr"}).status_code == 422
    workbook = SimpleUploadedFile("liste.csv", b"PK\x03\x04" + b"x" * 90, "text/csv")
    assert "tableur" in desk.post(path, {"file": workbook, "language": "fr"}).content.decode()


def test_a_shared_code_and_a_pass_are_made_and_taken_back(desk: Client) -> None:
    event = open_event()
    desk.post(reverse("gates:share", args=[event.pk]), {"most_uses": "20"})
    assert (
        spoken(SharedCode.objects.get().code)
        in desk.get(reverse("gates:invitations", args=[event.pk])).content.decode()
    )
    desk.post(reverse("gates:close_shared", args=[event.pk]))
    assert not SharedCode.objects.exists()

    path = reverse("gates:let_in", args=[event.pk])
    assert desk.post(path, {"email": "luc@exemple.test", "language": "fr", "reason": ""}).status_code == 422
    desk.post(path, {"email": "luc@exemple.test", "language": "fr", "reason": "Interprète"})
    assert "Interprète" in desk.get(reverse("gates:gates", args=[event.pk])).content.decode()
    desk.post(reverse("gates:take_back", args=[event.pk, Pass.objects.get().pk]))
    assert not Pass.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(desk: Client, django_assert_num_queries: Any) -> None:
    event, _made = invited_event()
    path = reverse("gates:invitations", args=[event.pk])
    desk.get(path)

    for _more in range(2):
        with django_assert_num_queries(11):
            desk.get(path)
        actions.invite(event=event, people=[Invited(f"p{number}@exemple.test") for number in range(3)], by=None)


def test_who_was_let_in_by_hand_is_told_to_those_who_run_the_event_and_to_no_other_door_staff(
    desk: Client, organiser: User
) -> None:
    event = doors.fair()
    actions.let_in(event=event, email="luc@exemple.test", reason="Interprète de la séance", by=organiser)
    seat = seat_of(registered(event, "Luc Roy", code=Pass.objects.get().code))
    scan = reverse("doors:scan", args=[event.pk])
    # One who organises elsewhere helps here, too.
    helper = doors.login("organiser", code="01")
    DoorPass.objects.create(event=event, person=helper.person, door="A")

    def read(name: str, *more: Any) -> str:
        answer = desk.get(reverse(f"doors:{name}", args=[event.pk, *more]))
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]

    for page in (
        read("registrations"),
        read("registration", seat.registration_id),
        read("export", "csv"),
        desk.post(scan, {"ticket": tickets.of(seat), "door": "A"}, headers={"HX-Request": "true"}).content.decode(),
    ):
        assert "Interprète de la séance" in page
    for user in (doors.door_staff(event), helper):
        at_door = Client()
        sign_in(at_door, user)
        answer = at_door.post(scan, {"ticket": tickets.of(seat), "door": "A"}, headers={"HX-Request": "true"})
        page = answer.content.decode()
        assert ("Luc Roy" in page, "Interprète" in page) == (True, False)
