"""A ticket held before the camera: chromium plays a film of one in place of a webcam."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, expect

from tests.browser import harness
from tests.browser.test_door import path, people_at

WIDTH, HEIGHT, FRAMES = 640, 480, 10


def film(text: str, file: Path) -> None:
    """A y4m film of a printed code on grey paper, slightly off the middle: ten frames that repeat.

    Four pixels a module, less than a third of the picture's width: a ticket is read at arm's length.
    """
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=4, border=4)]
    size = len(rows)
    top, left = (HEIGHT - size) // 2 - 12, (WIDTH - size) // 2 + 20
    luma = bytearray([150]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        start = (top + y) * WIDTH + left
        luma[start : start + size] = bytes(40 if dark else 225 for dark in row)
    colour = bytes([128]) * (WIDTH * HEIGHT // 2)
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES}:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(FRAMES):
            out.write(b"FRAME\n" + luma + colour)


@pytest.fixture(scope="module")
def fair(site: harness.Site) -> dict[str, Any]:
    return people_at(site, 1)


@pytest.fixture(scope="module")
def filming(chromium_program: str, fair: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A chromium whose camera sees the ticket."""
    file = tmp_path_factory.mktemp("film") / "ticket.y4m"
    film(fair["people"][0]["ticket"], file)
    flags = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={file}",
    ]
    with harness.chromium(chromium_program, *flags) as running:
        yield running


def test_a_ticket_in_front_of_the_camera_checks_in_once(
    filming: Browser, site: harness.Site, fair: dict[str, Any]
) -> None:
    page = harness.open_page(filming, site.url, width=390)
    harness.sign_in_as(page, "door_staff")
    page.goto(path(fair, "fr", "door"))

    page.get_by_role("button", name="Démarrer la caméra").click()

    expect(page.locator("[data-verdict=welcome]")).to_contain_text(fair["people"][0]["name"], timeout=20_000)
    # It is still held there: one scan, not twenty.
    page.wait_for_timeout(3000)
    expect(page.locator("[data-verdict=welcome]")).to_be_visible()
    harness.assert_sound(page)
    page.get_by_role("button", name="Arrêter la caméra").click()
    expect(page.get_by_role("button", name="Démarrer la caméra")).to_be_visible()
    page.context.close()
