"""A place that becomes free, in a browser: waited for on a phone, offered by mail, accepted or left to the next."""

import itertools
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from tests.browser import harness
from tests.browser.test_whole_way import link_in, parts_of, text_of
from tests.scale import LOOKS

OpenAt = Callable[..., Page]
SLUG = "seance-laval"
WORDS = {
    "fr": {
        "show": "Voir l’effet",
        "keep": "Garder ce nombre",
        "seated": "Vous avez une place",
        "waits": "Vous êtes en liste d’attente",
        "rank": "Vous êtes au premier rang.",
        "cancel": "Annuler mon inscription",
        "yes": "Oui, annuler",
        "offered": "Une place vous est gardée",
        "until": "Répondre avant",
        "accept": "Accepter la place",
        "decline": "Refuser",
        "leave": "Oui, la laisser à la personne suivante",
        "declined": "Vous avez refusé la place",
        "awaited": "Offertes, en attente d’une réponse",
        "said yes": "Acceptée",
        "said no": "Refusée",
        "link": r"/fr/inscription/[\w-]+/",
    },
    "en": {
        "show": "Show what it would do",
        "keep": "Keep this number",
        "seated": "You have a seat",
        "waits": "You are on the waiting list",
        "rank": "You are next.",
        "cancel": "Cancel my registration",
        "yes": "Yes, cancel",
        "offered": "A place is kept for you",
        "until": "Answer before",
        "accept": "Accept the place",
        "decline": "Decline",
        "leave": "Yes, leave it to the next",
        "declined": "You declined the place",
        "awaited": "Offered, awaiting an answer",
        "said yes": "Accepted",
        "said no": "Declined",
        "link": r"/en/registration/[\w-]+/",
    },
}
_numbers = itertools.count(1)


def at(site: harness.Site, name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name, args=[site.event(SLUG)])


def register(page: Page, address: str, name: str, email: str) -> None:
    page.goto(address)
    page.locator("#id_name").fill(name)
    page.locator("#id_email").fill(email)
    page.locator("main form button.large").click()


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_a_freed_place_is_offered_by_mail_and_taken_or_left(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    words, number = WORDS[language], next(_numbers)
    seated, waiter, organiser = (page_at(*look, language) for look in ((width,), (width,), (1280,)))
    name, email = f"Dagmara Wiśniewska {number}", f"attente.place.{language}.{number}@exemple.test"
    form, line = at(site, "registration:register", language), at(site, "registration:line", language)
    harness.sign_in_as(organiser, "administrator")
    [(taken,)] = site.ask("SELECT seats_taken FROM agenda_event WHERE id = ?", site.event(SLUG))
    organiser.goto(at(site, "registration:capacity", language))
    organiser.locator("#id_capacity").fill(str(taken + 1))
    organiser.get_by_role("button", name=words["show"]).click()
    organiser.get_by_role("button", name=words["keep"]).click()
    organiser.wait_for_url(f"**{line}")

    # The last seat is taken; who comes next waits, and knows at which place.
    register(seated, form, f"Bolesław Kaczmarek {number}", f"siege.place.{language}.{number}@exemple.test")
    expect(seated.locator("main")).to_contain_text(words["seated"])
    register(waiter, form, name, email)
    expect(waiter.locator("main")).to_contain_text(words["waits"])
    expect(waiter.locator("main")).to_contain_text(words["rank"])
    harness.assert_sound(waiter)

    # Somebody cannot come: the place is kept for whoever waits, and the mail says until when.
    seated.get_by_role("link", name=words["cancel"]).click()
    seated.get_by_role("button", name=words["yes"]).click()
    letter = site.mails_to(email, at_least=2)[-1]
    assert words["until"] in text_of(letter)
    assert name not in str(letter["Subject"])
    assert not parts_of(letter, "text/calendar")
    row_of(organiser, line, name)
    expect(organiser.locator("main")).to_contain_text(words["awaited"])
    harness.assert_sound(organiser)

    waiter.goto(link_in(letter, words["link"]))
    expect(waiter.locator("main")).to_contain_text(words["offered"])
    harness.assert_sound(waiter)
    if language == "fr":
        waiter.get_by_role("button", name=words["accept"]).click()
        expect(waiter.locator("main")).to_contain_text(words["seated"])
        assert parts_of(site.mails_to(email, at_least=3)[-1], "text/calendar")
    else:
        harness.follow(waiter.get_by_role("link", name=words["decline"]))
        harness.assert_sound(waiter)
        waiter.get_by_role("button", name=words["leave"]).click()
        expect(waiter.locator("main")).to_contain_text(words["declined"])
        harness.assert_sound(waiter)
        assert not parts_of(site.mails_to(email, at_least=3)[-1], "text/calendar")

    expect(row_of(organiser, line, name)).to_contain_text(words["said yes" if language == "fr" else "said no"])
    harness.assert_sound(organiser)


def row_of(organiser: Page, line: str, name: str) -> Locator:
    """Their row on the organiser's page, as it is now."""
    organiser.goto(line)
    row = organiser.get_by_role("row").filter(has_text=name)
    expect(row).to_have_count(1)
    return row
