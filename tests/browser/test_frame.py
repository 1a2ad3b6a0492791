"""Header and footer of every page: inside the window, in words, at every width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harness


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/fr/agenda/", "/fr/leaders-diversite/membres/"])
def test_public_pages_stay_inside_their_window_between_phone_and_desk(page_at: Callable[..., Page], path: str) -> None:
    page = page_at(700)
    page.goto(path)

    for width in (320, 600, 680, 700, 765, 900, 1030):
        page.set_viewport_size({"width": width, "height": 900})
        harness.assert_fits(page)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [320, 390, 700])
def test_the_header_of_a_phone_is_one_row_and_keeps_its_words(
    page_at: Callable[..., Page], width: int, language: str
) -> None:
    page = page_at(width, language)
    page.goto({"fr": "/fr/agenda/", "en": "/en/events/"}[language])
    page.evaluate("document.fonts.ready")

    parts = page.locator(".masthead :is(.brand, .language, .tools .button, .menu summary)")
    boxes = [part.bounding_box() for part in parts.all()]
    middles = {round(box["y"] + box["height"] / 2) for box in boxes if box}
    assert len(boxes) == 4
    assert max(middles) - min(middles) <= 4
    expect(page.locator(".menu summary span")).to_have_text("Menu")
    expect(page.locator(".menu summary span")).to_be_visible()

    page.locator(".menu summary").click()
    expect(page.locator(".menu nav a[aria-current]")).to_be_visible()
    harness.assert_sound(page)
