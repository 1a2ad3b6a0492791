"""A selection in a browser: an event is copied and published, two people apply, and each reads a result with its reason."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness

OpenAt = Callable[..., Page]
REASON = {"fr": "Votre projet est écrit pour une autre région.", "en": "Your plan is written for another region."}


def at(language: str, name: str, *args: object) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def test_two_people_apply_and_are_told_a_no_with_its_reason_and_a_yes_with_a_ticket(
    page_at: OpenAt, site: harness.Site
) -> None:
    phone, desktop, organiser = page_at(390, "fr"), page_at(1280, "en"), page_at(1280, "en")
    harness.sign_in_as(organiser, "administrator")
    organiser.context.set_default_timeout(6_000)
    event = published_copy(organiser, site.event("cohorte-regions"))

    no = apply(phone, event, "fr", "Aïssatou Diallo")
    yes = apply(desktop, event, "en", "Minh Trần")
    expect(phone.locator("main")).to_contain_text("Votre candidature est reçue")

    for name in ("Aïssatou Diallo", "Minh Trần"):
        organiser.goto(at("en", "selection:applications", event))
        organiser.get_by_role("link", name=name).click()
        for radio in organiser.locator(".selection-points input[type=radio][value='2']").all():
            radio.check()
        organiser.get_by_role("button", name="Keep my points").click()
        expect(organiser.locator("main")).to_contain_text("Your points are kept")
    harness.assert_sound(organiser)
    decide(organiser, event, "Aïssatou Diallo", "declined")
    decide(organiser, event, "Minh Trần", "chosen")

    # Not before applications close; then at an hour that those who applied can read.
    organiser.goto(at("en", "selection:results", event))
    expect(organiser.locator("main")).to_contain_text("People can still apply")
    organiser.goto(at("en", "agenda:edit", event))
    closed = datetime.now() - timedelta(hours=30)
    organiser.locator("#id_closes").fill(local(closed))
    organiser.locator("main form button.button:not(.quiet)").last.click()
    organiser.goto(at("en", "selection:results", event))
    organiser.locator("#id_tell_at").fill(local(closed + timedelta(days=5)))
    organiser.get_by_role("button", name="Set this hour").click()
    expect(organiser.locator("main")).to_contain_text("Everybody is told at that hour")
    harness.assert_sound(organiser)
    phone.goto(no)
    phone.get_by_role("link", name="Comment se prend la décision").click()
    expect(phone.locator("main")).to_contain_text("Toutes les personnes l’apprennent en même temps")
    expect(phone.locator("main")).not_to_contain_text(REASON["fr"])
    harness.assert_sound(phone)

    harness.follow(organiser.get_by_role("link", name="Tell everybody now"))
    harness.assert_sound(organiser)
    organiser.locator("main .confirm button").click()
    expect(organiser.locator("main")).to_contain_text("Everybody has been told")

    phone.reload()
    expect(phone.locator("main")).to_contain_text(REASON["fr"])
    harness.assert_sound(phone)
    desktop.goto(yes)
    expect(desktop.locator("main")).to_contain_text("You have a seat")
    harness.assert_sound(desktop)
    desktop.get_by_role("link", name="Open my ticket").click()
    expect(desktop.locator("main")).to_contain_text("Minh Trần")
    harness.assert_sound(desktop)
    *_earlier, letter = site.mails_to("aissatou.diallo@exemple.test", at_least=2)
    assert REASON["fr"] in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def published_copy(organiser: Page, source: int) -> int:
    """The same event, on another day: grid, terms and deadline go with it."""
    organiser.goto(at("en", "agenda:duplicate", source))
    field = organiser.locator("#id_start_date")
    day = datetime.now() + timedelta(days=75)
    field.fill(day.strftime("%Y-%m-%d"))
    organiser.locator("main form button.button").first.click()
    organiser.wait_for_url("**/edit/")
    event = int(organiser.url.rstrip("/").split("/")[-2])
    organiser.goto(at("en", "agenda:publish", event))
    harness.assert_sound(organiser)
    organiser.get_by_role("button", name="Publish now").click()
    expect(organiser.locator("main")).to_contain_text("The event is published")
    return event


def apply(person: Page, event: int, language: str, name: str) -> str:
    """On the form; the address of the registration's own page."""
    person.goto(at(language, "registration:register", event))
    person.locator("#id_name").fill(name)
    address = {"Aïssatou Diallo": "aissatou.diallo", "Minh Trần": "minh.tran"}[name]
    person.locator("#id_email").fill(f"{address}@exemple.test")
    harness.assert_sound(person)
    person.locator("main form button.large").click()
    person.wait_for_url("**/registration/**" if language == "en" else "**/inscription/**")
    harness.assert_sound(person)
    return person.url


def decide(organiser: Page, event: int, name: str, outcome: str) -> None:
    """As a draft, among those that are ticked; a no with its reason in both languages."""
    organiser.goto(at("en", "selection:applications", event))
    organiser.get_by_role("checkbox", name=name).check()
    organiser.locator(f"input[name=outcome][value={outcome}]").check()
    if outcome == "declined":
        organiser.locator("details summary", has_text="Reason, for a no").click()
        organiser.locator("#id_reason_fr").fill(REASON["fr"])
        organiser.locator("#id_reason_en").fill(REASON["en"])
        harness.assert_sound(organiser)
    organiser.get_by_role("button", name="Keep this decision").click()
    expect(organiser.locator("main")).to_contain_text("Nobody is told yet")
