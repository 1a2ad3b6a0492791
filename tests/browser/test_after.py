"""After an event: somebody who came unannounced, their badge, the close, five questions on a phone, the rate and the report."""

import subprocess
import sys
import time
from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness

OpenAt = Callable[..., Page]


def at(language: str, name: str, *values: object) -> str:
    with translation.override(language):
        return reverse(name, args=values)


def test_from_a_walk_in_to_the_report(page_at: OpenAt, site: harness.Site) -> None:
    event, mailbox = site.event("seance-campus"), f"rosa.{time.monotonic_ns()}@exemple.test"
    let_in_with_a_badge(page_at(390, "fr"), event, mailbox)

    environment = harness.environment(site.var, int(site.url.rpartition(":")[2]))
    ended = [sys.executable, "-m", "tests.browser.after_people", str(event)]
    subprocess.run(ended, cwd=harness.ROOT, env=environment, check=True)

    told_on_a_phone(page_at(390, "fr"))
    counted_on_a_desktop(page_at(1280, "en"), event)
    # Who came unannounced and left an address is asked too; nobody who did not come is.
    assert "Cinq questions sur" in str(site.mails_to(mailbox, at_least=2)[-1]["Subject"])
    assert site.ask(
        "SELECT count(*) FROM evaluation_asked asked JOIN registration_seat seat USING (registration_id) "
        "WHERE asked.evaluation_id = ? AND seat.state <> 'present'",
        event,
    ) == [(0,)]
    # Six answers, and nothing in them that leads to anybody.
    [(answers, named)] = site.ask(
        "SELECT count(*), count(registration_id) FROM evaluation_answersheet WHERE evaluation_id = ?", event
    )
    assert (answers, named) == (6, 0)


def let_in_with_a_badge(door: Page, event: int, mailbox: str) -> None:
    harness.sign_in_as(door, "administrator")
    door.goto(at("fr", "doors:walk_in", event))
    door.locator("#id_name").fill("Rosa Đặng")
    door.locator("#id_email").fill(mailbox)
    door.locator("#id_door").fill("Entrée A")
    harness.assert_sound(door)
    door.get_by_role("button", name="Inscrire et faire entrer").click()
    expect(door.locator(".verdict.welcome")).to_contain_text("Rosa Đặng")
    harness.assert_sound(door)

    door.get_by_role("link", name="Imprimer l’insigne").click()
    door.get_by_text("Le corriger avec la personne").click()
    door.locator("#id_pronunciation").fill("RO-ssa dang")
    door.get_by_label("Tiếng Việt").check()
    door.get_by_role("button", name="Enregistrer").click()
    expect(door.locator(".badge-card")).to_contain_text("se prononce RO-ssa dang")
    harness.assert_sound(door)
    for way in door.locator(".badge-print a").all():
        asked = time.monotonic()
        drawn = door.request.get(way.get_attribute("href") or "")
        assert drawn.body().startswith(b"%PDF")
        assert time.monotonic() - asked < 5, "the promise of the house: one badge within five seconds"


def told_on_a_phone(phone: Page) -> None:
    """From the person's space, without a name; and then it does not wait there any more."""
    harness.sign_in_as(phone, "participant")
    phone.goto(at("fr", "my_space:home"))
    waits = phone.locator(".waits a", has_text="Comment était-ce").filter(has_text="résidence permanente")
    harness.assert_sound(phone)
    harness.follow(waits)
    harness.assert_sound(phone)
    phone.locator(".evaluation-scale").first.get_by_label("5").check()
    expect(phone.get_by_label("Sans mon nom")).to_be_checked()
    phone.get_by_role("button", name="Envoyer mes réponses").click()
    expect(phone.locator("h1")).to_have_text("Merci")
    harness.assert_sound(phone)
    phone.locator("main").get_by_role("link", name="Mon espace").click()
    expect(waits).to_have_count(0)


def counted_on_a_desktop(desktop: Page, event: int) -> None:
    harness.sign_in_as(desktop, "administrator")
    desktop.goto(at("en", "evaluation:manage", event))
    figures = desktop.locator("dl.figures")
    expect(figures.locator("div", has_text="answers received")).to_contain_text("6")
    expect(figures).to_contain_text("75%")
    harness.assert_sound(desktop)
    desktop.goto(at("en", "report:show", event))
    expect(desktop.locator("dl.figures div", has_text="Came without a registration")).to_contain_text("1")
    expect(desktop.locator("dl.figures div", has_text="Present in all")).to_contain_text("8")
    harness.assert_sound(desktop)
    paper = desktop.request.get(desktop.get_by_role("link", name="PDF in English").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
