"""Fixtures of the browser tests: ``site``, ``page_at``. Skipped where there is no chromium, unless CI says it must be there."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import harness

HERE = Path(__file__).parent
#: Modules whose tests take half a minute and more: they come first, so that no process waits in the end for one of them.
#: The pages of pairing before its way, which publishes the round that they show.
LONG = [
    "test_pairing_pages",
    "test_pairing_way",
    "test_people_way",
    "test_walks",
    "test_page_types",
    "test_after",
    "test_devices",
    "test_selection",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.fixture(scope="session")
def chromium_program() -> str:
    # The same engine without windows, where Debian's package of it is: less than half of the processor time.
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed, and here it must be")
        pytest.skip("chromium is not installed: apt-get install chromium")
    return program


@pytest.fixture(scope="session")
def site(chromium_program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[harness.Site]:
    """The real server with its worker, on demonstration data of its own. Once per test process."""
    own = tmp_path_factory.mktemp("site") / "var"
    # xdist's processes have neighbouring folders: what is prepared is prepared once.
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with harness.running(shared, own) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium_program: str) -> Iterator[Browser]:
    """One chromium a module: while it runs, its event loop keeps the ORM of this process shut."""
    with harness.chromium(chromium_program) as running:
        yield running


@pytest.fixture
def page_at(browser: Browser, site: harness.Site) -> Iterator[Callable[..., Page]]:
    """``page_at(390, "fr", javascript=False, scheme="dark")``: a fresh visitor with a window of that width."""
    opened: list[Page] = []

    def open_at(width: int, language: str = "fr", *, javascript: bool = True, scheme: str = "light") -> Page:
        page = harness.open_page(
            browser, site.url, width=width, language=language, javascript=javascript, scheme=scheme
        )
        opened.append(page)
        return page

    yield open_at
    for page in opened:
        page.context.close()
