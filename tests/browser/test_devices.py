"""Doors without network, in a real browser: nothing is lost, what was let in twice is flagged, and a stolen phone tells no name."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import harness
from tests.scale import DOOR_DEVICES, DOOR_DOUBLES, DOOR_SCANS

#: All that a device keeps: its databases and its caches, as text.
DUMP = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => (indexedDB.open(name).onsuccess = (event) => done(event.target.result)));
    for (const store of base.objectStoreNames) {
      const asked = base.transaction(store).objectStore(store);
      for (const all of [asked.getAll(), asked.getAllKeys()])
        kept.push(JSON.stringify(await new Promise((done) => (all.onsuccess = () => done(all.result)))));
    }
  }
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept.push(request.url, await (await (await caches.open(name)).match(request)).text());
  return kept.join("\\n");
}"""


def asked_of(site: harness.Site, *words: str) -> Any:
    """The answer of ``tests.browser.door_devices`` on the site's own data."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.door_devices", *words],
        cwd=harness.ROOT,
        env=harness.environment(site.var, int(site.url.rpartition(":")[2])),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def hall(site: harness.Site) -> dict[str, Any]:
    """A fair of its own: tickets sold before and after the phones last heard of us, and codes for the phones."""
    answer: dict[str, Any] = asked_of(site, "hall", str(DOOR_SCANS), str(DOOR_DEVICES + 5))
    return answer


@pytest.fixture(scope="module")
def codes(hall: dict[str, Any]) -> Iterator[str]:
    """Each phone takes the next."""
    return iter(hall["codes"])


def phone(
    browser: Browser, site: harness.Site, code: str, *, width: int = 390, language: str = "fr", clock: bool = False
) -> Page:
    """Enrolled by the organiser's code, with its list, and its service worker at work; ``clock``: the test moves its time."""
    page = harness.open_page(browser, site.url, width=width, language=language)
    if clock:
        page.clock.install()
    page.goto(f"/door/{language}/#{code}")
    expect(page.locator("[data-verdict=welcome]")).to_be_visible(timeout=20_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def scan(page: Page, ticket: str) -> str:
    """Reads a ticket as a reader that types does; what the phone said."""
    page.evaluate("document.querySelector('[data-verdict]')?.remove()")
    page.locator("#ticket").fill(ticket)
    page.locator("#ticket").press("Enter")
    said = page.locator("[data-verdict]")
    said.wait_for()
    return said.get_attribute("data-verdict") or ""


def test_six_doors_without_network_lose_nothing_and_what_was_let_in_twice_is_flagged(
    browser: Browser, site: harness.Site, hall: dict[str, Any], codes: Iterator[str]
) -> None:
    chance = random.Random(2027)
    phones = [phone(browser, site, next(codes)) for _device in range(DOOR_DEVICES)]
    before = asked_of(site, "kept", str(hall["event"]))
    for page in phones:
        page.context.set_offline(True)
    late = asked_of(site, "late", str(hall["event"]), "4")["people"]
    people = [*late, *hall["people"]]
    scans = [(place % DOOR_DEVICES, person) for place, person in enumerate(people)][: DOOR_SCANS - DOOR_DOUBLES]
    doubles = [((door + 1) % DOOR_DEVICES, person) for door, person in chance.sample(scans, DOOR_DOUBLES)]
    mixed = [*scans, *doubles]
    chance.shuffle(mixed)

    said = [scan(phones[door], person["ticket"]) for door, person in mixed]

    assert set(said) == {"welcome"}
    # A ticket that this phone read before is known to it, also after the page was closed without network.
    door, person = mixed[0]
    phones[door].reload()
    expect(phones[door].locator("body[data-started]")).to_be_attached()
    assert scan(phones[door], person["ticket"]) == "already"
    chance.shuffle(phones)
    for page in phones:
        page.context.set_offline(False)
    for page in phones:
        expect(page.locator("[data-chip][data-state=on]")).to_be_visible(timeout=60_000)

    after = asked_of(site, "kept", str(hall["event"]))
    kept = {name: after[name] - before[name] for name in after}
    assert kept["scans"] == len(mixed) + 1
    assert kept["present"] == len(scans)
    assert kept["double"] == DOOR_DOUBLES
    assert kept["provisional"] >= len(late)
    assert (kept["already"], kept["refused"]) == (1, 0)
    for page in phones:
        harness.assert_no_third_party(page)
        harness.assert_csp_clean(page)
        page.context.close()


def test_a_copied_store_of_a_device_yields_no_name(
    browser: Browser, site: harness.Site, hall: dict[str, Any], codes: Iterator[str]
) -> None:
    """Also after it read tickets with and without network, and searched a name."""
    page = phone(browser, site, next(codes))
    on, off = hall["people"][-1], hall["people"][-2]
    scan(page, on["ticket"])
    expect(page.locator("#verdict")).to_contain_text(on["name"])
    page.locator("#words").fill(off["name"].split()[0])
    page.locator("#words").press("Enter")
    expect(page.locator("[data-found-list] li").first).to_be_visible()
    page.context.set_offline(True)
    scan(page, off["ticket"])

    kept = page.evaluate(DUMP)

    assert len(kept) > 10_000
    words = {word for person in hall["people"] for word in person["name"].split()}
    assert {word for word in words if word in kept} == set()
    assert {person["ticket"] for person in hall["people"] if person["ticket"] in kept} == set()
    assert {person["code"] for person in hall["people"] if person["code"] in kept} == set()
    assert not [person for person in hall["people"] if person["reference"] in kept]
    assert "Zélie" not in kept  # nor whose phone it is
    page.context.close()


def test_a_name_is_let_in_by_keyboard_an_undo_waits_for_the_network_and_what_cannot_be_read_stops_nothing(
    browser: Browser, site: harness.Site, hall: dict[str, Any], codes: Iterator[str]
) -> None:
    page = phone(browser, site, next(codes))
    named, offline, mistaken = hall["people"][-5], hall["people"][-6], hall["people"][-2]
    page.locator("#words").fill(named["name"].split()[1].lower())
    page.locator("#words").press("Enter")
    expect(page.locator("[data-found]")).to_be_focused(timeout=20_000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=welcome]")).to_contain_text(named["name"], timeout=20_000)
    assert asked_of(site, "state", named["code"]) == "present"

    page.context.set_offline(True)
    assert scan(page, mistaken["ticket"]) == "welcome"
    page.locator("[data-verdict] button").press("Enter")
    expect(page.locator("[data-verdict=undone]")).to_be_visible()
    # As an application that stayed open over an update may say it.
    page.evaluate(
        """async (event) => {
          const store = await import("/static/src/js/door-app/store.js");
          await store.keepScan({ id: crypto.randomUUID(), kind: "dance", event, at: 0, door: "A", seats: [], offset: 0 }, {});
        }""",
        hall["event"],
    )
    assert scan(page, offline["ticket"]) == "welcome"
    page.context.set_offline(False)
    expect(page.locator("[data-chip]")).to_have_text(re.compile(r"En ligne.*1"), timeout=20_000)
    assert asked_of(site, "state", offline["code"]) == "present"
    assert asked_of(site, "state", mistaken["code"]) == "expected"
    assert site.ask("SELECT max(unsent) FROM devices_device WHERE event_id = ?", hall["event"]) == [(1,)]
    page.context.close()


def test_a_page_that_stayed_open_forgets_the_list_and_lets_nobody_in_once_the_event_is_over(
    browser: Browser, site: harness.Site, hall: dict[str, Any], codes: Iterator[str]
) -> None:
    page = phone(browser, site, next(codes), clock=True)
    # A newer application came meanwhile: the page takes it up once nobody touched it for a while.
    page.evaluate("window.isOld = true; navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))")
    page.clock.fast_forward("05:00")
    assert page.evaluate("window.isOld")
    with page.expect_navigation():
        page.clock.fast_forward("06:00")
    page.context.set_offline(True)
    page.evaluate(
        """async () => {
          const store = await import("/static/src/js/door-app/store.js");
          const about = await store.fact("about");
          await store.keepFacts({ about: { ...about, until: Date.now() - 86_400_000 } });
        }"""
    )
    page.reload()
    expect(page.locator("body[data-started]")).to_be_attached()

    assert scan(page, hall["people"][-1]["ticket"]) == "refused"
    expect(page.locator("#verdict")).to_contain_text("Cet événement est terminé")
    left = page.evaluate(
        """async () => {
          const base = await new Promise((done) => (indexedDB.open("maillage-door").onsuccess = (e) => done(e.target.result)));
          const asked = base.transaction("rows").objectStore("rows").count();
          return new Promise((done) => (asked.onsuccess = () => done(asked.result)));
        }"""
    )
    assert left == 0
    page.context.close()


def test_a_kiosk_is_worked_by_keyboard_alone_and_says_first_names(
    page_at: Callable[..., Page], site: harness.Site, hall: dict[str, Any]
) -> None:
    page = page_at(1280, "en")
    page.goto(f"/door/en/#{hall['kiosk']}")
    expect(page.locator("body.kiosk [data-verdict=welcome]")).to_be_visible(timeout=20_000)
    person = hall["people"][-3]

    # A reader that types: the code, and Enter.
    page.keyboard.insert_text(person["ticket"])
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text(f"Welcome, {person['name'].split()[0]}")
    assert person["name"].split()[-1] not in page.inner_text("body")
    expect(page.locator("#ticket")).to_be_focused()
    # A reference: a welcome, and no second one.
    typed = hall["people"][-7]
    for said in ("welcome", "already"):
        page.keyboard.insert_text(typed["reference"])
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-verdict={said}]")).to_be_visible(timeout=20_000)
    page.keyboard.insert_text("ZZZZZZZZ")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=refused]")).to_contain_text("somebody at the desk")
    expect(page.locator("[data-verdict=refused]")).not_to_contain_text("with the person")
    for gone in ("[data-search-form]", "[data-leave]", "[data-recent]"):
        expect(page.locator(gone)).to_be_hidden()
    harness.assert_sound(page)


def test_a_phone_that_is_taken_back_wipes_its_list_and_keeps_what_it_did_not_send(
    browser: Browser, site: harness.Site, hall: dict[str, Any], codes: Iterator[str]
) -> None:
    page = phone(browser, site, next(codes))
    harness.assert_sound(page)
    page.context.set_offline(True)
    scan(page, hall["people"][-4]["ticket"])
    asked_of(site, "revoke", str(hall["event"]))
    page.context.set_offline(False)

    expect(page.locator("[data-ended]")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-unsent]")).to_contain_text("1")
    assert page.evaluate("import('/static/src/js/door-app/store.js').then((store) => store.fact('token'))") is None
    # Enrolled again for the same event, it sends what it had.
    page.goto(f"/door/fr/#{next(codes)}")
    expect(page.locator("[data-chip][data-state=on]")).to_be_visible(timeout=20_000)
    assert asked_of(site, "state", hall["people"][-4]["code"]) == "present"
    page.context.close()


def test_at_a_series_a_ticket_is_already_in_at_its_own_sitting_alone(page_at: Callable[..., Page]) -> None:
    """What a phone decides without asking: before the door opens, at one sitting, between two, and at the next."""
    page = page_at(390, "fr")
    page.goto("/door/fr/")
    said = page.evaluate(
        """async () => {
          const { decide } = await import("/static/src/js/door-app/decide.js");
          const sittings = [
            { id: 1, opens: 80, starts: 100, ends: 200, closes: 210 },
            { id: 2, opens: 280, starts: 300, ends: 400, closes: 410 },
            { id: 3, opens: 380, starts: 400, ends: 500, closes: 510 },
          ];
          const ticket = { event: 7 }, came = { s: "present", i: 1, a: 120 };
          const at = (now, more) => decide({ ticket, event: 7, line: { s: "expected" }, sittings, now, ...more });
          return [
            at(50), at(90), at(250), at(300),
            at(150, { before: { at: 110 } }), at(300, { before: { at: 110 } }),
            at(150, { line: came }), at(300, { line: came }),
            at(395, { before: { at: 310 } }), at(405, { before: { at: 310 } }),
            decide({ ticket, event: 7, line: { s: "present", a: 1 }, now: 300 }),
          ].map((one) => one.kind);
        }"""
    )
    assert said == [
        *("refused", "welcome", "refused", "welcome"),
        *("already", "welcome", "already", "welcome"),
        *("already", "welcome", "already"),
    ]
    why = page.evaluate(
        """async () => {
          const { decide, shut } = await import("/static/src/js/door-app/decide.js");
          const say = (line, more) => decide({ ticket: { event: 7 }, event: 7, line, ...more }).why;
          return [
            say(""), say({ s: "guardian" }), say(undefined), say({ s: "expected" }, { closed: shut({ is_off: true, until: 9 }, 1) }),
            shut({ is_off: false, until: 9 }, 10), shut({ is_off: false, until: 9 }, 9),
          ];
        }"""
    )
    assert why == ["cancelled", "guardian", "provisional", "eventOff", "over", ""]
    # A phone whose clock was an hour ahead when it last heard of us, and is put right without network.
    late = page.evaluate(
        """async () => {
          const { Line } = await import("/static/src/js/door-app/queue.js");
          const line = new Line("fr", "x"), hour = 3_600_000, now = Date.now();
          Object.assign(line, { offset: -hour, mark: { house: now, at: performance.now() } });
          return now - line.now();
        }"""
    )
    assert late <= 0
