"""Another system, from the organiser's page to the last message: connected, told, told again, and shut out."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from events.exchange import signing
from tests.browser import harness
from tests.factories.exchange import Receiver, receiving
from tests.scale import FEWER_LOOKS

OpenAt = Callable[..., Page]
WORDS = {
    "fr": {
        "make": "Créer un jeton",
        "kept": "C’est copié",
        "tell": "Informer un autre système",
        "told": "Quelqu’un s’est inscrit",
        "delivered": "Remis",
        "again": "Renvoyer",
        "revoke": "Révoquer le jeton",
        "revoked": "Révoqué",
    },
    "en": {
        "make": "Make a token",
        "kept": "I have copied it",
        "tell": "Tell another system",
        "told": "Somebody registered",
        "delivered": "Delivered",
        "again": "Send again",
        "revoke": "Revoke the token",
        "revoked": "Revoked",
    },
}


def ask(site: harness.Site, token: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """As a program of somebody else asks: status and answer."""
    asked = urllib.request.Request(
        f"{site.url}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def wait_for(receiver: Receiver, number: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while len(receiver.came) < number and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(receiver.came) >= number, f"{len(receiver.came)} messages came, {number} were waited for"


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_another_system_is_connected_asks_is_told_told_again_and_shut_out(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    words, page = WORDS[language], page_at(width, language)
    harness.sign_in_as(page, "organiser")
    with translation.override(language):
        home = reverse("exchange:index")
    name = f"Registre d’essai {width}-{language}"

    # A token that may read events and register people; it is shown on this page alone.
    page.goto(home)
    page.get_by_role("link", name=words["make"]).click()
    page.locator("#id_name").fill(name)
    for scope in ("events:read", "registrations:write"):
        page.locator(f"input[name=scopes][value='{scope}']").check()
    page.locator("main form button.button").click()
    token = page.locator("#secret").input_value()
    assert token.startswith("mlg_")
    harness.assert_sound(page)
    page.get_by_role("link", name=words["kept"]).click()
    expect(page.locator("main")).to_contain_text(name)
    assert token not in page.content()

    # It opens what was ticked, and says what is missing for the rest.
    status, listed = ask(site, token, "GET", "/events?upcoming=true&limit=100")
    event = site.event("seance-nord")
    assert status == 200
    assert event in {one["id"] for one in listed["items"]}
    status, refused = ask(site, token, "GET", f"/events/{event}/registrations", **{"Accept-Language": f"{language}-CA"})
    assert (status, refused["scope"]) == (403, "registrations:read")
    assert refused["detail"].startswith({"fr": "Ce jeton", "en": "This token"}[language])

    with receiving() as receiver:
        page.get_by_role("link", name=words["tell"]).click()
        page.locator("#id_name").fill(name)
        page.locator("#id_url").fill(receiver.url)
        page.locator("input[name=kinds][value='registration.made']").check()
        harness.assert_sound(page)
        page.locator("main form button.button").click()
        key = page.locator("#secret").input_value()
        harness.assert_sound(page)
        page.get_by_role("link", name=words["kept"]).click()

        # Asked twice under one key, somebody is registered once, and that is told once, signed.
        who = {"name": "Amina Benali", "email": f"amina.{width}.{language}@exemple.test", "language": language}
        made = [
            ask(site, token, "POST", f"/events/{event}/registrations", who, **{"Idempotency-Key": name[-6:]})
            for _time in range(2)
        ]
        assert made[0] == made[1]
        assert made[0][0] == 201
        wait_for(receiver, 1)
        headers, body = receiver.came[0]
        assert signing.holds(key, headers, body, datetime.now(UTC))
        assert json.loads(body)["data"]["registration"] == made[0][1]["id"]

        # The log says so, and sends it again under its number.
        page.reload()
        line = page.locator("tbody tr", has_text=words["told"])
        expect(line).to_contain_text(words["delivered"])
        harness.assert_sound(page)
        line.get_by_role("button", name=words["again"]).click()
        wait_for(receiver, 2)
        assert receiver.came[1][0]["webhook-id"] == headers["webhook-id"]
        page.reload()
        expect(page.locator("tbody tr", has_text=words["told"]).locator("ol li")).to_have_count(2)

    # Once it is revoked it opens nothing.
    page.goto(home)
    harness.follow(page.locator("tbody tr", has_text=token[:8]).get_by_role("link"))
    harness.assert_sound(page)
    page.get_by_role("button", name=words["revoke"]).click()
    expect(page.locator("tbody tr", has_text=token[:8])).to_contain_text(words["revoked"])
    harness.assert_sound(page)
    assert ask(site, token, "GET", "/events")[0] == 401
