"""A person's way in a browser: five questions, profile, request, candidate bank, and over to another organisation.

The person holds a phone. The caseworkers sit at a window and have no mouse.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.browser.people_words import WORDS
from tests.browser.test_keyboard import enter_by_the_skip_link
from tests.browser.test_whole_way import text_of
from tests.scale import LANGUAGES

OpenAt = Callable[..., Page]
PHONE, DESK = 390, 1280
EMAIL = "parcours.{}@exemple.test"
#: A caseworker of each partner of the edition that is asked for. The request goes to the partner whose share lags.
CASEWORKERS = {
    "Carrefour des nouveaux voisins": "melanie.tremblay@exemple.test",
    "Horizons Saguenay": "kevin.simard@exemple.test",
}


@dataclass
class Phone:
    """The person's window, looked at after each step."""

    page: Page
    words: dict[str, str]

    def press(self, words: str) -> None:
        """A button or a link, by its words."""
        main, name = self.page.locator("main"), self.words.get(words, words)
        harness.follow(main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first)

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.words.get(words, words))
        harness.assert_sound(self.page)

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}][value='{value}']").check()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def select(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]").select_option(value)


@dataclass
class Desk:
    """A caseworker's window. Nothing in it is clicked: whatever is used was reached with the Tab key."""

    page: Page
    words: dict[str, str]
    #: Pages that were found sound, by address and heading: a list or a file comes up again and again.
    sound: set[str] = field(default_factory=set)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.is_sound()

    def is_sound(self) -> None:
        seen = self.page.evaluate("location.pathname + document.querySelector('h1').textContent")
        if seen not in self.sound:
            harness.assert_sound(self.page)
            self.sound.add(seen)

    def reach(self, words: str, kind: str = "input, select, textarea") -> None:
        """From where the focus is; on a page just opened, from its content, or from the part that its address names."""
        is_fresh = self.page.evaluate("document.activeElement === document.body && !location.hash")
        if is_fresh:
            enter_by_the_skip_link(self.page)
        harness.tab_to(self.page, self.words.get(words, words))
        while not self.page.evaluate("kind => document.activeElement.matches(kind)", kind):
            harness.tab_to(self.page, self.words.get(words, words))

    def follow(self, words: str) -> None:
        """Reach it and press Enter. The page it leads to is sound."""
        self.reach(words, "a, button")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.is_sound()

    def type(self, words: str, text: str) -> None:
        self.reach(words)
        self.page.keyboard.type(text)

    def tick(self, words: str) -> None:
        self.reach(words)
        self.page.keyboard.press("Space")

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.words.get(words, words))


def desk_of(page: Page, site: harness.Site, email: str, words: dict[str, str]) -> Desk:
    [(user,)] = site.ask(
        "SELECT u.id FROM accounts_user AS u JOIN accounts_address AS a USING (person_id) WHERE a.email = ?", email
    )
    harness.sign_in_as(page, "caseworker", user=user)
    return Desk(page, words)


# ------------------------------------------------------------------ on the phone


def sign_up_after_five_questions(phone: Phone, site: harness.Site, language: str, email: str) -> None:
    page, words = phone.page, phone.words
    page.goto(f"/{language}/programmes/")
    phone.press("what for me")
    phone.choose(adult="yes", arrival="arrived", status="permanent_resident", french="work")
    phone.fill(arrival_year="2024")
    phone.select(region="06", mrc="montreal")
    harness.assert_sound(page)
    phone.press("see")
    phone.reads("gateway")
    phone.press("go on so")

    page.get_by_label(words["full name"]).fill(words["name"])
    page.get_by_label(words["email"]).fill(email)
    harness.assert_sound(page)
    phone.press("create")
    (letter,) = site.mails_to(email)
    code = re.search(r"^ {4}(\S+)$", text_of(letter), re.M)
    assert code
    harness.assert_sound(page)
    page.get_by_label("Code").fill(code[1])
    phone.press("continue")
    phone.reads("open to me")


def begin_the_profile_and_leave(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['my space']}")
    phone.reads("go on mine")
    phone.press("profile")
    harness.assert_sound(phone.page)
    phone.press("begin")
    harness.assert_sound(phone.page)
    expect(phone.page.locator("[name=mrc]")).to_have_value("montreal")
    phone.fill(phone="514 555-0188", municipality="Verdun")
    phone.press("save")
    harness.assert_sound(phone.page)
    expect(phone.page.locator("[name=arrival_year]")).to_have_value("2024")
    phone.press("stop")
    phone.reads("two done")


def take_up_the_profile_where_it_was(phone: Phone) -> None:
    """Languages, work, hours and regions; household and documents are passed over; the last step are the consents."""
    page, words = phone.page, phone.words
    phone.press("resume")
    harness.assert_sound(page)
    phone.select(french_oral_production="8", french_oral_comprehension="8")
    phone.press("save")
    harness.assert_sound(page)
    phone.fill(headline=words["headline"], years_experience="11", occupation_words=words["trade"])
    page.locator("[name=occupation]").first.check()
    phone.press("save")
    phone.choose(availability="0-2", regions="02")
    harness.assert_sound(page)
    phone.press("save")
    phone.press("skip")
    harness.assert_sound(page)
    phone.press("next")
    for consent in ("matching", "card consent"):
        harness.follow(page.get_by_role("button", name=f"{words['agree']} – {words[consent]}"))
        harness.assert_sound(page)
    phone.press("decided")
    phone.reads("all asked")


def look_at_the_card(phone: Phone, language: str) -> None:
    phone.page.goto(f"/{language}/{phone.words['my space']}")
    phone.press("card")
    phone.reads("headline")
    phone.press("as an employer")
    phone.reads("headline")


def ask_to_take_part(phone: Phone, language: str) -> tuple[str, str]:
    """The organisation that the request went to, and the number of the file."""
    phone.page.goto(f"/{language}/{phone.words['my space']}")
    phone.press("go on mine")
    phone.press(f"{phone.words['take part']} – {phone.words['gateway']}")
    harness.assert_sound(phone.page)
    phone.press("ask")
    phone.reads("sent")
    main = phone.page.locator("main").inner_text()
    (organisation,) = [name for name in CASEWORKERS if name in main]
    number = phone.page.locator("dd", has_text=re.compile("^[A-Z0-9]{8}$")).inner_text()
    return organisation, number


def agree_to_the_handover(phone: Phone, site: harness.Site, email: str) -> None:
    """By the link in the letter: after those of the address, the request, the decision and the bank."""
    texts = [text_of(letter) for letter in site.mails_to(email, at_least=5)]
    (link,) = [found[0] for text in texts if (found := re.search(r"\S+/(transferts|handovers)/\d+/", text))]
    phone.page.goto(link)
    harness.assert_sound(phone.page)
    phone.press("handover consent")
    phone.reads("agreed")


# ------------------------------------------------------------------ at the desk


def take_examine_and_put_in_the_bank(desk: Desk, language: str) -> None:
    desk.open(f"/{language}/{desk.words['morning']}")
    desk.follow("to take")
    desk.follow("name")
    desk.follow("take")
    desk.type("note", desk.words["note words"])
    desk.follow("keep")
    desk.reads("note words")
    desk.open(f"/{language}/{desk.words['morning']}")
    desk.follow("to examine")
    desk.follow("name")
    desk.follow("decide")
    desk.tick("eligible")
    desk.follow("tell")
    desk.follow("put in")
    desk.reads("is ready")


def find_among_those_ready_and_propose(desk: Desk) -> None:
    desk.page.evaluate("document.querySelector('nav.side a').focus()")
    desk.follow("bank")
    desk.type("words of the card", desk.words["headline"])
    desk.follow("search")
    desk.follow("name")
    desk.follow("propose")
    desk.reach("partner")
    desk.follow("ask the person")


def receive_and_correct(desk: Desk, language: str, file: str) -> None:
    """The number stands for the person until the organisation has accepted; then the file is there to be written in."""
    desk.open(f"/{language}/{desk.words['morning']}")
    desk.follow("to receive")
    assert desk.words["name"] not in desk.page.content()
    desk.follow(file)
    assert desk.words["name"] not in desk.page.content()
    desk.tick("answers for it")
    desk.follow("accept")
    desk.follow("open")
    desk.follow("reach them")
    desk.type("telephone", "418 555-0199")
    desk.follow("keep")
    desk.reads("418 555-0199")


def reads_only_its_own_note(desk: Desk, language: str, file: str) -> None:
    desk.open(f"/{language}/{desk.words['files']}{file}/")
    desk.reads("kept elsewhere")
    desk.reads("note words")
    for foreign in (desk.words["name"], desk.words["headline"], "418 555-0199"):
        assert foreign not in desk.page.content()
    assert desk.page.request.get(f"/{language}/{desk.words['files']}{file}/{desk.words['step']}").status == 404


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_comes_in_is_ready_to_be_met_and_is_handed_over(
    page_at: OpenAt, site: harness.Site, language: str
) -> None:
    words, email = WORDS[language], EMAIL.format(language)
    phone = Phone(page_at(PHONE, language), words)
    sign_up_after_five_questions(phone, site, language, email)
    begin_the_profile_and_leave(phone, language)
    phone.page.close()
    phone = Phone(phone.page.context.new_page(), words)
    phone.page.goto(f"/{language}/{words['my space']}")
    take_up_the_profile_where_it_was(phone)
    look_at_the_card(phone, language)
    sender, file = ask_to_take_part(phone, language)
    (receiver,) = set(CASEWORKERS) - {sender}

    here, there = (
        desk_of(page_at(DESK, language), site, CASEWORKERS[organisation], words) for organisation in (sender, receiver)
    )
    take_examine_and_put_in_the_bank(here, language)
    find_among_those_ready_and_propose(here)
    phone.page.goto(f"/{language}/{words['my space']}")
    phone.reads("to answer")
    agree_to_the_handover(phone, site, email)
    receive_and_correct(there, language, file)
    reads_only_its_own_note(here, language, file)
    phone.page.goto(f"/{language}/{words['my space']}")
    phone.reads(receiver)
