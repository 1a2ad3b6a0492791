"""Every type of page of the house is sound, at both widths and in both languages (see ``tests/scale.py``); none is forgotten.

Each row of the tables below is a page: the name of its URL, and what it is shown for. Pages that another test already
holds, on the way of those who use them, stand in ``HELD_ELSEWHERE``.
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
from tests.browser import harness, looks, test_walks
from tests.browser.looks import Row, look_at, troubles_of
from tests.scale import FEWER_LOOKS, LOOKS, each_in_one_look

OpenAt = Callable[..., Page]
#: An event by its name in the demonstration, or what the database is asked for.
FAIR, DRAFT, WRITTEN = "salon-montreal", "brouillon-montreal", "seance-mauricie-centre"
SERIES = "formation-soirs"
QUESTIONS = {
    "one who waits": "SELECT link_key FROM registration_registration WHERE state = 'waiting' LIMIT 1",
    "one with a seat": "SELECT link_key FROM registration_registration WHERE state = 'confirmed' AND event_id = {salon-quebec} LIMIT 1",
    "one who came": "SELECT link_key FROM registration_registration WHERE event_id = {passe-salon} LIMIT 1",
    "one who wishes": "SELECT registration.link_key FROM needs_wish wish JOIN registration_seat seat ON seat.id = wish.seat_id "
    "JOIN registration_registration registration ON registration.id = seat.registration_id "
    "WHERE seat.event_id = {salon-saguenay} LIMIT 1",
    "one who is asked": "SELECT link_key FROM registration_registration WHERE event_id = {salon-saguenay} AND id NOT IN "
    "(SELECT seat.registration_id FROM needs_wish wish JOIN registration_seat seat ON seat.id = wish.seat_id) LIMIT 1",
    "whoever cooks": "SELECT key FROM needs_meallink WHERE event_id = {salon-montreal}",
    "one who was written to": "SELECT link_key FROM registration_registration WHERE id = (SELECT max(registration_id) FROM announcements_notice)",
    "a message": "SELECT id FROM announcements_announcement WHERE corrects_id IS NOT NULL AND event_id = {seance-mauricie-centre}",
    "a draft": "SELECT id FROM announcements_announcement WHERE state = 'draft' AND event_id = {seance-mauricie-centre}",
    "one who answered": "SELECT registration.link_key FROM questions_answer answer JOIN registration_registration registration "
    "ON registration.id = answer.registration_id WHERE registration.event_id = {seance-est} LIMIT 1",
    "a question": "SELECT id FROM questions_question WHERE event_id = {seance-est} ORDER BY position LIMIT 1 OFFSET 1",
    "somebody registered": "SELECT id FROM registration_registration WHERE event_id = {salon-montreal} LIMIT 1",
    "one who is offered a place": "SELECT link_key FROM registration_registration WHERE state = 'offered' AND size > 1 AND event_id = {seance-familles}",
    "a family": "SELECT link_key FROM registration_registration WHERE state = 'confirmed' AND size > 1 AND event_id = {seance-familles} LIMIT 1",
    "a parent who is asked": "SELECT key FROM registration_guardian WHERE confirmed_at IS NULL LIMIT 1",
    "a party that waits": "SELECT id FROM registration_registration WHERE state = 'waiting' AND event_id = {seance-familles} LIMIT 1",
    "a sitting": "SELECT max(id) FROM agenda_sitting WHERE event_id = {formation-soirs}",
    "a certificate": "SELECT code FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "a certificate that is withdrawn": "SELECT code FROM certificates_certificate WHERE withdrawn_at IS NOT NULL LIMIT 1",
    "somebody's certificate": "SELECT key FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "its number": "SELECT id FROM certificates_certificate WHERE withdrawn_at IS NULL AND event_id = {passe-soirs} LIMIT 1",
    "a phone": "SELECT id FROM devices_device WHERE event_id = {salon-montreal} ORDER BY id LIMIT 1",
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
    ("agenda:list", "?q=zzzz"),
    ("agenda:list", "?since=2027-05-01&until=2027-01-01"),
    ("agenda:archives",),
    ("agenda:event_short", "vivre-et-travailler"),  # full, online
    ("agenda:event_short", "sejour-lac"),  # cancelled
    ("agenda:event_short", "salon-drummond"),  # moved
    ("agenda:event_short", "passe-salon"),  # over
    ("agenda:event_short", "rencontre-leaders"),  # for members
    ("registration:register", "vivre-et-travailler"),  # waiting list
    ("registration:register", "rencontre-leaders"),  # refused
    ("registration:already", FAIR),
    ("registration:manage", "one who waits"),
    ("registration:manage", "one who came"),
    ("registration:change", "one with a seat"),
    ("registration:register", "seance-familles"),  # a family, ages
    ("registration:manage", "one who is offered a place"),
    ("registration:manage", "a family"),
    ("registration:decline", "one who is offered a place"),
    ("registration:party", "a family"),
    ("registration:guardian", "a parent who is asked"),
    ("certificates:ask",),
    ("certificates:check", "a certificate"),
    ("certificates:own", "somebody's certificate"),
    ("certificates:erase", "somebody's certificate"),
    ("agenda:embed_compose",),
    ("needs:answer", "one who is asked"),
    ("needs:answer", "one who wishes"),
    ("needs:totals", "whoever cooks"),
    ("announcements:own", "one who was written to"),
    ("questions:answer", "one who answered"),
    ("registration:register", "seance-est"),  # with questions
    ("registration:register", "seance-a-distance"),  # by invitation
    ("membership:list",),
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
        ("registration:line", "seance-familles"),
        ("registration:out_of_turn", "seance-familles", "a party that waits"),
        ("registration:capacity", "seance-familles"),
        ("registration:terms", "seance-familles"),
        ("agenda:import",),
        ("agenda:sittings", SERIES),
        ("agenda:sitting", SERIES, "a sitting"),
        ("agenda:move_sitting", SERIES, "a sitting"),
        ("agenda:end_sitting", SERIES, "a sitting"),
        ("doors:grid", SERIES),
        ("certificates:manage", "passe-soirs"),
        ("certificates:withdraw", "passe-soirs", "its number"),
        ("devices:devices", FAIR),
        ("devices:device", FAIR, "a phone"),
        ("needs:prepare", FAIR),
        ("announcements:index", WRITTEN),
        ("announcements:compose", FAIR),
        ("announcements:one", WRITTEN, "a message"),
        ("announcements:one", WRITTEN, "a draft"),
        ("announcements:edit", WRITTEN, "a draft"),
        ("announcements:reminders", WRITTEN),
        ("questions:questions", "seance-est"),
        ("questions:add", "seance-est", "?kind=choice"),
        ("questions:edit", "seance-est", "a question"),
        ("questions:preview", "seance-est"),
        ("gates:gates", "formation-francophones"),
        ("gates:let_in", "formation-francophones"),
        ("gates:invitations", "seance-a-distance"),
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
#: What the side navigation of somebody leads to.
REACHED_BY_LINKS = {"agenda:manage_list", "doors:mine", "indicators:list", "membership:work", "organisations:list",
                    "privacy:register"}  # fmt: skip
#: Their workspace is part of one above: its links are followed, no more.
MORE_STAFF = ["executive", "regional_officer", "programme_coordinator", "editor", "director"]
OWN: list[Row] = [("registration:mine",), ("announcements:mine",), ("privacy:doubles",)]
#: Pages that follow from another, in the tests of those steps below.
FOLLOWED = {"account_email_verification_sent", "account_reauthenticate", "account_confirm_login_code",
            "account_confirm_password_reset_code", "mfa_authenticate", "accounts:second_factor_wanted", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn",
            "mfa_view_recovery_codes", "organisations:invitation"}  # fmt: skip
HELD_ELSEWHERE = {
    "test_whole_way": {"agenda:event", "registration:ticket", "registration:cancel", "wagtail_serve"},
    "test_accounts": {"account_login", "account_request_login_code", "account_signup", "account_reset_password",
                      "mfa_list_webauthn", "account_logout", "accounts:mine", "account_email",
                      "account_change_password", "usersessions_list", "mfa_index", "accounts:logins", "accounts:access"},
    "test_door": {"doors:door", "doors:live", "doors:registrations", "doors:passes"},
    "test_messages": {"announcements:keep_list", "announcements:stop"},
    "test_gallery": {"core:gallery"},
    "test_devices": {"door_app:page"},
    "test_people_way": {"pool:my_handover", "follow_up:link"},
}  # fmt: skip
#: Files, forms that only send, parts of a page, addresses that lead elsewhere.
NO_PAGE = {
    "core:workspace", "front_door", "reference:occupations", "registration:my_one", "accounts:code_again", "accounts:go_on", "timetable:feed", "sitemap", "robots", "favicon", "closed_in_editor", "restricted_page_sign_in",
    "agenda:feed", "agenda:event_ics", "agenda:unpublish", "registration:ticket_pdf", "registration:ticket_ics",
    "doors:choose", "doors:scan", "doors:undo", "doors:door_search", "doors:counts", "doors:live_part", "doors:take_pass",
    "questions:withdraw", "questions:own_file", "questions:file", "questions:switch", "questions:move", "gates:open",
    "gates:remove", "gates:take_back", "gates:send", "gates:share", "gates:close_shared", "gates:again", "gates:withdraw",
    "needs:withdraw", "needs:open_totals", "needs:close_totals",
    "registration:accept", "registration:all_tickets", "registration:take_back",
    "agenda:embed_data", "agenda:embed_frame", "agenda:export", "agenda:import_carry_out", "agenda:import_done", "agenda:import_model",
    "agenda:import_plan", "agenda:news", "agenda:share_picture", "agenda_script",
    "certificates:issue", "certificates:pdf", "doors:export_grid",
    "devices:code", "devices:device_part", "devices:part", "devices:revoke", "devices:settle",
    "door_app:enrol", "door_app:leave", "door_app:list", "door_app:manifest", "door_app:scans", "door_app:search", "door_app:worker",
    "announcements:send", "announcements:discard", "announcements:drop_list", "announcements:own_part",
    "doors:search", "doors:export", "doors:resend", "doors:attendance", "indicators:export", "membership:listing",
    "organisations:invitation_again", "organisations:invitation_withdraw", "privacy:answer",
    "accounts:grant", "accounts:revoke", "accounts:ask_reset", "accounts:answer_reset",
    "mfa_login_webauthn", "mfa_download_recovery_codes", "wagtailcore_authenticate_with_password",
}  # fmt: skip
#: allauth's, on the same three templates as their neighbours above.
LIKE_OTHERS = {
    "account_inactive", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_set_password",
    "account_complete_password_reset", "account_password_reset_completed", "mfa_deactivate_totp", "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}  # fmt: skip
DARK: list[Row] = [
    ("agenda:list",),
    ("agenda:event_short", "salon-drummond"),
    ("registration:register", "vivre-et-travailler"),
    ("registration:manage", "one who waits"),
    ("membership:list",),
    ("account_login",),
]
DARK_STAFF: list[Row] = [
    ("agenda:manage_list",),
    ("agenda:manage_event", FAIR),
    ("agenda:create",),
    ("doors:live", FAIR),
    ("doors:registrations", FAIR),
]


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
    tried = {row[0] for rows in (PUBLIC, OWN, *STAFF.values()) for row in rows} | FOLLOWED | REACHED_BY_LINKS
    known = tried.union(
        NO_PAGE,
        test_walks.NO_PAGE,
        test_walks.AFTER_A_STEP,
        LIKE_OTHERS,
        *HELD_ELSEWHERE.values(),
        *test_walks.walked().values(),
    )
    names = {
        door.name for door in openings("fr") if not door.path.startswith(("admin/", "documents/", "media/", "dev/"))
    }

    assert not names - known, sorted(names - known)
