"""Every type of page of the house is sound, at both widths and in both languages (see ``tests/scale.py``); none is forgotten.

Which pages, and what each is shown for, stands in ``tests.browser.pages``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from core.access_table import openings
from tests.browser import harness, looks, pages, pairing_pages, test_walks
from tests.browser.looks import Row, look_at, troubles_of
from tests.browser.pages import DARK, DARK_STAFF, MORE_STAFF, OWN, PUBLIC, QUESTIONS, STAFF, STANDARD
from tests.scale import FEWER_LOOKS, LOOKS, each_in_one_look

OpenAt = Callable[..., Page]


def address(site: harness.Site, language: str, row: Row) -> str:
    return looks.address(site, language, row, QUESTIONS)


def workspace_links(page: Page, language: str) -> list[str]:
    """Addresses of the side navigation of whoever is signed in, but for the gallery's, which a test of its own holds."""
    with translation.override(language):
        page.goto(reverse("accounts:mine"))
        gallery = reverse("core:gallery")
    door = page.locator("details.account a").last.get_attribute("href")
    assert door
    page.goto(door)
    found: list[str] = page.locator("nav.side a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return sorted(set(found) - {gallery})


@dataclass
class Arrivals:
    """Pages that follow one another: each is waited for and looked at."""

    page: Page
    site: harness.Site
    language: str
    troubles: list[str] = field(default_factory=list)

    def at(self, name: str) -> None:
        self.page.wait_for_url(f"**{address(self.site, self.language, (name,))}**")
        self.there()

    def there(self) -> None:
        self.troubles += troubles_of(self.page, self.language)


def sign_up(page: Page, email: str) -> None:
    page.locator("#id_name").fill("Leïla Nouvelle")
    page.locator("#id_email").fill(email)
    page.keyboard.press("Enter")


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


def code_in(letter: EmailMessage) -> str:
    code = re.search(r"^ {4}(\S+)$", text_of(letter), re.M)
    assert code
    return code[1]


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_public_pages_are_sound(page_at: OpenAt, site: harness.Site, width: int, language: str) -> None:
    page = page_at(width, language)

    troubles = look_at(page, (address(site, language, row) for row in PUBLIC), language)
    troubles += look_at(page, (f"/{language}/{slug}/" for slug in STANDARD[language]), language)
    troubles += look_at(page, [f"/{language}/rien/"], language, status=404)
    withdrawn = address(site, language, ("certificates:check", "a certificate that is withdrawn"))
    troubles += look_at(page, [withdrawn], language, status=410)

    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize(("role", "width", "language"), each_in_one_look([*STAFF]))
def test_pages_of_the_workspace_are_sound(
    page_at: OpenAt, site: harness.Site, role: str, width: int, language: str
) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, role)

    troubles = look_at(page, workspace_links(page, language), language)
    troubles += look_at(page, (address(site, language, row) for row in STAFF[role]), language)

    assert not troubles, "\n".join(troubles)


def test_every_workspace_leads_to_sound_pages(page_at: OpenAt) -> None:
    page, troubles = page_at(390, "fr"), []

    for role in MORE_STAFF:
        harness.sign_in_as(page, role)
        troubles += look_at(page, workspace_links(page, "fr"), "fr")

    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_pages_of_ones_own_account_are_sound(page_at: OpenAt, site: harness.Site, width: int, language: str) -> None:
    guest, page = page_at(width, language), page_at(width, language)
    # Somebody registers with the participant's address under another name: is it the same person?
    guest.goto(address(site, language, ("registration:register", "salon-estrie")))
    guest.locator("#id_name").fill(f"Amina B. {width} {language}")
    guest.locator("#id_email").fill("amina.benali@exemple.test")
    guest.keyboard.press("Enter")
    guest.wait_for_selector(".facts")
    harness.sign_in_as(page, "participant")

    troubles = look_at(page, (address(site, language, row) for row in OWN), language)
    assert page.locator("main").get_by_text(f"Amina B. {width} {language}").count()
    # What is guarded asks for the password once more, and then leads on.
    arrived = Arrivals(page, site, language, troubles)
    page.goto(address(site, language, ("mfa_add_webauthn",)))
    arrived.at("account_reauthenticate")
    page.locator("#id_password").fill("demonstration")
    page.keyboard.press("Enter")
    arrived.at("mfa_add_webauthn")
    page.goto(address(site, language, ("mfa_generate_recovery_codes",)))
    arrived.at("mfa_generate_recovery_codes")
    page.locator("main form").get_by_role("button").click()
    arrived.at("mfa_view_recovery_codes")

    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_pages_on_the_way_into_an_account_are_sound(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    page, email = page_at(width, language), f"nouvelle.{width}.{language}@exemple.test"
    arrived = Arrivals(page, site, language)

    def send_address_from(name: str) -> None:
        page.goto(address(site, language, (name,)))
        page.locator("#id_email").fill(email)
        page.keyboard.press("Enter")

    page.goto(address(site, language, ("account_signup",)))
    sign_up(page, email)
    arrived.at("account_email_verification_sent")
    page.context.clear_cookies()
    send_address_from("account_request_login_code")
    arrived.at("account_confirm_login_code")
    send_address_from("account_reset_password")
    arrived.at("account_confirm_password_reset_code")
    page.context.clear_cookies()
    page.goto(address(site, language, ("account_login",)))
    page.locator("#id_login").fill("lucie.tremblay@exemple.test")
    page.locator("#id_password").fill("demonstration")
    page.keyboard.press("Enter")
    arrived.at("mfa_authenticate")

    assert not arrived.troubles, "\n".join(arrived.troubles)


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_pages_from_an_invitation_to_the_second_factor_are_sound(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    host, guest, email = page_at(width, language), page_at(width, language), f"invitee.{width}.{language}@exemple.test"
    arrived = Arrivals(guest, site, language)
    harness.sign_in_as(host, "employer_contact")
    host.goto(address(site, language, ("organisations:invite", "own organisation")))
    host.locator("#id_email").fill(email)
    host.locator("#id_language").select_option(language)
    host.locator("main form").get_by_role("button").click()
    link = re.search(r"/\w\w/invitations/[\w-]+/", text_of(site.mails_to(email)[0]))
    assert link

    guest.goto(link[0])
    arrived.there()
    guest.locator("main a.quiet").click()
    sign_up(guest, email)
    guest.locator("#id_code").fill(code_in(site.mails_to(email, at_least=2)[1]))
    guest.keyboard.press("Enter")
    guest.wait_for_url(f"**{link[0]}")
    arrived.there()
    guest.locator("main form").get_by_role("button").click()
    arrived.at("accounts:second_factor_wanted")
    guest.goto(address(site, language, ("mfa_activate_totp",)))
    arrived.at("mfa_activate_totp")

    assert not arrived.troubles, "\n".join(arrived.troubles)


def test_pages_are_sound_in_the_dark(page_at: OpenAt, site: harness.Site) -> None:
    page = page_at(390, "fr", scheme="dark")

    troubles = look_at(page, ["/fr/", *(address(site, "fr", row) for row in DARK)], "fr")
    harness.sign_in_as(page, "organiser")
    troubles += look_at(page, (address(site, "fr", row) for row in DARK_STAFF), "fr")

    assert not troubles, "\n".join(troubles)


def test_no_type_of_page_is_forgotten() -> None:
    tried = {row[0] for rows in (PUBLIC, OWN, *STAFF.values(), *pairing_pages.PAGES.values()) for row in rows}
    known = tried.union(
        pages.FOLLOWED,
        pages.REACHED_BY_LINKS,
        pages.NO_PAGE,
        pages.LIKE_OTHERS,
        *pages.HELD_ELSEWHERE.values(),
        pairing_pages.NO_PAGE,
        pairing_pages.HELD_ON_THE_WAY,
        test_walks.NO_PAGE,
        test_walks.AFTER_A_STEP,
        *test_walks.walked().values(),
    )
    names = {
        door.name for door in openings("fr") if not door.path.startswith(("admin/", "documents/", "media/", "dev/"))
    }

    assert not names - known, sorted(names - known)
