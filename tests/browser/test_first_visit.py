"""A first visit is light: at most 15 requests and 150 KB, images aside, and all of it from here.

Bytes are counted as they travelled. The demonstration sends its pages compressed and its style sheet and scripts as they
are, so that a larger site, which compresses those too, is lighter than what is held here.
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

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
