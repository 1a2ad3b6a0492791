"""Every type of page of the house is sound, at both widths and in both languages; none is forgotten.

Each row of the tables below is a page: the name of its URL, and what it is shown for. Pages that another test already
holds, on the way of those who use them, stand in ``HELD_ELSEWHERE``.
"""

import re
from collections.abc import Callable, Iterable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from core.access_table import openings
from tests.browser import harness

OpenAt = Callable[..., Page]
Row = tuple[str, ...]
#: An event by its name in the demonstration, or what the database is asked for.
FAIR, DRAFT = "salon-montreal", "brouillon-montreal"
QUESTIONS = {
    "one who waits": "SELECT link_key FROM registration_registration WHERE state = 'waiting' LIMIT 1",
    "one with a seat": "SELECT link_key FROM registration_registration WHERE state = 'confirmed' AND event_id = {salon-quebec} LIMIT 1",
    "one who came": "SELECT link_key FROM registration_registration WHERE event_id = {passe-salon} LIMIT 1",
    "somebody registered": "SELECT id FROM registration_registration WHERE event_id = {salon-montreal} LIMIT 1",
    "somebody": "SELECT id FROM accounts_person ORDER BY id DESC LIMIT 1",
    "somebody else": "SELECT id FROM accounts_person ORDER BY id DESC LIMIT 1 OFFSET 1",
    "a login": "SELECT user_id FROM accounts_grant WHERE role = 'organiser'",
    "own organisation": "SELECT organisation_id FROM organisations_affiliation WHERE person_id = ("
    "SELECT person_id FROM accounts_user WHERE email = 'marc-andre.gagnon@exemple.test')",
    "own affiliation": "SELECT id FROM organisations_affiliation WHERE person_id = ("
    "SELECT person_id FROM accounts_user WHERE email = 'marc-andre.gagnon@exemple.test')",
    "a membership": "SELECT id FROM membership_membership WHERE state = 'active' LIMIT 1",
    "an application": "SELECT id FROM membership_membership WHERE state = 'submitted' LIMIT 1",
}
#: Wagtail's pages have addresses of their own.
STANDARD = {
    "fr": ["campagne", "accessibilite", "renseignements-personnels", "mentions-legales", "nous-joindre"],
    "en": ["campaign", "accessibility", "privacy", "legal-notice", "contact"],
}
PUBLIC: list[Row] = [
    ("agenda:list", "?page=2"),
    ("agenda:list", "?region=04&kind=job_fair"),
    ("agenda:list", "?q=zzzz"),
    ("agenda:list", "?since=2027-05-01&until=2027-01-01"),
    ("agenda:archives",),
    ("agenda:event_short", "vivre-et-travailler"),  # full, online
    ("agenda:event_short", "sejour-lac"),  # cancelled
    ("agenda:event_short", "salon-drummond"),  # moved
    ("agenda:event_short", "passe-salon"),  # over
    ("agenda:event_short", "rencontre-leaders"),  # for members
    ("agenda:event_short", "ouverture-plus-tard"),  # not open yet
    ("agenda:event_short", "salon-iles"),  # in another time zone
    ("registration:register", "vivre-et-travailler"),  # waiting list
    ("registration:register", "rencontre-leaders"),  # refused
    ("registration:already", FAIR),
    ("registration:manage", "one who waits"),
    ("registration:manage", "one who came"),
    ("registration:change", "one with a seat"),
    ("registration:cancel", "one who waits"),
    ("membership:list",),
    ("membership:list", "?region=04"),
]
STAFF: dict[str, list[Row]] = {
    "organiser": [
        ("agenda:create",),
        ("agenda:manage_event", FAIR),
        ("agenda:manage_event", DRAFT),
        ("agenda:edit", FAIR),
        ("agenda:publish", DRAFT),
        ("agenda:cancel", FAIR),
        ("agenda:move", FAIR),
        ("agenda:duplicate", FAIR),
        ("agenda:discard", DRAFT),
        ("doors:registration", FAIR, "somebody registered"),
        ("doors:cancel", FAIR, "somebody registered"),
        ("doors:paper", FAIR),
        ("doors:live", DRAFT),  # nobody yet
        ("doors:registrations", DRAFT),  # nobody yet
    ],
    "door_staff": [],
    "employer_contact": [
        ("organisations:detail", "own organisation"),
        ("organisations:edit", "own organisation"),
        ("organisations:invite", "own organisation"),
        ("organisations:affiliate", "own organisation"),
        ("organisations:affiliation_end", "own organisation", "own affiliation"),
    ],
    "network_coordinator": [
        ("organisations:create",),
        ("membership:start",),
        ("membership:terms",),
        ("membership:detail", "a membership"),
        ("membership:detail", "an application"),
    ],
    "analyst": [("indicators:detail", "4.1-a"), ("indicators:detail", "1.1-a")],
    "privacy_officer": [("privacy:search", "?q=haddad"), ("privacy:merge", "somebody", "somebody else")],
    "administrator": [("accounts:login", "a login")],
}
#: Their workspace is part of one above: its links are followed, no more.
MORE_STAFF = ["executive", "regional_officer", "programme_coordinator", "editor", "director"]
OWN: list[Row] = [
    ("registration:mine",),
    ("accounts:mine",),
    ("account_email",),
    ("account_change_password",),
    ("usersessions_list",),
    ("mfa_index",),
    ("accounts:second_factor_wanted",),
    ("privacy:doubles",),
]
#: On the way to or out of an account: pages that follow one another, see below.
FOLLOWED = {"account_reauthenticate", "account_confirm_login_code", "account_confirm_password_reset_code",
            "account_email_verification_sent", "mfa_authenticate", "organisations:invitation",
            "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"}  # fmt: skip
HELD_ELSEWHERE = {
    # Followed as links of the side navigation, by the roles whose they are.
    "the workspace's own navigation": {"core:workspace", "agenda:manage_list", "doors:mine", "indicators:list",
                                       "membership:work", "organisations:list", "privacy:register"},
    "test_whole_way": {"agenda:event", "registration:ticket", "wagtail_serve"},
    "test_accounts": {"account_login", "account_request_login_code", "account_signup", "account_reset_password",
                      "mfa_list_webauthn", "account_logout", "accounts:logins", "accounts:access"},
    "test_door": {"doors:door", "doors:live", "doors:registrations", "doors:passes"},
    "test_gallery": {"core:gallery"},
}  # fmt: skip
#: Files, forms that only send, parts of a page, addresses that lead elsewhere.
NO_PAGE = {
    "wagtailcore_authenticate_with_password",
    "front_door", "sitemap", "robots", "favicon", "closed_in_editor", "restricted_page_sign_in",
    "agenda:feed", "agenda:event_ics", "agenda:unpublish", "registration:ticket_pdf", "registration:ticket_ics",
    "doors:choose", "doors:scan", "doors:undo", "doors:door_search", "doors:counts", "doors:live_part", "doors:take_pass",
    "doors:search", "doors:export", "doors:resend", "doors:attendance", "indicators:export", "membership:listing",
    "organisations:invitation_again", "organisations:invitation_withdraw", "privacy:answer",
    "accounts:grant", "accounts:revoke", "accounts:ask_reset", "accounts:answer_reset",
    "mfa_login_webauthn", "mfa_download_recovery_codes",
}  # fmt: skip
#: allauth's, on the same three templates as their neighbours above.
LIKE_OTHERS = {
    "mfa_view_recovery_codes",
    "account_inactive", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_set_password",
    "account_complete_password_reset", "account_password_reset_completed", "mfa_deactivate_totp", "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}  # fmt: skip
ALL_FOUR = [(390, "fr"), (390, "en"), (1280, "fr"), (1280, "en")]
TWO = [(390, "fr"), (1280, "en")]
#: Words that each language has in nearly every sentence, and the other in none.
FOREIGN = {"fr": r"\b(the|and|your|with|you|this|are)\b", "en": r"\b(vous|votre|vos|cette|veuillez|sont)\b"}


def address(site: harness.Site, language: str, row: Row) -> str:
    name, *marks = row
    query = "".join(mark for mark in marks if mark.startswith("?"))
    values = [value_of(site, mark) for mark in marks if not mark.startswith("?")]
    with translation.override(language):
        return reverse(name, args=values) + query


def value_of(site: harness.Site, mark: str) -> str | int:
    if question := QUESTIONS.get(mark):
        question = re.sub(r"\{(.+?)\}", lambda slug: str(site.event(slug[1])), question)
        value: str | int = site.ask(question)[0][0]
        return value
    return mark if mark[0].isdigit() else site.event(mark)


def look_at(page: Page, paths: Iterable[str], language: str, *, status: int = 200) -> list[str]:
    """What is wrong with each of these pages, in words."""
    troubles = []
    for path in paths:
        harness.seen(page).complaints.clear()
        answer = page.goto(path)
        assert answer
        if answer.status != status:
            troubles.append(f"{path}: {answer.status}")
        if status != 200:
            harness.forget_refusal(page, status)
        troubles += troubles_of(page, language)
    return troubles


def troubles_of(page: Page, language: str) -> list[str]:
    """What is wrong with the page as it stands."""
    troubles = []
    for hold in (
        harness.assert_axe_clean,
        harness.assert_fits,
        harness.assert_no_third_party,
        harness.assert_no_complaint,
    ):
        try:
            hold(page)
        except AssertionError as trouble:
            troubles.append(f"{page.url}: {trouble} {harness.seen(page).complaints}")
    if page.locator("h1").count() != 1:
        troubles.append(f"{page.url}: {page.locator('h1').count()} headings of the first level")
    spoken = page.evaluate(
        """(language) => { const copy = document.body.cloneNode(true);
        copy.querySelectorAll(`[lang]:not([lang^=${language}]), textarea, script`).forEach(part => part.remove());
        return document.title + " " + copy.textContent; }""",
        language,
    )
    if foreign := sorted(set(re.findall(FOREIGN[language], spoken.casefold()))):
        troubles.append(f"{page.url}: words of another language: {', '.join(foreign)}")
    return troubles


def workspace_links(page: Page, language: str) -> list[str]:
    """Addresses of the side navigation of whoever is signed in."""
    door = page.locator("details.account a").last.get_attribute("href")
    assert door
    page.goto(door)
    found: list[str] = page.locator("nav.side a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    with translation.override(language):
        gallery = reverse("core:gallery")  # its samples are French in both languages; ``test_gallery`` looks at it
    return [link for link in found if link != gallery]


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize(("width", "language"), ALL_FOUR)
def test_public_pages_are_sound(page_at: OpenAt, site: harness.Site, width: int, language: str) -> None:
    page = page_at(width, language)

    troubles = look_at(page, (address(site, language, row) for row in PUBLIC), language)
    troubles += look_at(page, (f"/{language}/{slug}/" for slug in STANDARD[language]), language)
    troubles += look_at(page, [f"/{language}/rien/", f"/{language}/inscription/rien/"], language, status=404)

    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize(("width", "language"), TWO)
@pytest.mark.parametrize("role", STAFF)
def test_pages_of_the_workspace_are_sound(
    page_at: OpenAt, site: harness.Site, role: str, width: int, language: str
) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, role)
    page.goto(address(site, language, ("accounts:mine",)))

    troubles = look_at(page, workspace_links(page, language), language)
    troubles += look_at(page, (address(site, language, row) for row in STAFF[role]), language)

    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize(("width", "language"), TWO)
def test_pages_of_ones_own_are_sound(page_at: OpenAt, site: harness.Site, width: int, language: str) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, "participant")

    troubles = look_at(page, (address(site, language, row) for row in OWN), language)

    assert not troubles, "\n".join(troubles)


def test_no_type_of_page_is_forgotten() -> None:
    tried = {row[0] for rows in (PUBLIC, OWN, *STAFF.values()) for row in rows} | FOLLOWED
    known = tried.union(NO_PAGE, LIKE_OTHERS, *HELD_ELSEWHERE.values())
    names = {
        door.name for door in openings("fr") if not door.path.startswith(("admin/", "documents/", "media/", "dev/"))
    }

    assert not names - known, sorted(names - known)
