"""The whole way in a browser: from the home page to a seat at a job fair, the door, the desk, and out again."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

import icalendar
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from tests.browser import harness
from tests.scale import FEWER_LOOKS, OTHER_LOOKS

OpenAt = Callable[..., Page]
WORDS = {
    "fr": {
        "agenda": "Trouver un événement",
        "fair of the day": "Salon de l’emploi du Grand Montréal",
        "other fair": "Salon de l’emploi de Rimouski",
        "kind": "Type d’événement",
        "job fair": "Salon de l’emploi",
        "show": "Afficher les événements",
        "register": "S’inscrire gratuitement",
        "name": "Nom complet",
        "email": "Courriel",
        "reminder": "Me rappeler l’événement par courriel",
        "confirm": "Confirmer mon inscription",
        "no at": "Une adresse contient un @",
        "seated": "Vous avez une place",
        "ticket": "Ouvrir mon billet",
        "pdf": "Billet en PDF",
        "calendar": "Ajouter à mon calendrier",
        "undo": "Annuler l’arrivée",
        "here": "Vous y êtes. Bienvenue!",
        "cancel": "Annuler mon inscription",
        "yes": "Oui, annuler",
        "cancelled": "Cette inscription est annulée",
        "live": "gestion/evenements/{}/en-direct",
        "door": "gestion/evenements/{}/accueil",
        "calendar words": "agenda/",
        "mailed link": r"/fr/inscription/[\w-]+/",
        "mailed ticket": r"/fr/billet/[\w-]+/",
        "invalid": "Ce billet n’est pas valide",
    },
    "en": {
        "agenda": "Find an event",
        "fair of the day": "Greater Montréal Job Fair",
        "other fair": "Rimouski Job Fair",
        "kind": "Kind of event",
        "job fair": "Job fair",
        "show": "Show events",
        "register": "Register free of charge",
        "name": "Full name",
        "email": "Email",
        "reminder": "Remind me before the event by email",
        "confirm": "Confirm my registration",
        "no at": "An address has an @ in the middle",
        "seated": "You have a seat",
        "ticket": "Open my ticket",
        "pdf": "Ticket in PDF",
        "calendar": "Add to my calendar",
        "undo": "Undo the check-in",
        "here": "You are here. Welcome!",
        "cancel": "Cancel my registration",
        "yes": "Yes, cancel",
        "cancelled": "This registration is cancelled",
        "live": "manage/events/{}/live",
        "door": "manage/events/{}/door",
        "calendar words": "events/",
        "mailed link": r"/en/registration/[\w-]+/",
        "mailed ticket": r"/en/ticket/[\w-]+/",
        "invalid": "This ticket is not valid",
    },
}
PROMPTLY = 2000
_numbers = itertools.count(1)


@dataclass
class Visitor:
    """Somebody who comes by, reads one language and has an address of their own."""

    page: Page
    language: str
    name: str
    email: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]


@dataclass
class Entry:
    """What a calendar is told about an event."""

    method: str
    uid: str
    sequence: int
    status: str

    @classmethod
    def of(cls, text: str) -> "Entry":
        calendar = icalendar.Calendar.from_ical(text)
        (event,) = calendar.walk("VEVENT")
        return cls(str(calendar.get("METHOD", "")), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"]))


class Line:
    """The connection of a screen, which can be cut."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.sockets: list[WebSocketRoute] = []
        context.route_web_socket("**/live/", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self.sockets.append(socket)

    def cut(self) -> None:
        # Chromium's own switch leaves open sockets open.
        self.context.set_offline(True)
        self.sockets[-1].close()

    def mend(self) -> None:
        self.context.set_offline(False)


# ------------------------------------------------------------------ the visitor's steps


def visitor(open_at: OpenAt, width: int, language: str, **how: object) -> Visitor:
    number = next(_numbers)
    page = open_at(width, language, **how)
    return Visitor(page, language, f"Đặng Thị Ánh {number}", f"anh.dang.{width}.{language}.{number}@exemple.test")


def find_the_fair_of_the_day(who: Visitor, *, by: str, sound: Callable[[Page], None]) -> int:
    """From the home page, by the filter or by the map of regions; the event's number."""
    page, words = who.page, who.words
    page.goto(f"/{who.language}/")
    sound(page)
    page.get_by_role("link", name=words["agenda"]).click()
    page.wait_for_url(f"**/{who.language}/{words['calendar words']}")
    sound(page)
    if by == "filter":
        page.get_by_label(words["kind"]).select_option(label=words["job fair"])
        page.get_by_role("button", name=words["show"]).click()
        page.wait_for_url("**kind=job_fair**")
    else:
        page.locator(".tiles a", has_text="Montréal").click()
        page.wait_for_url("**region=06**")
    sound(page)
    page.get_by_role("heading", name=words["fair of the day"]).get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(words["fair of the day"])
    sound(page)
    return int(re.search(r"/(\d+)-", page.url)[1])  # type: ignore[index]  # every event's address has its number


def fill_in(who: Visitor, email: str) -> None:
    who.page.get_by_label(who.words["name"], exact=True).fill(who.name)
    who.page.get_by_label(who.words["email"], exact=True).fill(email)


def register(who: Visitor) -> None:
    """From the event's page to the registration's."""
    who.page.get_by_role("link", name=who.words["register"]).click()
    fill_in(who, who.email)
    who.page.get_by_role("button", name=who.words["confirm"]).click()
    expect(who.page.locator("main")).to_contain_text(who.words["seated"])


def mistype_the_address_then_register(who: Visitor) -> None:
    page, words = who.page, who.words
    harness.follow(page.get_by_role("link", name=words["register"]))
    harness.assert_sound(page)
    fill_in(who, who.email.replace("@", " at "))
    page.get_by_label(words["reminder"]).uncheck()
    page.get_by_role("button", name=words["confirm"]).click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    harness.forget_refusal(page, 422)
    harness.assert_sound(page)
    summary.get_by_role("link", name=words["no at"]).click()
    address = page.get_by_label(words["email"], exact=True)
    expect(address).to_be_focused()
    expect(address).to_have_value(who.email.replace("@", " at "))
    expect(page.get_by_label(words["name"], exact=True)).to_have_value(who.name)
    expect(page.get_by_label(words["reminder"])).not_to_be_checked()

    address.fill(who.email)
    page.get_by_role("button", name=words["confirm"]).click()
    expect(page.locator("main")).to_contain_text(words["seated"])
    harness.assert_sound(page)


def open_the_ticket(who: Visitor) -> tuple[str, Entry]:
    """The code on it, and the calendar entry it offers; its PDF is looked at too."""
    page, words = who.page, who.words
    page.get_by_role("link", name=words["ticket"]).click()
    expect(page.locator(".pass-name")).to_have_text(who.name)
    expect(page.locator(".pass-code svg")).to_be_visible()

    paper = page.request.get(address_of(page.get_by_role("link", name=words["pdf"])))
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    assert paper.body().startswith(b"%PDF")
    entry = page.request.get(address_of(page.get_by_role("link", name=words["calendar"])))
    assert entry.status == 200
    assert entry.headers["content-type"].startswith("text/calendar")
    return page.url.rstrip("/").rpartition("/")[2], Entry.of(entry.text())


def cancel_by_the_mailed_link(who: Visitor, letter: EmailMessage) -> None:
    page, words = who.page, who.words
    page.goto(link_in(letter, words["mailed link"]))
    harness.follow(page.get_by_role("link", name=words["cancel"]))
    harness.assert_sound(page)
    page.get_by_role("button", name=words["yes"]).click()
    expect(page.locator("main")).to_contain_text(words["cancelled"])
    harness.assert_sound(page)


def address_of(link: Locator) -> str:
    address = link.get_attribute("href")
    assert address
    return address


# ------------------------------------------------------------------ the mails


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    text: str = body.get_content()
    return text


def link_in(letter: EmailMessage, kind: str) -> str:
    found = re.search(kind, text_of(letter))
    assert found, f"no {kind} in the mail"
    return found[0]


def parts_of(letter: EmailMessage, kind: str) -> list[EmailMessage]:
    return [part for part in letter.walk() if part.get_content_type() == kind]  # type: ignore[misc]  # policy.default


def invitation_in(letter: EmailMessage) -> Entry:
    """The entry of a mail's calendar part, whose method stands on the part as well (RFC 6047)."""
    (part,) = parts_of(letter, "text/calendar")
    entry = Entry.of(part.get_content())
    assert part["Content-Type"].params["method"] == entry.method
    return entry


# ------------------------------------------------------------------ the day itself


def open_the_desk(open_at: OpenAt, width: int, language: str, event: int) -> tuple[Page, Line]:
    page = open_at(width, language)
    line = Line(page.context)
    harness.sign_in_as(page, "organiser")
    page.goto(f"/{language}/{WORDS[language]['live'].format(event)}/")
    page.wait_for_selector("[data-live-state=on]")
    return page, line


def open_the_door(open_at: OpenAt, width: int, language: str, event: int) -> Page:
    page = open_at(width, language)
    harness.sign_in_as(page, "door_staff")
    page.goto(f"/{language}/{WORDS[language]['door'].format(event)}/")
    return page


def hold_up(door: Page, ticket: str) -> None:
    door.locator("[name=ticket]").first.fill(ticket)
    door.keyboard.press("Enter")


def figures(desk: Page) -> Locator:
    """Present, registered, in the last half hour, on the waiting list."""
    return desk.locator(".figures dd")


def number_in(figure: Locator) -> int:
    return int(re.sub(r"\D", "", figure.inner_text()))


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize(("width", "language"), FEWER_LOOKS)
def test_a_visitor_finds_a_fair_comes_in_and_moves_the_desk(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    who = visitor(page_at, width, language)
    by = "map" if width == 390 else "filter"
    fair = find_the_fair_of_the_day(who, by=by, sound=harness.assert_sound)
    desk, line = open_the_desk(page_at, width, language, fair)
    present, registered = number_in(figures(desk).nth(0)), number_in(figures(desk).nth(1))

    mistype_the_address_then_register(who)
    expect(figures(desk).nth(1)).to_have_text(str(registered + 1), timeout=PROMPTLY)
    code, entry = open_the_ticket(who)
    harness.assert_sound(who.page)

    (letter,) = site.mails_to(who.email)
    assert len(parts_of(letter, "application/pdf")) == 1
    invitation = invitation_in(letter)
    assert (invitation.method, invitation.uid) == ("REQUEST", entry.uid)
    assert invitation.sequence == entry.sequence

    door = open_the_door(page_at, width, language, fair)
    hold_up(door, code)
    expect(door.locator("[data-verdict=welcome]")).to_be_visible()
    expect(figures(desk).nth(0)).to_have_text(str(present + 1), timeout=PROMPTLY)
    expect(door.locator("#verdict")).to_contain_text(who.name)
    harness.assert_sound(door)
    harness.assert_sound(desk)

    line.cut()
    desk.wait_for_selector("[data-live-state=off]")
    door.get_by_role("button", name=who.words["undo"]).click()
    expect(door.locator("[data-verdict=undone]")).to_be_visible()
    line.mend()
    desk.wait_for_selector("[data-live-state=on]")
    expect(figures(desk).nth(0)).to_have_text(str(present), timeout=PROMPTLY)
    hold_up(door, code)
    expect(figures(desk).nth(0)).to_have_text(str(present + 1), timeout=PROMPTLY)

    who.page.go_back()
    expect(who.page.locator("main")).to_contain_text(who.words["here"])
    harness.assert_sound(who.page)


@pytest.mark.parametrize(("width", "language"), OTHER_LOOKS)
def test_the_mailed_link_gives_the_seat_back_and_the_calendar_follows(
    page_at: OpenAt, site: harness.Site, width: int, language: str
) -> None:
    who = visitor(page_at, width, language)
    page, words = who.page, who.words
    page.goto(f"/{language}/{words['calendar words']}?q=rimouski")
    page.get_by_role("heading", name=words["other fair"]).get_by_role("link").click()
    register(who)
    (letter,) = site.mails_to(who.email)

    cancel_by_the_mailed_link(who, letter)

    _confirmed, farewell = site.mails_to(who.email, at_least=2)
    before, after = invitation_in(letter), invitation_in(farewell)
    assert (before.method, after.method, after.status) == ("REQUEST", "CANCEL", "CANCELLED")
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    page.goto(link_in(letter, words["mailed ticket"]))
    expect(page.locator("h1")).to_have_text(words["invalid"])
    harness.forget_refusal(page, 410)
    harness.assert_sound(page)


def test_without_script_a_visitor_comes_as_far_as_the_ticket(page_at: OpenAt, site: harness.Site) -> None:
    who = visitor(page_at, 390, "fr", javascript=False)

    find_the_fair_of_the_day(who, by="filter", sound=assert_whole)
    register(who)
    assert_whole(who.page)
    _code, entry = open_the_ticket(who)
    assert_whole(who.page)

    (letter,) = site.mails_to(who.email)
    assert invitation_in(letter).uid == entry.uid


def assert_whole(page: Page) -> None:
    """What can be said of a page without running a script in it, as axe does."""
    harness.assert_fits(page)
    harness.assert_no_third_party(page)
    harness.assert_no_complaint(page)
