"""A match's way in a browser: a request, a round, two who accept and sign, their meetings and reviews, and the end.

The candidate holds a phone, in their language; so does the host. The caseworker sits at a window and has no mouse; the
coordination looks at the board of a round that the engine has just computed.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.browser.pairing_words import STAFF, WORDS
from tests.browser.test_people_way import Desk, Phone
from tests.scale import LANGUAGES

OpenAt = Callable[..., Page]
PHONE, DESK = 390, 1280
#: A round over everybody of the demonstration, and its letters, beside whatever else the machine does.
PATIENCE_MS = 60_000
#: What the two agree on, and spend: the first meeting is before the half, the second one fills it.
HOURS, FIRST, SECOND = 3, 60, 120
MONTREAL, EVENING = ZoneInfo("America/Toronto"), time(18)


def told(site: harness.Site, *words: object) -> dict[str, Any]:
    """What ``tests.browser.pairing_people`` brings about, and says of it."""
    environment = harness.environment(site.var, int(site.url.rpartition(":")[2]))
    command = [sys.executable, "-m", "tests.browser.pairing_people", *map(str, words)]
    done = subprocess.run(command, cwd=harness.ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def at(name: str, *values: object, language: str = "fr") -> str:
    with translation.override(language):
        return reverse(name, args=values)


def signed_in(page: Page, role: str, user: int | None = None) -> Page:
    harness.sign_in_as(page, role, user=user)
    return page


# ------------------------------------------------------------------ the candidate


def asks_for_a_match(phone: Phone, language: str) -> None:
    """The card has filled in the occupation and the hours."""
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    harness.assert_sound(phone.page)
    phone.press("say")
    harness.assert_sound(phone.page)
    phone.choose(purposes="contacts", formats="mentoring")
    phone.page.locator("[name=online_welcome]").check()
    phone.fill(words=phone.words["goal"])
    phone.press("send")
    phone.reads("sent")
    phone.reads("one more step")


def accepts_what_is_proposed(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    phone.press("read")
    phone.reads("Mentorat en écriture")
    phone.page.locator("main").get_by_role("link", name="Mentorat en écriture").first.click()
    phone.reads("a proposal")
    phone.reads("why")
    phone.press("yes")
    phone.reads("both said yes")


def writes_a_goal_and_signs(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['requests']}")
    phone.press("open")
    harness.follow(phone.page.locator("main .card a").first)
    harness.assert_sound(phone.page)
    phone.press("read the agreement")
    harness.assert_sound(phone.page)
    harness.follow(phone.page.locator("main").get_by_role("link", name=phone.words["change"]))
    harness.assert_sound(phone.page)
    phone.fill(goal1=phone.words["goal"], hours=str(HOURS))
    phone.press("save")
    phone.reads("saved")
    phone.press("sign")
    phone.reads("signed")


def gives_a_review(phone: Phone, match: str, **answers: str) -> None:
    phone.page.goto(match)
    harness.assert_sound(phone.page)
    phone.press("review")
    harness.assert_sound(phone.page)
    phone.choose(**answers)
    if "goals_reached" in answers:
        phone.fill(contacts_gained="3")
    phone.fill(words=phone.words["words"])
    phone.press("review")
    phone.reads("thanks")


# ------------------------------------------------------------------ the host


def host_accepts(host: Phone) -> None:
    host.page.goto(at("proposals:mine"))
    harness.assert_sound(host.page)
    host.page.locator("main .card a").first.click()
    host.reads("Quelqu’un pour votre offre")
    host.press("Oui, j’accepte")
    host.reads("Votre oui est noté")


def host_signs(host: Phone) -> None:
    host.page.goto(at("matches:home"))
    host.page.locator("main .card a").first.click()
    host.press("Lire l’entente")
    host.press("Je signe ce texte")
    host.reads("elle est en vigueur")


def they_write(phone: Phone, host: Phone, match: int, language: str) -> None:
    """What one writes stands before the other, who has not touched the page."""
    host.page.goto(at("conversations:thread", match))
    expect(host.page.locator("[data-live-state=on]")).to_be_visible()
    phone.page.goto(at("conversations:thread", match, language=language))
    phone.fill(text=phone.words["hello"])
    phone.press("write")
    phone.reads("hello")
    expect(host.page.locator(".talk")).to_contain_text(phone.words["hello"])
    harness.assert_sound(host.page)


# ------------------------------------------------------------------ their meetings


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), MONTREAL)


def next_change_of_the_clocks() -> date:
    """A Sunday, far enough ahead that a meeting of the week before is still to come."""
    day = datetime.now(MONTREAL).date() + timedelta(days=10)
    while noon(day).utcoffset() == noon(day - timedelta(days=1)).utcoffset():
        day += timedelta(days=1)
    return day


def entry(page: Page, meeting: int) -> icalendar.cal.Component:
    """As a calendar reads the file of the meeting: hours by its own clocks, which are written beside them."""
    answer = page.request.get(at("meetings:calendar", meeting))
    assert answer.ok
    assert "BEGIN:VTIMEZONE" in answer.text()
    (event,) = icalendar.Calendar.from_ical(answer.text()).walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == str(MONTREAL)
    return event


def planned(site: harness.Site, match: int) -> list[tuple[int, datetime]]:
    """Meetings to come, each with its instant."""
    rows = site.ask(
        "SELECT id, starts_at FROM meetings_meeting WHERE match_id = ? AND state = 'planned' ORDER BY 2", match
    )
    return [(meeting, datetime.fromisoformat(starts).replace(tzinfo=UTC)) for meeting, starts in rows]


def they_plan_across_a_change_of_the_clocks(
    phone: Phone, host: Phone, site: harness.Site, match: int, own: str
) -> None:
    """Two Fridays at six, the Sunday of the change between them; the host moves the second one to seven."""
    friday = next_change_of_the_clocks() - timedelta(days=2)
    phone.page.goto(own)
    phone.press("plan a meeting")
    harness.assert_sound(phone.page)
    phone.choose(hour="other")
    phone.fill(starts=f"{datetime.combine(friday, EVENING):%Y-%m-%dT%H:%M}", times="2")
    phone.select(minutes="60", mode="phone", every_weeks="1")
    phone.press("plan the meeting")
    phone.reads("two are planned")
    expect(phone.page.locator("#meetings li", has_text=phone.words["at six"])).to_have_count(2)

    (before, first), (after, second) = planned(site, match)
    evenings = [datetime.combine(day, EVENING, MONTREAL) for day in (friday, friday + timedelta(days=7))]
    assert [first, second] == evenings
    # Six by the clocks, and an hour nearer or farther in time.
    assert abs(second - first - timedelta(days=7)) == timedelta(hours=1)
    told_before, told_after = entry(phone.page, before), entry(phone.page, after)
    assert [told_before.decoded("DTSTART"), told_after.decoded("DTSTART")] == evenings

    host.page.goto(at("meetings:meeting", after))
    harness.assert_sound(host.page)
    host.press("Changer l’heure ou le lieu")
    harness.assert_sound(host.page)
    host.fill(starts=f"{datetime.combine(friday + timedelta(days=7), time(19)):%Y-%m-%dT%H:%M}")
    host.press("Enregistrer")
    host.reads("les deux calendriers suivent")
    moved = entry(host.page, after)
    assert moved["UID"] == told_after["UID"]
    assert moved["SEQUENCE"] > told_after["SEQUENCE"]
    assert moved.decoded("DTSTART") == evenings[1] + timedelta(hours=1)
    phone.page.goto(own)
    for words in ("at six", "at seven"):
        expect(phone.page.locator("#meetings li", has_text=phone.words[words])).to_have_count(1)


def enters_a_meeting(phone: Phone, match: str, *, days_ago: int, minutes: int) -> None:
    """They met, and nothing was planned here."""
    evening = datetime.combine(datetime.now(MONTREAL).date() - timedelta(days=days_ago), EVENING)
    phone.page.goto(match)
    phone.press("met already")
    harness.assert_sound(phone.page)
    phone.fill(starts=f"{evening:%Y-%m-%dT%H:%M}", minutes=str(minutes))
    phone.press("enter")
    phone.reads("entered")


def confirms_it_in_two_windows(phone: Phone, match: str) -> None:
    """Pressed in both, the second one not knowing of the first."""
    other = Phone(phone.page.context.new_page(), phone.words)
    for each in (phone, other):
        each.page.goto(match)
        each.reads("to confirm")
    for each in (phone, other):
        each.press("right")
        each.reads("the same")
    other.page.close()


# ------------------------------------------------------------------ the desk


def put_in_the_pool(desk: Desk, file: str) -> None:
    desk.open(f"/fr/{desk.words['file']}{file}/")
    desk.follow("put in")
    desk.reads("is ready")


def compute_a_round(window: Page, edition: int) -> str:
    """Its address, once the worker has computed it and the proof holds."""
    window.goto(at("rounds:edition", edition))
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["compute"]).click()
    window.wait_for_url(re.compile(r"/gestion/rondes/\d+/$"))
    # The page follows by itself.
    expect(window.get_by_role("link", name=STAFF["decide"])).to_be_visible(timeout=PATIENCE_MS)
    harness.assert_sound(window)
    harness.follow(window.get_by_role("link", name=STAFF["see"]))
    harness.assert_sound(window)
    return window.url


def look_at_the_pair_and_publish(window: Page, board: str, file: str) -> None:
    window.locator("[name=family]").select_option("51")
    window.locator(".filters").get_by_role("button", name=STAFF["show"]).click()
    window.locator("table").get_by_role("link", name=file).click()
    expect(window.locator(".round-pair")).to_contain_text("Mentorat en écriture")
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["lock"]).click()
    expect(window.locator("main")).to_contain_text(STAFF["locked"])
    harness.assert_sound(window)
    window.goto(board)
    harness.follow(window.get_by_role("link", name=STAFF["decide"]))
    harness.assert_sound(window)
    window.get_by_role("button", name=STAFF["send"]).click()
    expect(window.locator("main")).to_contain_text(STAFF["published"], timeout=PATIENCE_MS)


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_are_put_together_and_come_to_a_good_end(page_at: OpenAt, site: harness.Site, language: str) -> None:
    people = told(site, "gather", language)
    phone = Phone(signed_in(page_at(PHONE, language), "participant", people["candidate"]), WORDS[language])
    host = Phone(signed_in(page_at(PHONE, "fr"), "mentor", people["host"]), WORDS["fr"])
    desk = Desk(signed_in(page_at(DESK, "fr"), "caseworker"), STAFF)
    window = signed_in(page_at(DESK, "fr"), "programme_coordinator")

    asks_for_a_match(phone, language)
    put_in_the_pool(desk, people["file"])
    phone.page.reload()
    phone.reads("only one")
    board = compute_a_round(window, people["edition"])
    look_at_the_pair_and_publish(window, board, people["file"])

    host_accepts(host)
    accepts_what_is_proposed(phone, language)
    writes_a_goal_and_signs(phone, language)
    host_signs(host)

    [(match,)] = site.ask("SELECT id FROM matches_match WHERE offer_id = ?", people["offer"])
    own, theirs = at("matches:match", match, language=language), at("matches:match", match)
    they_write(phone, host, match, language)
    they_plan_across_a_change_of_the_clocks(phone, host, site, match, own)
    told(site, "later", match)
    enters_a_meeting(phone, own, days_ago=10, minutes=FIRST)
    confirms_it_in_two_windows(host, theirs)
    assert site.ask("SELECT state, minutes_done FROM matches_match WHERE id = ?", match) == [("under_way", FIRST)]
    gives_a_review(phone, own, usefulness="5", problem="no")
    enters_a_meeting(host, theirs, days_ago=3, minutes=SECOND)
    confirms_it_in_two_windows(phone, own)
    final = {"goals_reached": "all", "gained": "interview", "would_again": "yes"}
    gives_a_review(phone, own, **final)
    gives_a_review(host, theirs, **final)

    phone.page.goto(own)
    phone.reads("over")
    desk.open(at("matches:staff_match", match))
    desk.reads("Mené à terme")
    facts = site.ask("SELECT state, minutes_done FROM matches_match WHERE id = ?", match)
    assert facts == [("completed", FIRST + SECOND)]
    # What was still to come is called off.
    assert not planned(site, match)
