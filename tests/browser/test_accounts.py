"""Signing up, in and out in a real browser, under the strict policy: by code, by passkey; pages sound in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import harness
from tests.scale import FEWER_LOOKS, LOOKS

ENTRANCE = {
    "fr": ["connexion/", "connexion/code/", "creer/", "mot-de-passe/oublie/"],
    "en": ["sign-in/", "sign-in/code/", "create/", "password/forgotten/"],
}
OWN = {
    "fr": ["", "adresses/", "mot-de-passe/", "cles-acces/", "deux-etapes/", "sessions/", "deconnexion/"],
    "en": ["", "addresses/", "password/", "passkeys/", "two-steps/", "sessions/", "sign-out/"],
}
STAFF = {"fr": ["gestion/comptes/", "gestion/comptes/2/", "gestion/acces/"], "en": ["manage/logins/", "manage/access/"]}
ACCOUNT = {"fr": "/fr/compte/", "en": "/en/account/"}


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_pages_of_the_way_in_are_sound(page_at: Callable[..., Page], width: int, language: str) -> None:
    page = page_at(width, language)

    for path in ENTRANCE[language]:
        page.goto(ACCOUNT[language] + path)
        harness.assert_sound(page)


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_pages_of_ones_own_account_and_of_administrators_are_sound(
    page_at: Callable[..., Page], width: int, language: str
) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, "administrator")

    for path in OWN[language]:
        page.goto(ACCOUNT[language] + path)
        harness.assert_sound(page)
    for path in STAFF[language]:
        page.goto(f"/{language}/{path}")
        harness.assert_sound(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_account_is_made_with_a_name_an_address_and_a_code(
    page_at: Callable[..., Page], site: harness.Site, javascript: bool
) -> None:
    address = f"nadia.{'avec' if javascript else 'sans'}@exemple.test"
    page = page_at(390, javascript=javascript)
    page.goto("/fr/compte/creer/")
    page.get_by_label("Nom complet").fill("Nadia Haddad")
    page.get_by_label("Adresse courriel").fill(address)
    page.get_by_role("button", name="Créer mon compte").click()
    (letter,) = site.mails_to(address)
    code = re.search(r"^ {4}(\S+)$", letter.get_body(("plain",)).get_content(), re.M)  # type: ignore[union-attr]
    assert code

    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Continuer").click()

    page.wait_for_url("**/fr/mon-espace/")
    page.goto("/fr/compte/")
    assert page.get_by_label("Nom complet").input_value() == "Nadia Haddad"


def test_a_passkey_is_made_and_opens_everything_without_a_password(
    page_at: Callable[..., Page], site: harness.Site
) -> None:
    page = page_at(390)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    # Passkeys belong to a name: an address in figures has none.
    home = site.url.replace("127.0.0.1", "localhost")
    page.goto(f"{home}/dev/")
    page.locator("[data-role=administrator] button, button[data-role=administrator]").first.click()

    page.goto(f"{home}/fr/compte/cles-acces/ajouter/")
    page.get_by_label("Mot de passe").fill("demonstration")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de cette clé d’accès").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.wait_for_url("**/codes-de-secours/")

    page.goto(f"{home}/fr/compte/deconnexion/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    page.goto(f"{home}/fr/gestion/comptes/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()

    page.wait_for_url("**/fr/gestion/comptes/")
    harness.assert_csp_clean(page)


def test_a_passkey_that_is_refused_says_what_to_do(page_at: Callable[..., Page], site: harness.Site) -> None:
    page = page_at(390)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{site.url.replace('127.0.0.1', 'localhost')}/en/account/sign-in/")

    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_text("No passkey was used. Try again, or choose another way.").wait_for()
