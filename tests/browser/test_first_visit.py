"""A first visit is light: at most 15 requests and 150 KB, images aside, and all of it from here.

Bytes are counted as they travelled. The demonstration sends its pages compressed and its style sheet and scripts as they
are, so that a larger site, which compresses those too, is lighter than what is held here. Pages for everybody load the
first of the two style sheets alone: nothing in the second may be about what stands on them.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from bench.first_visit import visit
from tests.browser import harness

MOST_REQUESTS = 15
MOST_BYTES = 150 * 1024
PAGES = {
    "home": ("/fr/", "/en/"),
    "agenda": ("/fr/agenda/", "/en/events/"),
    "event": ("/fr/agenda/{}/", "/en/events/{}/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_light_and_asks_nobody_else(browser: Browser, site: harness.Site, name: str) -> None:
    for path in PAGES[name]:
        found = visit(browser, site.url + path.format(site.event("salon-mauricie")))

        hosts = {urlsplit(address).netloc for address in found.addresses.values() if not address.startswith("data:")}
        assert hosts == {urlsplit(site.url).netloc}
        assert 3 <= found.requests <= MOST_REQUESTS, list(found.addresses.values())
        assert 10_000 <= found.bytes <= MOST_BYTES


FOR_EVERYBODY = {
    **PAGES,
    "campaign": ("/fr/campagne/", "/en/campaign/"),
    "programmes": ("/fr/programmes/", "/en/programmes/"),
    "programme": ("/fr/programmes/1/", "/en/programmes/2/"),
    "members": ("/fr/leaders-diversite/membres/", "/en/leaders-diversite/members/"),
}
#: Selectors of a style sheet that something on the page answers to; what the pointer or the focus does counts as done.
ANSWERING = """async (address) => {
  const sheet = new CSSStyleSheet(), found = [];
  sheet.replaceSync(await (await fetch(address)).text());
  const look = rules => { for (const rule of rules) {
    if (!rule.selectorText) { look(rule.cssRules || []); continue; }
    const still = rule.selectorText.replace(/::[\\w-]+/g, "").replace(/:(hover|active|focus(-visible|-within)?|checked|disabled)\\b/g, ":is(*)");
    if (document.querySelector(still)) found.push(rule.selectorText);
  } };
  look(sheet.cssRules);
  return [sheet.cssRules.length, found];
}"""


def sheets_of(page: Page) -> list[str]:
    return page.eval_on_selector_all("link[rel=stylesheet]", "links => links.map(link => link.href)")


@pytest.mark.parametrize("name", FOR_EVERYBODY)
def test_a_page_for_everybody_wants_nothing_of_the_second_style_sheet(
    page_at: Callable[..., Page], site: harness.Site, name: str
) -> None:
    page = page_at(390)
    page.goto("/fr/compte/connexion/")
    main, rooms = sheets_of(page)
    for path in FOR_EVERYBODY[name]:
        page.goto(path.format(site.event("salon-mauricie")))
        assert sheets_of(page) == [main]

        rules, found = page.evaluate(ANSWERING, rooms)

        assert rules > 20
        assert found == [], path
