"""Who takes part and who accompanies them reach every page of their rooms by links, and each page is sound.

A page is walked by the first of ``WALKERS`` whom its rule lets in. What no link leads to stands in ``BY_ADDRESS`` with
what it is shown for; what shows itself only after a step, in ``AFTER_A_STEP`` with the test that takes it.
"""

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import fpdf
import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from playwright.sync_api import Locator, Page

from core.access_table import Opening, openings
from tests.browser import harness, pages
from tests.browser.looks import Row, address, look_at
from tests.scale import FEWER_LOOKS, each_in_one_look

OpenAt = Callable[..., Page]
WALKERS = ("participant", "caseworker", "programme_coordinator", "privacy_officer")
START = {"participant": "my_space:home", "caseworker": "caseworker:morning", "programme_coordinator": "programmes:programmes",
         "privacy_officer": "privacy:register"}  # fmt: skip
ROOMS = {"accompaniment", "caseworker", "consent", "follow_up", "my_space", "oversight", "participants", "pool", "privacy",
         "programmes", "timetable"}  # fmt: skip
#: Files, forms that only send, addresses that lead elsewhere.
NO_PAGE = {
    *(f"accompaniment:{name}" for name in ("digest", "hours", "my_step", "my_zone", "presence", "step_state", "task_state", "template_state")),
    *(f"caseworker:{name}" for name in ("keep_filter", "let_filter_go", "search", "export")),
    *(f"consent:{name}" for name in ("give",)),
    *(f"follow_up:{name}" for name in ("answer", "attempt", "call_off", "mine_asking", "move", "unreachable")),
    *(f"my_space:{name}" for name in ("arrival",)),
    *(f"oversight:{name}" for name in ("incident_close", "incident_from_reads", "incident_add_person", "incident_notice", "incident_remove_person", "incident_export", "read_log_export")),
    *(f"participants:{name}" for name in ("ask_again", "begin", "card_cv", "document", "portrait", "remove_portrait", "staff_ask_again", "staff_consent_withdraw", "staff_document", "staff_letters_printed", "staff_open", "staff_put_in_pool", "staff_share_out", "staff_take", "staff_take_out")),
    *(f"pool:{name}" for name in ("accept", "decline", "refuse", "public_counts_file", "partner_counts_file")),
    *(f"privacy:{name}" for name in ("take_back", "take_back_for", "undo", "inventory", "copy")),
    *(f"programmes:{name}" for name in ("draft_discard", "draft_start", "edition_move", "go_on", "partner_turn")),
    *(f"timetable:{name}" for name in ("open_feed",)),
}  # fmt: skip
MINE = "SELECT id FROM participants_casefile WHERE caseworker_id = (SELECT person_id FROM accounts_user WHERE email = 'rachid.haddad@exemple.test')"
HIS_ORGANISATION = f"SELECT organisation_id FROM participants_casefile WHERE id IN ({MINE})"
NEIGHBOUR = "SELECT id FROM accounts_user WHERE email = 'kevin.simard@exemple.test'"
QUESTIONS = {
    "a consent of hers": "SELECT id FROM consent_consent WHERE withdrawn_at IS NULL AND superseded_at IS NULL AND person_id = "
    "(SELECT person_id FROM accounts_user WHERE email = 'amina.benali@exemple.test')",
    "a file of his": f"SELECT reference FROM participants_casefile WHERE id IN ({MINE}) ORDER BY id",
    "a file with an account": "SELECT entered.id FROM participants_casefile entered JOIN accounts_address known ON known.person_id = entered.person_id "
    "JOIN accounts_address proven ON proven.email = known.email AND proven.person_id <> known.person_id AND proven.proven_at IS NOT NULL "
    f"WHERE entered.person_id NOT IN (SELECT person_id FROM accounts_user) AND entered.organisation_id IN ({HIS_ORGANISATION})",
    "a note of his": "SELECT id FROM participants_note WHERE author_id = "
    "(SELECT person_id FROM accounts_user WHERE email = 'rachid.haddad@exemple.test') ORDER BY id DESC",
    "a file with a plan": "SELECT casefile.reference FROM accompaniment_actionplan plan JOIN participants_casefile casefile ON "
    f"casefile.id = plan.case_file_id WHERE plan.ended_at IS NULL AND casefile.id IN ({MINE})",
    "a step": "SELECT step.id FROM accompaniment_planstep step JOIN accompaniment_actionplan plan ON plan.id = step.plan_id "
    f"WHERE plan.ended_at IS NULL AND plan.case_file_id IN ({MINE})",
    "a referral": f"SELECT id FROM accompaniment_referral WHERE outcome = 'waiting' AND case_file_id IN ({MINE})",
    "an appointment": f"SELECT id FROM accompaniment_appointment WHERE state = 'booked' AND case_file_id IN ({MINE}) ORDER BY starts_at DESC",
    "an open slot": "SELECT slot.id FROM accompaniment_slot slot JOIN participants_casefile casefile ON casefile.caseworker_id = slot.caseworker_id "
    "JOIN accounts_user owner ON owner.person_id = casefile.person_id WHERE owner.email = 'amina.benali@exemple.test' AND slot.closed_at IS NULL "
    "AND slot.id NOT IN (SELECT slot_id FROM accompaniment_appointment WHERE slot_id IS NOT NULL) ORDER BY slot.starts_at DESC",
    "a handover on paper": "SELECT id FROM pool_handover WHERE state = 'proposed'",
    "somebody without a login": f"SELECT person_id FROM participants_casefile WHERE id IN ({MINE}) AND person_id NOT IN "
    "(SELECT person_id FROM accounts_user)",
    "an enquiry": f"SELECT id FROM pool_enquiry WHERE state = 'asked' AND bank_id IN ({HIS_ORGANISATION})",
    "an open edition": "SELECT edition_id FROM programmes_partner ORDER BY id",
    "its partner": "SELECT id FROM programmes_partner ORDER BY id",
}
#: Held by ``test_what_follows_from_a_step_is_sound``.
AFTER_A_STEP = {
    "pool:ask",
    "participants:staff_document_remove",
    "participants:remove_document",
    "programmes:draft",
    "programmes:publish",
    "timetable:renew_feed",
    "timetable:close_feed",
}
BY_ADDRESS: dict[str, list[Row]] = {
    "participant": [("consent:withdraw", "a consent of hers"), ("accompaniment:book", "an open slot")],
    "caseworker": [
        # On the second page of the morning list.
        ("participants:staff_link", "a file with an account"),
        ("participants:staff_note", "a file of his"),
        ("participants:staff_note_amend", "a note of his"),
        ("accompaniment:plan_print", "a file with a plan"),
        ("accompaniment:plan_shift", "a file with a plan"),
        ("accompaniment:plan_end", "a file with a plan"),
        ("accompaniment:step_add", "a file with a plan"),
        ("accompaniment:step", "a step"),
        ("accompaniment:outcome", "a referral"),
        ("accompaniment:staff_move", "an appointment"),
        ("accompaniment:staff_cancel", "an appointment"),
        ("pool:paper", "a handover on paper"),
        ("pool:enquiry", "an enquiry"),
        ("privacy:erasure_for", "somebody without a login"),
    ],
    "programme_coordinator": [
        ("programmes:version", "an open edition", "1"),
        ("programmes:partner_edit", "an open edition", "its partner"),
    ],
    "privacy_officer": [],
}


def name_of(path: str, language: str) -> str:
    """Name of the URL that answers at a path, "" if none does."""
    with translation.override(language):
        try:
            return str(resolve(urlsplit(path).path).view_name)
        except Resolver404:
            return ""


def walker_of(opening: Opening) -> str | None:
    """Who walks that page; None for those that open to the bearer of a link."""
    if opening.rule is None or opening.rule.kind == "bearer":
        return None
    if opening.rule.kind != "roles":
        return WALKERS[0]
    return next((role for role in WALKERS if role in opening.rule.roles), None)


def walked() -> dict[str, set[str]]:
    """Names of the pages that each walker has to reach."""
    by_row = {row[0] for rows in pages.STAFF.values() for row in rows}
    others = NO_PAGE.union(pages.NO_PAGE, AFTER_A_STEP, by_row, *pages.HELD_ELSEWHERE.values())
    doors = [door for door in openings("fr") if door.room in ROOMS and door.name not in others]
    return {role: {door.name for door in doors if walker_of(door) == role} for role in WALKERS}


def a_pdf() -> bytes:
    sheet = fpdf.FPDF()
    sheet.add_page()
    return bytes(sheet.output())


@dataclass
class Walk:
    """Somebody who follows links from page to page, and looks at each type of page once."""

    page: Page
    language: str
    wanted: Collection[str]
    seen: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def from_(self, start: str) -> None:
        ahead = deque([start])
        while ahead:
            path = ahead.popleft()
            name = name_of(path, self.language)
            if name in self.wanted and name not in self.seen:
                self.look(path)
                links = self.page.locator(f"a[href^='/{self.language}/']").evaluate_all(
                    "links => links.map(link => link.getAttribute('href').split('#')[0])"
                )
                ahead.extend(dict.fromkeys(links))

    def look(self, path: str) -> None:
        self.troubles += look_at(self.page, [path], self.language)
        self.seen |= {name_of(path, self.language), name_of(self.page.url, self.language)}


@pytest.mark.parametrize(("role", "width", "language"), each_in_one_look([*WALKERS]))
def test_all_pages_are_reached_and_sound(
    page_at: OpenAt, site: harness.Site, role: str, width: int, language: str
) -> None:
    page = page_at(width, language)
    harness.sign_in_as(page, role)
    walk = Walk(page, language, walked()[role])

    with translation.override(language):
        walk.from_(reverse(START[role]))
    for row in BY_ADDRESS[role]:
        walk.look(address(site, language, row, QUESTIONS))

    assert not walk.troubles, "\n".join(walk.troubles)
    assert walk.seen >= walk.wanted, sorted(walk.wanted - walk.seen)


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_what_follows_from_a_step_is_sound(page_at: OpenAt, site: harness.Site, width: int, language: str) -> None:
    page = page_at(width, language)
    caseworker, neighbour, coordinator = (page_at(1280, language) for _role in range(3))
    troubles: list[str] = []
    listed_removal = {
        "participants:documents": "participants:remove_document",
        "caseworker:file": "participants:staff_document_remove",
    }

    def go(page: Page, *row: str) -> None:
        page.goto(address(site, language, row, QUESTIONS))

    def look(page: Page, *row: str) -> None:
        troubles.extend(look_at(page, [address(site, language, row, QUESTIONS)], language))

    def press(button: Locator) -> None:
        """Not pressed where the other language's walk did so."""
        if button.count():
            button.click()

    def add_document(page: Page, listed: str, *row: str) -> None:
        """Adds one and looks at the question before it goes again."""
        go(page, *row)
        page.locator("input[type=file]").set_input_files(
            {"name": "avis.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
        )
        page.locator("main form button").last.click()
        page.wait_for_url(lambda url: name_of(url, language) == listed)
        links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        remove = [link for link in links if name_of(link, language) == listed_removal[listed]]
        troubles.extend(look_at(page, remove[:1], language))
        assert remove

    harness.sign_in_as(page, "participant")
    go(page, "timetable:mine")
    press(page.locator(f"form[action='{address(site, language, ('timetable:open_feed',), {})}'] button"))
    look(page, "timetable:renew_feed")
    look(page, "timetable:close_feed")
    add_document(page, "participants:documents", "participants:add_document")
    harness.sign_in_as(caseworker, "caseworker")
    add_document(caseworker, "caseworker:file", "participants:staff_document_add", "a file of his")
    harness.sign_in_as(coordinator, "programme_coordinator")
    go(coordinator, "programmes:rules", "an open edition")
    press(coordinator.locator("form[action*='/regles/'] button, form[action*='/rules/'] button"))
    look(coordinator, "programmes:draft", "an open edition")
    look(coordinator, "programmes:publish", "an open edition")

    harness.sign_in_as(neighbour, "caseworker", user=site.ask(NEIGHBOUR)[0][0])
    walk = Walk(neighbour, language, {"pool:partner_people", "pool:card", "pool:ask"})
    walk.from_(address(site, language, ("pool:partner_people",), {}))
    troubles += walk.troubles
    assert walk.seen >= walk.wanted

    assert not troubles, "\n".join(troubles)
