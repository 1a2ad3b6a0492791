"""Tokens, subscriptions, and another system's side of them."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from typing import Any

from django.db.models import Model
from django.test import Client
from django.utils import timezone

from events.exchange import actions
from events.exchange.models import Access, Kind, Subscription, Token
from events.registration.models import new_key
from people.accounts.models import Person, User
from tests.factories import canaries, doors

_numbers = count(1)
ALL = [scope.value for scope in Access]


def organiser() -> User:
    """Who runs the events of Mauricie."""
    return doors.login("organiser")


def token_of(user: User, *scopes: str) -> actions.Made:
    last_day = timezone.localdate() + timedelta(days=30)
    return actions.make_token(
        owner=user.person, name="Registre", scopes=scopes or ALL, last_day=last_day, form_key=new_key()
    )


class System(Client):
    """Another system, which holds a token; each write has a key of its own unless one is given."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(**options)
        self.text = text

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.text}", "Accept-Language": "en", **headers}
        if method != "GET":
            sent["Idempotency-Key"] = key or f"key-{next(_numbers)}"
        data = "" if body is None else json.dumps(body)
        return self.generic(method, f"/api/v1{path}", data, "application/json", headers=sent)


def system(user: User | None = None, *scopes: str) -> System:
    """A system with a token of this user (the organiser of Mauricie), which may do all unless scopes are named."""
    return System(token_of(user or organiser(), *scopes).text)


def subscribed(owner: Person | None = None, url: str = "http://127.0.0.1:9/", **fields: Any) -> Subscription:
    """A subscription to everything, of the organiser of Mauricie."""
    asked = {
        "owner": owner or organiser().person,
        "name": "Registre",
        "url": url,
        "kinds": [kind.value for kind in Kind],
        "with_people": False,
        "form_key": new_key(),
    }
    return actions.subscribe(**asked | fields)


#: What a receiver answers to a message: its status.
Answers = Callable[[dict[str, Any]], int]


class Receiver:
    """A system on this machine that takes messages: what came, in its order, with its headers and bytes."""

    def __init__(self) -> None:
        self.came: list[tuple[Mapping[str, str], bytes]] = []
        self.answers: Answers = lambda _told: 200
        self.url = ""

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.came]

    @property
    def kinds(self) -> list[str]:
        return [one["type"] for one in self.told]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens until the end of the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.answers(json.loads(body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{receiver.url}elsewhere")
            self.end_headers()
            self.wfile.write(b"thank you")

        def log_message(self, *_words: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@canaries.maker(Token)
def _token(person: Person, _sing: canaries.Canaries) -> Model:
    now = timezone.now()
    return Token.objects.create(
        owner=person, name="x", scopes=[Access.EVENTS_READ], digest=new_key() * 2, start="mlg_xxxx", form_key=new_key(),
        made_at=now, expires_at=now + timedelta(days=9),
    )  # fmt: skip


@canaries.maker(Subscription)
def _subscription(person: Person, _sing: canaries.Canaries) -> Model:
    return Subscription.objects.create(
        owner=person, name="x", url="https://exemple.test/", kinds=[Kind.EVENT_CHANGED], form_key=new_key()
    )
