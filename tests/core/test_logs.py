"""Log lines say what happened and where, and hold neither data of a person nor a link that opens something."""

import logging
import re
import sys
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils.log import configure_logging
from django.utils.translation import override

from config import urls
from core import access
from core.access_table import openings
from core.logs import without_secrets

BEARERS = [
    (language, door)
    for language in ("fr", "en")
    for door in openings(language)
    if door.rule and door.rule.kind == "bearer"
]


@access.anyone
def broken(request: HttpRequest) -> HttpResponse:
    email = request.GET["email"]
    try:
        raise KeyError(email)
    except KeyError as error:
        raise ValueError(f"Key (email)=({email})") from error


class Broken:
    urlpatterns = [path("broken/", broken), *urls.urlpatterns]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the site's own logging writes, as a server starts it."""
    written = StringIO()
    handlers = logging.root.handlers
    logging.root.handlers = []
    # As uvicorn does before it loads the application, told --log-level warning.
    logging.getLogger("uvicorn").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    yield written.getvalue
    logging.root.handlers = handlers


@pytest.mark.django_db
def test_a_failure_is_logged_with_its_place_and_without_its_words(lines: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = Broken
    client = Client(raise_request_exception=False)

    assert client.get("/broken/?email=zoe.secret@exemple.test").status_code == 500

    assert "Internal Server Error: /broken/" in lines()
    assert "ValueError in tests/core/test_logs.py:" in lines()
    assert "KeyError in tests/core/test_logs.py:" in lines()
    assert "in broken" in lines()
    assert "zoe" not in lines().lower()


@pytest.mark.django_db
def test_a_link_that_opens_nothing_is_logged_as_its_route(lines: Any) -> None:
    with override("fr"):
        link = reverse("organisations:invitation", args=["a1b2c3"])

    for address in (link, f"{link}suite", link.removeprefix("/fr"), f"/en{link.removeprefix('/fr')}"):
        Client().get(address)

    assert "Not Found: /fr/invitations/<str:token>/" in lines()
    assert "a1b2c3" not in lines()


@pytest.mark.parametrize(("language", "door"), BEARERS, ids=lambda found: getattr(found, "path", found))
def test_no_bearers_route_is_logged_with_what_opens_it(language: str, door: Any) -> None:
    with override(language):
        # The secret, and the number of whatever lies behind it.
        words = dict.fromkeys(door.parameters, "XK7Q2M")
        address = reverse(door.name, kwargs=words | {name: 7 for name in words if f"<int:{name}>" in door.path})

    kept = re.sub(r"<int:\w+>", "7", door.path)
    assert without_secrets(f'"GET {address} HTTP/1.1" 404') == f'"GET /{language}/{kept} HTTP/1.1" 404'


def test_links_are_found_in_whole_addresses_too() -> None:
    said = without_secrets("seen https://maillage.example/en/ticket/XK7Q2M/ticket.pdf, and /ticket/XK7Q2M/")
    assert said == "seen https://maillage.example/en/ticket/<str:code>/ticket.pdf, and /ticket/<str:code>/"


def test_every_servers_lines_lose_their_queries_and_nothing_else_changes() -> None:
    assert without_secrets('"GET /fr/agenda/?q=zoe&page=2 HTTP/1.1" 200') == '"GET /fr/agenda/?… HTTP/1.1" 200'
    place = "mail 7 (registration/seat): ValueError in events/registration/emails.py:45"
    assert without_secrets(place) == place


@pytest.mark.parametrize(
    "name", ["django.request", "django.security.csrf", "django.server", "uvicorn.error", "uvicorn.access", "maillage.x"]
)
def test_every_line_goes_through_the_one_discreet_handler(name: str, lines: Any) -> None:
    logging.getLogger(name).error("seen: %s", "/fr/invitations/a1b2c3/")

    assert lines().count("seen: /fr/invitations/<str:token>/") == 1
    assert "a1b2c3" not in lines()


def test_uvicorn_keeps_the_level_it_was_told(lines: Any) -> None:
    logging.getLogger("uvicorn.error").info("Started server process")

    assert lines() == ""
