"""The organiser's pages, and the application itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import live
from events.devices import merging
from events.devices.models import Device, ScannedSeat
from events.devices.views import app
from tests.events.doors.conftest import Browser
from tests.factories import devices as make
from tests.factories import doors as at_doors

pytestmark = pytest.mark.django_db


def test_a_device_is_added_its_code_shown_once_and_taken_back(signed_in: Browser) -> None:
    event = at_doors.fair()
    browser, other = signed_in(at_doors.login("organiser")), signed_in(at_doors.login("administrator"))

    added = browser.post(
        reverse("devices:devices", args=[event.pk]), {"label": "Tablette 2", "door": "Entrée A", "kind": "staff"}
    )
    page = browser.get(added["Location"]).content.decode()
    address = re.search(r"<code>([^<]+)</code>", page)

    assert address
    assert "/door/fr/#" in address[1]
    # Behind the "#", and in the browser that asked for it alone.
    code = address[1].partition("#")[2]
    assert code not in other.get(added["Location"]).content.decode()
    token = Client().post("/api/door/enrol/", {"code": code}, content_type="application/json").json()["token"]
    assert code not in browser.get(added["Location"]).content.decode()
    device = Device.objects.get()
    browser.post(reverse("devices:revoke", args=[event.pk, device.pk]))
    assert make.send(token, "list/").status_code == 401


def test_what_was_let_in_twice_shows_both_doors_and_is_settled_with_a_word(signed_in: Browser) -> None:
    event = at_doors.fair()
    seat = at_doors.seat(event, "Ana Lima")
    for minutes, door in ((0, "Entrée A"), (4, "Entrée B")):
        merging.merge(device=make.device(event, door), scans=[make.scan(seat, minutes=minutes, door=door)])
    browser, page = signed_in(at_doors.login("organiser")), reverse("devices:devices", args=[event.pk])

    shown = browser.get(page).content.decode()
    flag = re.search(r'class="device-flags">.*?</form>', shown, re.S)
    assert flag
    assert all(word in flag[0] for word in ("Ana Lima", "Entrée A", "Entrée B"))

    settle = reverse("devices:settle", args=[event.pk, ScannedSeat.objects.flagged().get().pk])
    browser.post(settle, {"word": ""})
    assert ScannedSeat.objects.flagged().count() == 1
    browser.post(settle, {"word": "Sortie fumer"})
    assert "device-flags" not in browser.get(page).content.decode()


def test_the_list_of_devices_takes_the_same_queries_however_many(signed_in: Browser) -> None:
    event = at_doors.fair()
    browser, page = signed_in(at_doors.login("organiser")), reverse("devices:part", args=[event.pk])
    counted = []
    for number in range(2):
        for door in ("A", "B"):
            seat = at_doors.seat(event, f"Personne {door}{number}")
            for device in (make.device(event, f"{door}{number}"), make.device(event, f"{door}{number} bis")):
                merging.merge(device=device, scans=[make.scan(seat)])
        with CaptureQueriesContext(connection) as caught:
            browser.get(page)
        counted.append(len(caught))
    assert counted[0] == counted[1]


def test_a_phone_that_was_not_heard_of_today_shows_the_day_it_was(signed_in: Browser) -> None:
    event = at_doors.fair()
    make.device(event)
    browser, page = signed_in(at_doors.login("organiser")), reverse("devices:devices", args=[event.pk])

    lately = browser.get(page).content.decode()
    Device.objects.update(last_seen_at="2026-03-12T17:30:00Z")
    long_ago = browser.get(page).content.decode()

    assert ("12 mars" in lately, "12 mars" in long_ago) == (False, True)


def test_enrolling_is_seen_by_who_follows_the_desk() -> None:
    event = at_doors.fair()
    topic = live.Topic.objects.filter(name=f"desk/{event.pk}")
    before = topic.values_list("version", flat=True).first() or 0
    make.device(event)

    assert (topic.values_list("version", flat=True).first() or 0) > before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_application_is_the_same_for_everybody_and_can_be_installed(
    client: Client,
    signed_in: Browser,
    language: str,
) -> None:
    page = client.get(f"/door/{language}/")
    staff = signed_in(at_doors.login("organiser")).get(f"/door/{language}/")

    assert page.content == staff.content
    assert not page.cookies
    assert f'lang="{language}-CA"' in page.content.decode()
    manifest = client.get(f"/door/{language}/app.webmanifest").json()
    assert (manifest["scope"], manifest["start_url"]) == ("/door/", f"/door/{language}/")
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_the_service_worker_keeps_all_that_the_pages_and_modules_ask_for(client: Client) -> None:
    worker = client.get("/door/worker.js")
    kept = set(re.findall(r'"(/[^"]+)"', worker.content.decode().partition("];")[0]))

    asked = set()
    for language in ("fr", "en"):
        asked |= set(
            re.findall(
                r'(?:src|href|data-jsqr|data-ed25519)="(/[^"#]+)"', client.get(f"/door/{language}/").content.decode()
            )
        )
    folder = Path(settings.BASE_DIR) / "static" / app.FOLDER
    for module in folder.glob("*.js"):
        asked |= {app.plain(f"{app.FOLDER}{name}") for name in re.findall(r'from "\./([\w.]+)"', module.read_text())}
    assert asked - kept == set()
    assert not any(path.startswith("/api/") for path in kept)
    assert worker["Content-Type"].startswith("text/javascript")
