"""A family in a browser: registered on a phone, waiting whole, a place offered and taken for those who still come."""

import itertools
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.scale import FEWER_LOOKS

OpenAt = Callable[..., Page]
WORDS = {
    "fr": {
        "join": "S’inscrire sur la liste d’attente",
        "add": "Ajouter des personnes",
        "waits": "Vous êtes en liste d’attente",
        "show": "Voir l’effet",
        "would": "Ce qui se passerait",
        "keep": "Garder ce nombre",
        "offered": "Une place vous est gardée",
        "accept": "Accepter la place",
        "seated": "Vous avez une place",
        "child": "Jeune ou enfant, 5 à 11 ans",
    },
    "en": {
        "join": "Join the waiting list",
        "add": "Add people",
        "waits": "You are on the waiting list",
        "show": "Show what it would do",
        "would": "What would happen",
        "keep": "Keep this number",
        "offered": "A place is kept for you",
        "accept": "Accept the place",
        "seated": "You have a seat",
        "child": "Guest, 5 to 11",
    },
}
_numbers = itertools.count(1)


def at(site: harness.Site, name: str, language: str, slug: str = "sejour-nord") -> str:
    with translation.override(language):
        return reverse(name, args=[site.event(slug)])


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_a_family_waits_whole_and_takes_the_place_that_is_offered(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    words, number = WORDS[language], next(_numbers)
    family, organiser = page_at(width, language), page_at(1280, language)
    harness.sign_in_as(organiser, "administrator")
    # A stay for so few that the family is too many for what is free.
    taken = seats_taken(site)
    set_capacity(organiser, at(site, "registration:capacity", language), taken + 3, words)

    family.goto(at(site, "registration:register", language))
    family.locator("#id_name").fill(f"Wałęsa {number}")
    family.locator("#id_email").fill(f"famille.{language}.{number}@exemple.test")
    for row, (age, name) in enumerate([("18+", "Ana Wałęsa"), ("5-11", ""), ("0-4", "")], 1):
        family.locator(f"#id_companion_{row}_age").select_option(age)
        family.locator(f"#id_companion_{row}_name").fill(name)
    family.get_by_role("button", name=words["add"]).click()
    expect(family.locator("#id_companion_1_name")).to_have_value("Ana Wałęsa")
    harness.assert_sound(family)
    fourth(family, number, language)
    harness.assert_sound(family)
    expect(family.locator("main")).to_contain_text(words["seated"])
    seated = family.url

    # Four more, of whom nobody fits any more: they wait, all together.
    family.goto(at(site, "registration:register", language))
    family.locator("#id_name").fill(f"Castillo {number}")
    family.locator("#id_email").fill(f"attente.{language}.{number}@exemple.test")
    family.locator("#id_companion_1_age").select_option("18+")
    family.locator("#id_companion_1_name").fill("Mateus Castillo")
    family.locator("#id_companion_2_age").select_option("5-11")
    family.locator("#id_is_guardian").check()
    family.get_by_role("button", name=words["join"]).click()
    expect(family.locator("main")).to_contain_text(words["waits"])
    harness.assert_sound(family)

    set_capacity(organiser, at(site, "registration:capacity", language), taken + 12, words)

    family.reload()
    expect(family.locator("main")).to_contain_text(words["offered"])
    harness.assert_sound(family)
    family.locator("input[name=keep]").nth(1).uncheck()
    family.get_by_role("button", name=words["accept"]).click()
    expect(family.locator("main")).to_contain_text(words["seated"])
    expect(family.locator(".party li")).to_have_count(2)
    expect(family.locator(".party")).to_contain_text(words["child"])
    harness.assert_sound(family)
    assert seated != family.url


def fourth(family: Page, number: int, language: str) -> None:
    """Of the first family nobody stays at home: three of them take all there is."""
    family.locator("#id_companion_3_age").select_option("")
    family.locator("#id_is_guardian").check()
    family.locator("main form button.large").click()


def seats_taken(site: harness.Site, slug: str = "sejour-nord") -> int:
    [(taken,)] = site.ask("SELECT seats_taken FROM agenda_event WHERE id = ?", site.event(slug))
    return int(taken)


def set_capacity(organiser: Page, address: str, seats: int, words: dict[str, str]) -> None:
    """The effect is said before the number is kept."""
    organiser.goto(address)
    organiser.locator("#id_capacity").fill(str(seats))
    organiser.get_by_role("button", name=words["show"]).click()
    expect(organiser.locator("main")).to_contain_text(words["would"])
    harness.assert_sound(organiser)
    organiser.get_by_role("button", name=words["keep"]).click()
    organiser.wait_for_url("**/wait**" if "/en/" in address else "**/liste-attente/**")
    harness.assert_sound(organiser)
