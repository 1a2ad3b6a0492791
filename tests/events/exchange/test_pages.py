"""The organiser's pages about other systems: what is connected, what became of messages, and what is shown once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from events.exchange import actions, signing
from events.exchange.models import Delivery, Kind, Subscription
from people.accounts.models import User
from tests.factories.accounts import make_user, sign_in
from tests.factories.exchange import organiser, receiving, subscribed, token_of
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    """Who runs the events of Mauricie."""
    return organiser()


@pytest.fixture
def browser(user: User) -> Client:
    return sign_in(Client(), user)


def url(name: str, *arguments: Any) -> str:
    return reverse(f"exchange:{name}", args=arguments)


def test_a_system_is_connected_tried_paused_resumed_and_ended(browser: Client) -> None:
    event = open_event()
    with receiving() as system:
        asked = {
            "key": "0" * 32,
            "name": "Registre",
            "url": system.url,
            "event": event.pk,
            "kinds": [Kind.REGISTRATION_MADE.value],
        }
        page = browser.post(url("subscribe"), asked).content.decode()
        held = Subscription.objects.get()
        assert signing.shown(held.salt) in page
        assert browser.post(url("subscribe"), asked).status_code == 422
        assert signing.shown(held.salt) not in browser.get(url("subscription", held.pk)).content.decode()
        browser.post(url("ping", held.pk))
        browser.post(url("pause", held.pk))
        registered(event)
        clock.tick()
        assert system.kinds == []
        browser.post(url("resume", held.pk))
        clock.tick()
        assert system.kinds == ["ping", "registration.made"]
        key = browser.post(url("change_key", held.pk)).content.decode()
        held.refresh_from_db()
        assert signing.shown(held.salt) in key
    page = browser.get(url("subscription", held.pk)).content.decode()
    assert "thank you" in page
    again = Delivery.objects.filter(kind=Kind.PING).get()
    assert browser.post(url("send_again", held.pk, again.pk)).status_code == 302
    browser.post(url("end", held.pk))
    assert not Subscription.objects.exists()


def test_the_pages_cost_the_same_for_one_and_for_four(
    browser: Client, user: User, django_assert_num_queries: Any
) -> None:
    held = subscribed(user.person)
    for number in (1, 3):
        for _each in range(number):
            token_of(user)
            subscribed(user.person)
            actions.ping(subscription=held, by=held.owner)
        for name, arguments, cost in (("index", [], 6), ("subscription", [held.pk], 9), ("interface", [], 4)):
            browser.get(url(name, *arguments))
            with django_assert_num_queries(cost):
                assert browser.get(url(name, *arguments)).status_code == 200


def test_an_organiser_sees_their_own_keys_and_an_administrator_everybodys(
    browser: Client, user: User, client: Client
) -> None:
    mine = token_of(user).token
    stranger = make_user("organiser")
    theirs = actions.make_token(
        owner=stranger.person,
        name="Autre registre",
        scopes=mine.scopes,
        last_day=mine.expires_at.date(),
        form_key="1" * 32,
    ).token

    own = browser.get(url("index")).content.decode()
    assert browser.post(url("revoke", theirs.pk)).status_code == 404
    sign_in(client, make_user("administrator"))
    everybodys = client.get(url("index")).content.decode()
    client.post(url("revoke", theirs.pk))

    assert mine.name in own
    assert "Autre registre" not in own
    assert {"Autre registre", stranger.person.name} <= {
        word for word in ("Autre registre", stranger.person.name) if word in everybodys
    }
    theirs.refresh_from_db()
    assert theirs.standing == "revoked"
