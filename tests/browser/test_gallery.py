"""Every component, in every variant: accessible, inside its window, without a complaint of the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import harness


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_gallery_is_sound(page_at: Callable[..., Page], width: int, scheme: str) -> None:
    page = page_at(width, "fr", scheme=scheme)
    harness.sign_in_as(page, "organiser")
    page.goto("/fr/gestion/composants/")

    page.wait_for_selector("h1")
    harness.assert_sound(page)


def test_names_of_regions_are_whole_at_every_width(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    harness.sign_in_as(page, "organiser")
    page.goto("/fr/gestion/composants/")
    page.evaluate("document.fonts.ready")
    for width in (320, 390, 600, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        clipped = page.evaluate(
            """() => [...document.querySelectorAll(".tiles .name")]
              .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1
                        || e.parentElement.scrollHeight > e.parentElement.clientHeight + 1)
              .map(e => e.textContent)"""
        )
        assert clipped == [], f"at {width} px"


def test_fields_side_by_side_are_level_when_one_has_a_hint_and_an_error(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    harness.sign_in_as(page, "organiser")
    page.goto("/fr/gestion/composants/")

    row = page.locator("#fields .together").first

    assert row.locator(".hint, .msg").count() == 2
    assert len({round(control.bounding_box()["y"]) for control in row.locator("input").all()}) == 1  # type: ignore[index]
