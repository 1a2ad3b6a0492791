"""A match's way in a browser: a request, a round, two who accept and sign, their reviews, and the end.

The candidate holds a phone, in their language; so does the host. The caseworker sits at a window and has no mouse; the
coordination looks at the board of a round that the engine has just computed.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.browser.pairing_words import STAFF, WORDS
from tests.browser.test_people_way import Desk, Phone
from tests.scale import LANGUAGES

OpenAt = Callable[..., Page]
PHONE, DESK = 390, 1280
#: A round over everybody of the demonstration, and its letters, beside whatever else the machine does.
PATIENCE_MS = 60_000
HALF_OF_THE_TIME, REST = 12 * 60, 12 * 60


def told(site: harness.Site, *words: object) -> dict[str, Any]:
    """What ``tests.browser.pairing_people`` brings about, and says of it."""
    environment = harness.environment(site.var, int(site.url.rpartition(":")[2]))
    command = [sys.executable, "-m", "tests.browser.pairing_people", *map(str, words)]
    done = subprocess.run(command, cwd=harness.ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def at(name: str, *values: object, language: str = "fr") -> str:
    with translation.override(language):
        return reverse(name, args=values)


def signed_in(page: Page, role: str, user: int | None = None) -> Page:
    harness.sign_in_as(page, role, user=user)
    return page


# ------------------------------------------------------------------ the candidate


def asks_for_a_match(phone: Phone, language: str) -> None:
    """The card has filled in the occupation and the hours."""
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    harness.assert_sound(phone.page)
    phone.press("say")
    harness.assert_sound(phone.page)
    phone.choose(purposes="contacts", formats="mentoring")
    phone.page.locator("[name=online_welcome]").check()
    phone.fill(words=phone.words["goal"])
    phone.press("send")
    phone.reads("sent")
    phone.reads("one more step")


def accepts_what_is_proposed(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    phone.press("read")
    phone.reads("Mentorat en écriture")
    phone.page.locator("main").get_by_role("link", name="Mentorat en écriture").first.click()
    phone.reads("a proposal")
    phone.reads("why")
    phone.press("yes")
    phone.reads("both said yes")


def writes_a_goal_and_signs(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    phone.press("open")
    phone.page.locator("main .card a").first.click()
    harness.assert_sound(phone.page)
    phone.press("read the agreement")
    harness.assert_sound(phone.page)
    phone.page.locator("main").get_by_role("link", name=phone.words["change"]).click()
    harness.assert_sound(phone.page)
    phone.fill(goal1=phone.words["goal"])
    phone.press("save")
    phone.reads("saved")
    phone.press("sign")
    phone.reads("signed")


def gives_a_review(phone: Phone, match: str, **answers: str) -> None:
    phone.page.goto(match)
    harness.assert_sound(phone.page)
    phone.press("review")
    harness.assert_sound(phone.page)
    phone.choose(**answers)
    if "goals_reached" in answers:
        phone.fill(contacts_gained="3")
    phone.fill(words=phone.words["words"])
    phone.press("review")
    phone.reads("thanks")


# ------------------------------------------------------------------ the host


def host_accepts(host: Phone) -> None:
    host.page.goto(at("proposals:mine"))
    harness.assert_sound(host.page)
    host.page.locator("main .card a").first.click()
    host.reads("Quelqu’un pour votre offre")
    host.press("Oui, j’accepte")
    host.reads("Votre oui est noté")


def host_signs(host: Phone) -> None:
    host.page.goto(at("matches:home"))
    host.page.locator("main .card a").first.click()
    host.press("Lire l’entente")
    host.press("Je signe ce texte")
    host.reads("elle est en vigueur")


def they_write(phone: Phone, host: Phone, match: int, language: str) -> None:
    """What one writes stands before the other, who has not touched the page."""
    host.page.goto(at("conversations:thread", match))
    expect(host.page.locator("[data-live-state=on]")).to_be_visible()
    phone.page.goto(at("conversations:thread", match, language=language))
    phone.fill(text=phone.words["hello"])
    phone.press("write")
    phone.reads("hello")
    expect(host.page.locator(".talk")).to_contain_text(phone.words["hello"])
    harness.assert_sound(host.page)


# ------------------------------------------------------------------ the desk


def put_in_the_pool(desk: Desk, file: str) -> None:
    desk.open(f"/fr/{desk.words['file']}{file}/")
    desk.follow("put in")
    desk.reads("is ready")


def compute_a_round(window: Page, edition: int) -> str:
    """Its address, once the worker has computed it and the proof holds."""
    window.goto(at("rounds:edition", edition))
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["compute"]).click()
    window.wait_for_url(re.compile(r"/gestion/rondes/\d+/$"))
    # The page follows by itself.
    expect(window.get_by_role("link", name=STAFF["decide"])).to_be_visible(timeout=PATIENCE_MS)
    harness.assert_sound(window)
    window.get_by_role("link", name=STAFF["see"]).click()
    harness.assert_sound(window)
    return window.url


def look_at_the_pair_and_publish(window: Page, board: str, file: str) -> None:
    window.locator("[name=family]").select_option("51")
    window.locator(".filters").get_by_role("button", name=STAFF["show"]).click()
    window.locator("table").get_by_role("link", name=file).click()
    expect(window.locator(".round-pair")).to_contain_text("Mentorat en écriture")
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["lock"]).click()
    expect(window.locator("main")).to_contain_text(STAFF["locked"])
    harness.assert_sound(window)
    window.goto(board)
    window.get_by_role("link", name=STAFF["decide"]).click()
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["send"]).click()
    expect(window.locator("main")).to_contain_text(STAFF["published"], timeout=PATIENCE_MS)


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_are_put_together_and_come_to_a_good_end(page_at: OpenAt, site: harness.Site, language: str) -> None:
    people = told(site, "gather", language)
    phone = Phone(signed_in(page_at(PHONE, language), "participant", people["candidate"]), WORDS[language])
    host = Phone(signed_in(page_at(PHONE, "fr"), "mentor", people["host"]), WORDS["fr"])
    desk = Desk(signed_in(page_at(DESK, "fr"), "caseworker"), STAFF)
    window = signed_in(page_at(DESK, "fr"), "programme_coordinator")

    asks_for_a_match(phone, language)
    put_in_the_pool(desk, people["file"])
    phone.page.reload()
    phone.reads("only one")
    board = compute_a_round(window, people["edition"])
    look_at_the_pair_and_publish(window, board, people["file"])

    host_accepts(host)
    accepts_what_is_proposed(phone, language)
    writes_a_goal_and_signs(phone, language)
    host_signs(host)

    [(match,)] = site.ask("SELECT id FROM matches_match WHERE offer_id = ?", people["offer"])
    own, theirs = at("matches:match", match, language=language), at("matches:match", match)
    they_write(phone, host, match, language)
    # Where the two plan their meetings, hold them and confirm the minutes.
    told(site, "meet", match, HALF_OF_THE_TIME)
    gives_a_review(phone, own, usefulness="5", problem="no")
    told(site, "meet", match, REST)
    final = {"goals_reached": "all", "gained": "interview", "would_again": "yes"}
    gives_a_review(phone, own, **final)
    gives_a_review(host, theirs, **final)

    phone.page.goto(own)
    phone.reads("over")
    desk.open(at("matches:staff_match", match))
    desk.reads("Mené à terme")
    assert site.ask("SELECT state FROM matches_match WHERE id = ?", match) == [("completed",)]
