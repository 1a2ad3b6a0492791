"""A calendar brought in through the browser, what was wrong in it said; and an export that changes nothing where it came from."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.scale import OTHER_LOOKS

OpenAt = Callable[..., Page]
WORDS = {
    "fr": {
        "refused": "Il se répète : entrez chaque date comme un événement à part.",
        "bring": "Importer 1 événement",
        "draft": "Brouillon",
        "nothing": "Il n’y a rien à importer",
    },
    "en": {
        "refused": "It repeats: enter each date as an event of its own.",
        "bring": "Bring in 1 event",
        "draft": "Draft",
        "nothing": "There is nothing to bring in",
    },
}
GOOD = "DTSTART;TZID=America/Toronto:20380712T190000\nDTEND;TZID=America/Toronto:20380712T203000\nLOCATION:Salle des aînés\\, Shawinigan\n"


def calendar(once: str, weekly: str) -> bytes:
    """An event, and one that repeats: no line of a calendar stands for several."""
    bodies = {once: GOOD, weekly: GOOD + "RRULE:FREQ=WEEKLY;COUNT=4\n"}
    events = "".join(
        f"BEGIN:VEVENT\nUID:{len(title)}-{once[-6:]}@exemple.test\nSUMMARY:{title}\n{body}END:VEVENT\n"
        for title, body in bodies.items()
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def send(page: Page, address: str, name: str, content: bytes) -> None:
    page.goto(address)
    page.locator("#id_file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.locator("#id_kind").select_option("training")
    if not page.locator("#id_organisation").input_value():
        page.locator("#id_organisation").select_option(index=1)
    page.locator("main form button.button").first.click()


@pytest.mark.parametrize(("width", "language"), OTHER_LOOKS)
def test_a_calendar_is_looked_at_and_brought_in_and_an_export_changes_nothing(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    words, page = WORDS[language], page_at(width, language)
    harness.sign_in_as(page, "organiser")
    with translation.override(language):
        bring, export = reverse("agenda:import"), reverse("agenda:export", args=["csv"])

    once, weekly = (f"{title} {width}-{language}" for title in ("Café du mercredi", "Café de chaque mercredi"))

    # What stands in the file is said line by line before anything is done.
    send(page, bring, "agenda.ics", calendar(once, weekly))
    expect(page.locator("main")).to_contain_text(words["refused"])
    harness.assert_sound(page)
    assert not site.ask("SELECT 1 FROM agenda_event WHERE title_fr = ?", once)
    page.get_by_role("button", name=words["bring"]).click()
    expect(page.locator("main")).to_contain_text(words["refused"])
    harness.assert_sound(page)
    page.get_by_role("link", name=once).click()
    expect(page.locator("main")).to_contain_text(words["draft"])
    assert not site.ask("SELECT 1 FROM agenda_event WHERE title_fr = ?", weekly)

    # The same file again does nothing twice, nor does what was exported: every event with it, drafts and series too.
    send(page, bring, "agenda.ics", calendar(once, weekly))
    expect(page.locator("main")).to_contain_text(words["nothing"])
    for tab, holds in (("drafts", once), ("upcoming", "six soirs pour s’y retrouver"), ("past", "")):
        file = page.request.get(f"{export}?tab={tab}")
        assert holds in file.text()
        send(page, bring, "export.csv", file.body())
        expect(page.locator("main")).to_contain_text(words["nothing"])
        harness.assert_sound(page)
