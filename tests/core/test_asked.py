"""What staff search by is kept for a moment, in no address, and goes with the person it names."""

import time
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from core import asked

pytestmark = pytest.mark.django_db
PAGE = "a.page"


@pytest.fixture
def request_() -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    return request


def an_hour_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + asked.KEPT.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: later)


def in_the_row(session: Any) -> dict[str, Any]:
    """What the database holds of it."""
    return dict(Session.objects.get(pk=session.session_key).get_decoded())


def test_words_are_kept_page_by_page_and_none_forgets_them(request_: HttpRequest) -> None:
    asked.keep(request_, PAGE, "Zoé Roy")
    asked.keep(request_, "another", {"subject": "Émile", "reader": ""})

    assert asked.words(request_, PAGE) == "Zoé Roy"
    assert asked.words(request_, "another", {}) == {"subject": "Émile", "reader": ""}
    asked.keep(request_, PAGE, " ")
    asked.keep(request_, "another", {"subject": "", "reader": ""})
    assert asked.words(request_, PAGE) == ""
    assert asked.KEY not in request_.session


def test_words_are_forgotten_after_an_hour_wherever_another_page_is_read(
    request_: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.keep(request_, PAGE, "Zoé Roy")
    an_hour_passes(monkeypatch)

    assert asked.words(request_, "another") == ""
    assert asked.KEY not in request_.session


def test_old_words_of_who_never_came_back_are_swept_out_of_their_session(
    request_: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.keep(request_, PAGE, "Zoé Roy")
    request_.session["language"] = "fr"
    request_.session.save()
    assert asked.drop_old() == 0
    an_hour_passes(monkeypatch)

    assert asked.drop_old() == 1
    assert in_the_row(request_.session) == {"asked": {}, "language": "fr"}


def test_words_that_name_somebody_are_dropped_from_every_session_and_others_stay(request_: HttpRequest) -> None:
    asked.keep(request_, PAGE, {"subject": "Zoé Roy"})
    asked.keep(request_, "another", "Émile")
    request_.session.save()

    assert asked.drop(lambda typed: "Zoé" in typed) == 1
    assert list(in_the_row(request_.session)["asked"]) == ["another"]
