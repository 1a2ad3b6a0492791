"""Every type of page of professional pairing is sound, for whoever it is there, at both widths and in both languages."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import harness
from tests.browser.looks import address, look_at
from tests.browser.pairing_pages import PAGES, QUESTIONS
from tests.scale import each_in_one_look

OpenAt = Callable[..., Page]
LINK = (
    "import django; django.setup(); from network.pairing.offers import links, models; "
    "print(links.token_of(models.Offer.objects.filter(state='open').order_by('pk').first()))"
)


def token_of_a_letter(site: harness.Site) -> str:
    """As the letter about an offer that ends would carry it: signed by the site's own key."""
    environment = harness.environment(site.var, int(site.url.rpartition(":")[2]))
    asked = [sys.executable, "-c", LINK]
    return subprocess.run(
        asked, cwd=harness.ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(("role", "width", "language"), each_in_one_look([*PAGES]))
def test_pages_of_pairing_are_sound(page_at: OpenAt, site: harness.Site, role: str, width: int, language: str) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, role)
    questions = dict(QUESTIONS)
    if any("a letter's link" in row for row in PAGES[role]):
        questions["a letter's link"] = f"SELECT '{token_of_a_letter(site)}'"

    troubles = look_at(page, (address(site, language, row, questions) for row in PAGES[role]), language)

    assert not troubles, "\n".join(troubles)
