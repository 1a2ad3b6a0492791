"""The day itself in a browser: a ticket at the door moves the figures on the organiser's desk."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.scale import FEWER_LOOKS, OTHER_LOOKS

OpenAt = Callable[..., Page]
WORDS = {
    "fr": {"door": "gestion/evenements/{}/accueil", "live": "gestion/evenements/{}/en-direct", "welcome": "Bienvenue",
           "already": "Déjà à l’intérieur", "undone": "Arrivée annulée", "undo": "Annuler l’arrivée",
           "list": "gestion/evenements/{}/inscriptions", "passes": "gestion/evenements/{}/laissez-passer"},
    "en": {"door": "manage/events/{}/door", "live": "manage/events/{}/live", "welcome": "Welcome",
           "already": "Already in", "undone": "Check-in undone", "undo": "Undo the check-in",
           "list": "manage/events/{}/registrations", "passes": "manage/events/{}/passes"},
}  # fmt: skip


def people_at(site: harness.Site, number: int) -> dict[str, Any]:
    """People registered for today's fair, and the fair."""
    port = int(site.url.rpartition(":")[2])
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.door_people", str(number)],
        cwd=harness.ROOT,
        env=harness.environment(site.var, port),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@pytest.fixture(scope="module")
def fair(site: harness.Site) -> dict[str, Any]:
    return people_at(site, 12)


@pytest.fixture(scope="module")
def visitors(fair: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Each test takes the next ones who come."""
    return iter(fair["people"])


def path(fair: dict[str, Any], language: str, page: str) -> str:
    return f"/{language}/{WORDS[language][page].format(fair['event'])}/"


def at_door(open_at: OpenAt, fair: dict[str, Any], width: int, language: str, **how: Any) -> Page:
    page = open_at(width, language, **how)
    harness.sign_in_as(page, "door_staff")
    page.goto(path(fair, language, "door"))
    return page


def scan(page: Page, text: str) -> None:
    page.locator("[name=ticket]").first.fill(text)
    page.keyboard.press("Enter")


def present(desk: Page) -> int:
    return int(desk.locator(".figures dd").first.inner_text().replace("\u00a0", ""))


@pytest.mark.parametrize(("width", "language"), OTHER_LOOKS)
def test_a_ticket_at_the_door_moves_the_desk_within_a_second(
    page_at: OpenAt, fair: dict[str, Any], visitors: Iterator[dict[str, str]], width: int, language: str
) -> None:
    visitor, words = next(visitors), WORDS[language]
    spoken = f"{visitor['reference'][:4]}-{visitor['reference'][4:]}"
    desk = page_at(width, language)
    harness.sign_in_as(desk, "organiser")
    desk.goto(path(fair, language, "live"))
    desk.wait_for_selector("[data-live-state=on]")
    before = present(desk)
    door = at_door(page_at, fair, width, language)

    scan(door, spoken.lower())
    expect(door.locator("[data-verdict=welcome]")).to_contain_text(words["welcome"])
    expect(door.locator("#verdict")).to_contain_text(visitor["name"])
    expect(desk.locator(".figures dd").first).to_have_text(str(before + 1), timeout=2000)
    expect(desk.locator(".desk-scans tbody tr").first).to_contain_text(spoken)
    harness.assert_sound(desk)

    scan(door, visitor["ticket"])
    expect(door.locator("[data-verdict=already]")).to_contain_text(words["already"])
    harness.assert_sound(door)

    door.get_by_role("button", name=words["undo"]).click()
    expect(door.locator("[data-verdict=undone]")).to_contain_text(words["undone"])
    expect(desk.locator(".figures dd").first).to_have_text(str(before), timeout=2000)


def test_what_was_refused_stays_in_the_field_to_be_corrected(page_at: OpenAt, fair: dict[str, Any]) -> None:
    door = at_door(page_at, fair, 390, "fr")

    scan(door, "zzzz-zzzz")

    expect(door.locator("[data-verdict=refused]")).to_be_visible()
    expect(door.locator("[name=ticket]").first).to_have_value("zzzz-zzzz")
    harness.assert_axe_clean(door)


def test_the_door_is_worked_by_keyboard_alone(
    page_at: OpenAt, fair: dict[str, Any], visitors: Iterator[dict[str, str]]
) -> None:
    visitor = next(visitors)
    door = at_door(page_at, fair, 1280, "en")

    # The field has the focus from the start, and again after each ticket.
    door.keyboard.type(visitor["reference"])
    door.keyboard.press("Enter")
    expect(door.locator("[data-verdict=welcome]")).to_be_visible()
    expect(door.locator("[name=ticket]").first).to_be_focused()
    expect(door.locator("[name=ticket]").first).to_have_value("")
    door.keyboard.press("Shift+Tab")
    expect(door.get_by_role("button", name="Undo the check-in")).to_be_focused()
    door.keyboard.press("Enter")
    expect(door.locator("[data-verdict=undone]")).to_be_visible()


def test_without_script_the_door_and_the_desk_work_as_pages(
    page_at: OpenAt, fair: dict[str, Any], visitors: Iterator[dict[str, str]]
) -> None:
    visitor = next(visitors)
    door = at_door(page_at, fair, 390, "fr", javascript=False)
    expect(door.locator("[data-say=none]")).to_be_visible()

    scan(door, visitor["reference"])
    expect(door.locator("[data-verdict=welcome]")).to_contain_text(visitor["name"])
    door.locator("[name=words]").fill(visitor["name"].rpartition(" ")[2])
    door.get_by_role("button", name="Chercher un nom").click()
    expect(door.locator("#found")).to_contain_text(visitor["name"])
    door.goto(path(fair, "fr", "live"))
    expect(door.locator(".desk-scans tbody tr").first).to_contain_text(visitor["reference"][:4])
    door.locator(".desk-scans tbody tr").first.get_by_role("button").click()
    expect(door.locator(".desk-scans tbody tr").first).to_contain_text("Arrivée annulée")


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
@pytest.mark.parametrize("page", ["list", "passes"])
def test_the_organisers_pages_are_sound(
    page_at: OpenAt, fair: dict[str, Any], page: str, width: int, language: str
) -> None:
    open_page = page_at(width, language)
    harness.sign_in_as(open_page, "organiser")
    open_page.goto(path(fair, language, page))

    expect(open_page.locator("h1")).to_be_visible()
    harness.assert_sound(open_page)


def test_a_name_is_searched_without_leaving_a_trace_in_the_address(
    page_at: OpenAt, fair: dict[str, Any], visitors: Iterator[dict[str, str]]
) -> None:
    visitor = next(visitors)
    last = visitor["name"].rpartition(" ")[2]
    page = page_at(1280, "fr")
    harness.sign_in_as(page, "organiser")
    page.goto(path(fair, "fr", "list"))

    page.get_by_role("searchbox").fill(f"pham {last}")
    page.keyboard.press("Enter")

    expect(page.locator(".registrations tbody tr")).to_have_count(1)
    expect(page.locator(".registrations")).to_contain_text(visitor["name"])
    assert last not in page.url


def test_the_curve_stays_open_as_it_was_left_while_the_desk_moves(
    page_at: OpenAt, fair: dict[str, Any], visitors: Iterator[dict[str, str]]
) -> None:
    desk = page_at(1280, "fr")
    harness.sign_in_as(desk, "organiser")
    desk.goto(path(fair, "fr", "live"))
    desk.wait_for_selector("[data-live-state=on]")
    desk.locator(".disclosure summary").click()
    before = present(desk)

    scan(at_door(page_at, fair, 390, "fr"), next(visitors)["reference"])

    expect(desk.locator(".figures dd").first).to_have_text(str(before + 1), timeout=2000)
    expect(desk.locator(".disclosure table")).to_be_visible()
