"""What ``live.js`` does in a real browser, against a server that answers as the test tells it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

SCRIPT = Path(__file__).resolve().parent.parent.parent / "static" / "src" / "js" / "live.js"
PAGE = """<!doctype html><html lang="en"><title>Desk</title>
<p data-live-state data-live-on="Live" data-live-off="Trying again" data-live-refused="Sign in again" hidden></p>
<div data-live="desk/1" data-live-url="/part/"><p>At first</p></div><button>Elsewhere</button>
<script type="module" src="/live.js"></script></html>"""


@dataclass
class Server:
    """Serves one page, its part and its socket; remembers what was asked."""

    page: Page
    part: str = "<p>First answer</p>"
    status: int = 200
    refuses: bool = False
    parts_asked: int = 0
    pages_asked: int = 0
    sockets: list[WebSocketRoute] = field(default_factory=list)

    def open(self) -> None:
        self.page.route("http://desk.test/**", self._answer)
        self.page.route_web_socket("ws://desk.test/live/", self._connect)
        self.page.goto("http://desk.test/")

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://desk.test")
        if path == "/part/":
            self.parts_asked += 1
            route.fulfill(status=self.status, content_type="text/html", body=self.part)
        elif path == "/live.js":
            route.fulfill(content_type="text/javascript", body=SCRIPT.read_text())
        else:
            self.pages_asked += 1
            route.fulfill(content_type="text/html", body=PAGE)

    def _connect(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)

        def hear(message: str | bytes) -> None:
            topic = json.loads(message)["listen"]
            answer = {"refused": topic} if self.refuses else {"listening": topic, "version": 1}
            socket.send(json.dumps(answer))

        socket.on_message(hear)

    def moves(self, version: int, part: str) -> None:
        self.part = part
        self.sockets[-1].send(json.dumps({"changed": "desk/1", "version": version}))


@pytest.fixture
def serve(browser: Browser) -> Iterator[Callable[..., Server]]:
    context = browser.new_context()

    def start(*, refuses: bool = False) -> Server:
        return Server(context.new_page(), refuses=refuses)

    yield start
    context.close()


def test_the_part_follows_each_change_and_no_news_told_twice(serve: Callable[..., Server]) -> None:
    server = serve()
    server.open()
    expect(server.page.locator("[data-live]")).to_have_text("First answer")
    expect(server.page.locator("[data-live-state=on]")).to_have_text("Live")

    server.moves(2, "<p>Second answer</p>")
    expect(server.page.locator("[data-live]")).to_have_text("Second answer")

    server.moves(2, "<p>Not to be seen</p>")
    server.moves(3, "<p>Third answer</p>")
    expect(server.page.locator("[data-live]")).to_have_text("Third answer")
    assert server.parts_asked == 3


def test_a_lost_line_is_said_and_comes_back_by_itself_with_what_was_missed(serve: Callable[..., Server]) -> None:
    server = serve()
    server.open()
    expect(server.page.locator("[data-live]")).to_have_text("First answer")

    server.part = "<p>Missed meanwhile</p>"
    server.sockets[-1].close()

    expect(server.page.locator("[data-live]")).to_have_text("Missed meanwhile")
    expect(server.page.locator("[data-live-state=on]")).to_have_text("Live")
    assert len(server.sockets) == 2


def test_who_may_not_listen_is_told_so_and_does_not_knock_again(serve: Callable[..., Server]) -> None:
    server = serve(refuses=True)
    server.open()

    expect(server.page.locator("[data-live-state=refused]")).to_have_text("Sign in again")
    server.page.wait_for_timeout(1500)

    assert len(server.sockets) == 1
    expect(server.page.locator("[data-live]")).to_have_text("At first")


def test_what_somebody_is_writing_is_not_swapped_away(serve: Callable[..., Server]) -> None:
    server = serve()
    server.part = '<label>Code <input id="code"></label>'
    server.open()
    server.page.locator("#code").press_sequentially("7K4Q")

    server.moves(2, "<p>Second answer</p>")
    server.page.wait_for_timeout(500)
    expect(server.page.locator("#code")).to_have_value("7K4Q")

    server.page.locator("button").focus()
    expect(server.page.locator("[data-live]")).to_have_text("Second answer")


def test_focus_stays_on_the_button_that_was_swapped(serve: Callable[..., Server]) -> None:
    server = serve()
    server.part = '<button id="undo-1">Undo</button>'
    server.open()
    server.page.locator("#undo-1").focus()

    server.moves(2, '<p>One more</p><button id="undo-1">Undo</button>')

    expect(server.page.locator("[data-live] p")).to_have_text("One more")
    expect(server.page.locator("#undo-1")).to_be_focused()


def test_a_part_that_is_not_ours_any_more_reloads_the_page(serve: Callable[..., Server]) -> None:
    server = serve()
    server.open()
    expect(server.page.locator("[data-live]")).to_have_text("First answer")
    server.status = 404

    with server.page.expect_navigation():
        server.moves(2, "")

    # Once: a page whose part alone is refused does not reload for ever.
    expect(server.page.locator("[data-live-state=refused]")).to_have_text("Sign in again")
    assert server.pages_asked == 2


def test_a_server_that_stumbles_is_asked_again(serve: Callable[..., Server]) -> None:
    server = serve()
    server.open()
    expect(server.page.locator("[data-live]")).to_have_text("First answer")
    server.status = 503
    server.moves(2, "<p>Second answer</p>")
    server.page.wait_for_timeout(300)

    server.status = 200

    expect(server.page.locator("[data-live]")).to_have_text("Second answer")
