"""What a visitor sees and sends: the form, the registration's page, the ticket."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import pages
from core.outbox import Mail
from events.agenda.models import Event
from events.registration import actions, tickets
from events.registration.models import Registration, Seat, new_key
from tests.factories.accounts import make_user, sign_in
from tests.factories.registration import open_event, registered, seat_of

pytestmark = pytest.mark.django_db


def form_path(event: Event, language: str = "fr") -> str:
    with translation.override(language):
        return reverse("registration:register", args=[event.pk])


def answers(**given: str) -> dict[str, str]:
    return {
        "name": "Ioana Dragomir",
        "email": "ioana@exemple.test",
        "language": "fr",
        "wants_reminder": "on",
        "key": new_key(),
        **given,
    }


def send(client: Client, event: Event, **given: str) -> Any:
    return client.post(form_path(event), answers(**given))


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_form_speaks_both_languages_at_an_address_of_its_own(client: Client) -> None:
    event = open_event()

    assert form_path(event) == f"/fr/agenda/{event.pk}/inscription/"
    assert form_path(event, "en") == f"/en/events/{event.pk}/register/"
    assert "Confirmer mon inscription" in text_of(client.get(form_path(event)))
    assert "Confirm my registration" in text_of(client.get(form_path(event, "en")))


def test_the_form_is_kept_by_no_cache_and_has_a_new_key_each_time(client: Client) -> None:
    first, second = client.get(form_path(event := open_event())), client.get(form_path(event))

    assert first["Cache-Control"] == "no-store"
    keys = [re.search(r'name="key" value="([0-9a-f]{32})"', text_of(page)) for page in (first, second)]
    assert all(keys)
    assert len({key[1] for key in keys if key}) == 2


def test_registering_leads_to_the_page_of_the_registration(client: Client) -> None:
    answer = send(client, open_event())

    registration = Registration.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/fr/inscription/{registration.link_key}/"
    page = text_of(client.get(answer["Location"]))
    assert "Vous avez une place" in page
    assert tickets.of(seat_of(registration)) in page


def test_no_address_and_no_name_stands_in_any_url(client: Client) -> None:
    answer = send(client, open_event())

    page = text_of(client.get(answer["Location"]))
    links = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert "ioana" not in links.lower()
    assert "dragomir" not in links.lower()


def test_a_double_click_and_the_back_button_are_one_registration(client: Client) -> None:
    event, key = open_event(), new_key()

    places = {send(client, event, key=key)["Location"] for _click in range(3)}

    assert len(places) == 1
    assert Registration.objects.count() == 1
    assert Mail.objects.count() == 1


def test_a_stranger_who_types_somebody_s_name_and_address_learns_nothing(client: Client) -> None:
    event = open_event()
    send(client, event)
    registration = Registration.objects.get()

    answer = send(Client(), event)

    assert answer["Location"] == f"/fr/agenda/{event.pk}/inscription/deja/"
    page = text_of(Client().get(answer["Location"]))
    assert registration.link_key not in page
    assert registration.reference not in page
    assert Mail.objects.get(template="registration/link").recipient == registration.email


def test_the_link_is_sent_again_once_an_hour_at_most(client: Client) -> None:
    event = open_event()
    for _time in range(4):
        send(Client(), event)

    assert Mail.objects.filter(template="registration/link").count() == 1


def test_somebody_signed_in_finds_the_form_filled_in_and_then_their_registration(client: Client) -> None:
    event, user = open_event(), make_user(name="Amina Benali", email="amina@exemple.test")
    sign_in(client, user)
    page = text_of(client.get(form_path(event)))
    assert 'value="Amina Benali"' in page
    assert 'value="amina@exemple.test"' in page

    send(client, event, name="Amina Benali", email="amina@exemple.test")

    mine = Registration.objects.get()
    assert mine.contact == user.person
    assert client.get(form_path(event))["Location"] == f"/fr/inscription/{mine.link_key}/"
    again = send(client, event, name="Amina B.", email="travail@exemple.test")
    assert again["Location"] == f"/fr/inscription/{mine.link_key}/"


def test_a_guest_who_signs_in_with_that_proven_address_is_let_through(client: Client) -> None:
    event = open_event()
    registration = registered(event, "Amina Benali", email="amina@exemple.test")
    sign_in(client, make_user(name="Amina Benali", email="amina@exemple.test"))

    answer = send(client, event, name="Amina Benali", email="amina@exemple.test")

    assert answer["Location"] == f"/fr/inscription/{registration.link_key}/"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Écrivez l’adresse"),
        ("ioana", "contient un @"),
        ("@exemple.test", "avant et après"),
        ("ioana@exemple", "Ajoutez la fin de l’adresse"),
        ("ioana@exemple.test, radu@exemple.test", "une seule adresse"),
        ("ioana@exemple..test", "Vérifiez chaque lettre"),
        ("ioana@gmial.com", "Vouliez-vous dire « ioana@gmail.com »"),
        ("ioana@exemple.con", "Vouliez-vous dire « ioana@exemple.com »"),
    ],
)
def test_each_slip_in_an_address_gets_its_own_sentence_and_the_rest_is_kept(
    client: Client, email: str, sentence: str
) -> None:
    event, key = open_event(), new_key()

    answer = send(client, event, email=email, key=key)

    page = text_of(answer).replace("&nbsp;", " ").replace("\xa0", " ").replace("&#x27;", "’").replace("&amp;", "&")
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Ioana Dragomir"' in page
    assert f'value="{key}"' in page
    assert 'href="#id_email"' in page
    assert not Registration.objects.exists()


def test_an_address_that_looks_like_a_slip_can_be_right(client: Client) -> None:
    event = open_event()
    assert 'type="checkbox" name="email_as_is"' in text_of(send(client, event, email="ioana@gmail.ca"))

    assert send(client, event, email="ioana@gmail.ca", email_as_is="on").status_code == 302


def test_a_full_event_says_so_before_and_after(client: Client) -> None:
    event = open_event(capacity=1)
    registered(event)
    registered(event)
    assert "S’inscrire sur la liste d’attente" in text_of(client.get(form_path(event)))

    page = text_of(client.get(send(client, event)["Location"]))

    assert "Vous êtes au rang 2" in page
    assert "/billet/" not in page


def test_a_closed_registration_shows_why_in_place_of_the_form(client: Client) -> None:
    event = open_event()
    Event.objects.update(registration_closes_at=event.published_at)

    page = text_of(client.get(form_path(event)))

    assert "Les inscriptions sont closes" in page
    assert 'name="email"' not in page
    refused = send(client, event)
    assert refused.status_code == 422
    assert "Les inscriptions sont closes" in text_of(refused)


def test_drafts_cannot_be_registered_for(client: Client) -> None:
    assert client.get(form_path(open_event(published_at=None))).status_code == 404


def test_cancelling_asks_once_and_can_be_undone_by_registering_again(client: Client) -> None:
    event = open_event()
    page = send(client, event)["Location"]

    assert "Annuler mon inscription" in text_of(client.get(page + "annuler/"))
    assert not Registration.objects.get().is_cancelled
    assert client.post(page + "annuler/")["Location"] == page
    assert form_path(event) in text_of(client.get(page))
    send(client, event)
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["cancelled", "confirmed"]


def test_a_new_address_voids_the_link_and_the_ticket_of_the_old_one(client: Client) -> None:
    old_page = send(client, open_event())["Location"]
    old_ticket = tickets.of(seat_of(Registration.objects.get()))

    new_page = client.post(old_page + "modifier/", answers(email="nouvelle@exemple.test"))["Location"]

    assert new_page != old_page
    assert client.get(new_page).status_code == 200
    assert client.get(old_page).status_code == 404
    assert client.get(f"/fr/billet/{old_ticket}/").status_code == 404
    told = Mail.objects.order_by("pk").values_list("template", "recipient")
    assert list(told) == [
        ("registration/confirmed", "ioana@exemple.test"),
        ("registration/left", "ioana@exemple.test"),
        ("registration/confirmed", "nouvelle@exemple.test"),
    ]
    entries = [mail.payload["entry"] for mail in Mail.objects.order_by("pk")]
    assert [(entry["method"], entry["sequence"]) for entry in entries] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
    ]


def test_taking_the_name_and_address_of_another_registration_is_refused(client: Client) -> None:
    event = open_event()
    registered(event, "Radu Dragomir", email="radu@exemple.test")
    page = send(client, event)["Location"]

    answer = client.post(page + "modifier/", answers(name="Radu Dragomir", email="radu@exemple.test"))

    assert answer.status_code == 422
    assert seat_of(Registration.objects.get(email="ioana@exemple.test")).name == "Ioana Dragomir"


def test_a_ticket_opens_without_a_login_and_is_gone_when_it_is_cancelled(client: Client) -> None:
    registration = registered(open_event(), "محمد العلي")
    path = f"/fr/billet/{tickets.of(seat_of(registration))}/"

    page = text_of(client.get(path))
    assert "محمد العلي" in page
    assert "<svg" in page
    actions.cancel(registration=registration, by=None)
    assert client.get(path).status_code == 410
    assert "STATUS:CANCELLED" in text_of(client.get(path + "evenement.ics"))


def test_the_calendar_file_of_a_ticket_is_the_entry_our_mails_keep(client: Client) -> None:
    registration = registered(open_event())
    seat = seat_of(registration)

    file = client.get(f"/fr/billet/{tickets.of(seat)}/evenement.ics")

    assert file["Content-Type"].startswith("text/calendar")
    assert f"UID:seat-{seat.calendar_uid}@maillage" in text_of(file)
    assert "ATTENDEE" not in text_of(file)
    assert client.get(f"/fr/billet/{tickets.sign(new_key(), 1)}/evenement.ics").status_code == 404


def test_somebody_who_waits_has_no_ticket_yet(client: Client) -> None:
    event = open_event(capacity=1)
    registered(event)
    path = f"/fr/billet/{tickets.of(seat_of(registered(event)))}/"

    assert client.get(path).status_code == 410
    assert client.get(path + "billet.pdf").status_code == 404
    assert client.get(path + "evenement.ics").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_cost_few_queries(client: Client, django_assert_max_num_queries: Any, language: str) -> None:
    event = open_event()
    registration = registered(event)
    with translation.override(language):
        manage, ticket = (
            reverse("registration:manage", args=[registration.link_key]),
            reverse("registration:ticket", args=[tickets.of(seat_of(registration))]),
        )

    with django_assert_max_num_queries(3):
        client.get(manage)
    with django_assert_max_num_queries(2):
        client.get(ticket)
    with django_assert_max_num_queries(4):  # event, guest or not, conditions, questions
        client.get(form_path(event, language))


def test_whoever_is_in_is_not_offered_to_cancel(client: Client) -> None:
    registration = registered(open_event())
    page = f"/fr/inscription/{registration.link_key}/"
    assert "Annuler mon inscription" in client.get(page).content.decode()

    Seat.objects.filter(registration=registration).update(state="present", present_at=timezone.now())

    assert "Annuler mon inscription" not in client.get(page).content.decode()


# ------------------------------------------------------------------ when all come at once


def hidden(page: str) -> tuple[str, str]:
    """Token and key of a form."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert token
    assert key
    return token[1], key[1]


@pytest.fixture
def _at_noon(settings: Any) -> Iterator[None]:
    settings.PAGES_KEPT = True
    yield
    pages.store.clear()


@pytest.mark.usefixtures("_at_noon")
def test_who_comes_within_a_second_gets_the_same_form_with_a_token_and_a_key_of_their_own(
    django_assert_num_queries: Any,
) -> None:
    path = form_path(open_event(capacity=2))
    visitors = [Client(enforce_csrf_checks=True) for _visitor in range(2)]
    shown = [visitors[0].get(path)]
    with django_assert_num_queries(0):
        shown.append(visitors[1].get(path))

    (token, key), (token_2, key_2) = (hidden(one.content.decode()) for one in shown)
    assert (token, key) != (token_2, key_2)
    assert shown[0].content.decode().replace(token, token_2).replace(key, key_2) == shown[1].content.decode()
    assert [one["Cache-Control"] for one in shown] == ["no-store", "no-store"]
    for visitor, sent in zip(visitors, ((token, key), (token_2, key_2)), strict=True):
        said = answers(email=f"{sent[1]}@exemple.test", csrfmiddlewaretoken=sent[0], key=sent[1])
        assert visitor.post(path, said).status_code == 302
    assert Registration.objects.count() == 2
    # The token of one opens nothing to another.
    assert visitors[0].post(path, answers(csrfmiddlewaretoken="x" * 64)).status_code == 403


@pytest.mark.usefixtures("_at_noon")
def test_who_is_signed_in_gets_a_form_of_their_own_and_a_second_later_it_is_made_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = open_event()
    path = form_path(event)
    Client().get(path)
    user = make_user(name="Ioana Dragomir")
    sign_in(client, user)

    assert user.email in client.get(path).content.decode()
    assert user.email not in Client().get(path).content.decode()

    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())
    assert "key" in Client().get(path).content.decode()
    later = time.monotonic() + pages.FORM_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert 'name="key"' not in Client().get(path).content.decode()
