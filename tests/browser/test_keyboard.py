"""From the home page to a confirmed registration without a mouse: in sight at each stop, and never caught."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harness

OpenAt = Callable[..., Page]
STOPS = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter(element => element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)"))"""
#: Known by what it says, not by the element: a live page replaces some, and adds others, while one goes round.
KEY = """element => element.id || [element.tagName, element.name, element.value, element.textContent].join(" ")"""
STOP_KEYS = f"{STOPS}.filter(element => !element.matches('[type=radio]:not(:checked)')).map({KEY})"
#: Notes where the focus is; whether it has left the page.
PASS = f"() => {{ const key = {KEY}; window.passed.add(key(document.activeElement)); return document.activeElement === document.body; }}"
WORDS = {
    "fr": ("Trouver un événement", "Type d’événement", "Salon", "Afficher les événements", "Salon de l’emploi de Rimouski",
           "S’inscrire gratuitement", "Nom complet", "Courriel", "Français", "Me rappeler", "Confirmer mon inscription",
           "Vous avez une place"),
    "en": ("Find an event", "Kind of event", "Job fair", "Show events", "Rimouski Job Fair",
           "Register free of charge", "Full name", "Email", "English", "Remind me", "Confirm my registration",
           "You have a seat"),
}  # fmt: skip


def enter_by_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    harness.assert_focus_shown(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def go_round(page: Page) -> None:
    """Tab leads past everything that can be used and out of the page again, and Shift+Tab back in from its end."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    wanted = page.evaluate(
        f"() => {{ window.passed = new Set(); window.wanted = {STOP_KEYS}; return {STOPS}.length; }}"
    )
    # A date has a stop for each of its parts, and what scrolls is a stop of its own.
    for _stop in range(4 * wanted):
        page.keyboard.press("Tab")
        if page.evaluate(PASS):
            break
        harness.assert_focus_shown(page)
    else:
        raise AssertionError(f"the focus does not leave {page.url}")
    # Of a group of choices Tab reaches one; the arrows do the rest.
    missed = set(
        page.evaluate(f"() => {STOP_KEYS}.filter(key => window.wanted.includes(key) && !window.passed.has(key))")
    )
    assert missed == set()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement !== document.body")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_visitor_registers_with_the_keyboard_alone(page_at: OpenAt, site: harness.Site, language: str) -> None:
    find, kind, fair_letters, show, fair, register, name, email, own, reminder, confirm, seated = WORDS[language]
    page = page_at(1280, language)
    press = page.keyboard.press

    page.goto(f"/{language}/")
    enter_by_the_skip_link(page)
    assert harness.tab_to(page, find) == 1
    press("Enter")
    page.wait_for_url(re.compile("/(agenda|events)/$"))
    enter_by_the_skip_link(page)
    harness.tab_to(page, kind)
    page.keyboard.type(fair_letters)
    harness.tab_to(page, show)
    press("Enter")
    page.wait_for_url("**kind=job_fair**")
    harness.tab_to(page, fair)
    press("Enter")
    expect(page.locator("h1")).to_have_text(fair)
    harness.tab_to(page, register)
    press("Enter")
    page.wait_for_url(re.compile("/(inscription|register)/$"))

    # Sent too early: the summary has the focus, and leads to the field.
    harness.tab_to(page, confirm)
    press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    harness.assert_focus_shown(page)
    assert harness.tab_to(page, name) == 1
    press("Enter")
    expect(page.get_by_label(name)).to_be_focused()
    page.keyboard.type("Ngọc Đặng")
    harness.tab_to(page, email)
    page.keyboard.type(f"clavier.{language}@exemple.test")
    harness.tab_to(page, own)
    press("ArrowDown")
    harness.assert_focus_shown(page)
    expect(page.get_by_label(own)).not_to_be_checked()
    press("ArrowUp")
    expect(page.get_by_label(own)).to_be_checked()
    harness.tab_to(page, reminder)
    press("Space")
    expect(page.get_by_label(reminder)).not_to_be_checked()
    harness.tab_to(page, confirm)
    press("Space")

    expect(page.locator("main")).to_contain_text(seated)
    go_round(page)
    assert len(site.mails_to(f"clavier.{language}@exemple.test")) == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_focus_is_never_caught(page_at: OpenAt, site: harness.Site, width: int) -> None:
    page = page_at(width, "fr")

    for path in ("", "agenda/", f"agenda/{site.event('salon-mauricie')}/inscription/"):
        page.goto(f"/fr/{path}")
        go_round(page)


def test_the_focus_is_never_caught_in_the_workspace(page_at: OpenAt, site: harness.Site) -> None:
    fair = site.event("salon-montreal")
    page = page_at(1280, "en")
    harness.sign_in_as(page, "organiser")

    for path in ("new/", f"{fair}/live/", f"{fair}/registrations/", f"{fair}/door/"):
        page.goto(f"/en/manage/events/{path}")
        go_round(page)
