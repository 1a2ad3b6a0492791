"""Pages every visitor shares: found without work, old at once after a change, and never one visitor's own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as house
from core import access, generations, pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.test_pages")]

made: list[str] = []
WORDS = "Les régions accueillent. " * 100


def _said(request: HttpRequest, words: str = WORDS) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse(words)


@access.anyone
@pages.cached("agenda")
def plain(request: HttpRequest) -> HttpResponse:
    return _said(request, WORDS + request.GET.get("q", "") + str(request.user.is_authenticated))


@access.anyone
@pages.cached("agenda", lambda _request, number: [f"event/{number}"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    return _said(request)


@access.anyone
@pages.cached("agenda")
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = _said(request)
    response.set_cookie("seen", "1")
    return response


@access.anyone
@pages.cached("agenda")
def with_token(request: HttpRequest) -> HttpResponse:
    return _said(request, f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


@access.anyone
@pages.cached("agenda")
def missing(request: HttpRequest) -> HttpResponse:
    made.append("missing")
    return HttpResponse("Nothing here", status=404)


@access.anyone
@pages.no_store
def own(request: HttpRequest) -> HttpResponse:
    return _said(request)


urlpatterns = [
    path("fr/plain/", plain),
    path("fr/one/<int:number>/", one),
    path("fr/cookie/", with_cookie),
    path("fr/token/", with_token),
    path("fr/missing/", missing),
    path("fr/own/", own),
    path("feed.ics", plain),
    *house,
]


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    settings.PAGES_KEPT = True
    made.clear()
    yield
    pages.store.clear()


@pytest.fixture
def changes(django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """What an action does: bump, and commit."""

    def change(*names: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            generations.bump(*names)

    return change


def test_the_second_visitor_gets_the_same_page_without_a_query(django_assert_num_queries: Any) -> None:
    first = Client().get("/fr/plain/")
    with django_assert_num_queries(0):
        second = Client().get("/fr/plain/")

    assert len(made) == 1
    assert second.content == first.content
    assert second.headers == first.headers
    assert "Content-Security-Policy" in second.headers


def test_a_process_asks_for_generations_at_most_once_a_second(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().get("/fr/plain/")
    generations.forget()

    with django_assert_num_queries(1):
        for _visit in range(5):
            Client().get("/fr/plain/")


@pytest.mark.parametrize(("changed", "times"), [("event/1", 2), ("agenda", 2), ("site", 2), ("event/2", 1)])
def test_a_change_makes_the_pages_that_show_it_anew_and_no_other(
    changed: str, times: int, changes: Callable[..., None]
) -> None:
    Client().get("/fr/one/1/")

    changes(changed)
    Client().get("/fr/one/1/")

    assert len(made) == times


def test_a_change_while_the_page_is_made_is_not_missed(changes: Callable[..., None], monkeypatch: Any) -> None:
    monkeypatch.setattr("tests.core.test_pages._said", lambda *_given: changes("agenda") or HttpResponse(WORDS))
    Client().get("/fr/plain/")
    monkeypatch.undo()

    Client().get("/fr/plain/")

    assert made == ["/fr/plain/"]


def test_the_order_of_a_query_does_not_matter_and_its_values_do() -> None:
    for query in ("q=a&r=1", "r=1&q=a", "q=b&r=1"):
        Client().get(f"/fr/plain/?{query}")

    assert made == ["/fr/plain/?q=a&r=1", "/fr/plain/?q=b&r=1"]


def test_a_query_too_long_to_be_a_page_is_answered_and_not_kept() -> None:
    for _visit in range(2):
        Client().get("/fr/plain/", {"q": "a" * 500})

    assert len(made) == 2


def test_where_the_path_does_not_say_the_language_each_has_its_page() -> None:
    for language in ("fr", "en", "fr"):
        Client(headers={"accept-language": language}).get("/feed.ics")

    assert len(made) == 2


def test_a_browser_that_has_the_page_hears_so() -> None:
    first = Client().get("/fr/plain/")
    assert first["ETag"].startswith("W/")

    again = Client().get("/fr/plain/", headers={"if-none-match": first["ETag"].removeprefix("W/")})
    other = Client().get("/fr/plain/", headers={"if-none-match": '"other"'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Vary"] == first["Vary"]
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=10"
    assert other.status_code == 200


def test_the_page_travels_compressed_to_who_can_read_it() -> None:
    plain_page = Client().get("/fr/plain/")
    zipped = Client().get("/fr/plain/", headers={"accept-encoding": "gzip, br"})

    assert zipped["Content-Encoding"] == "gzip"
    assert len(zipped.content) < len(plain_page.content) / 5
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert {"Accept-Encoding", "Cookie", "HX-Request"} <= set(plain_page["Vary"].split(", "))


def test_head_says_as_much_as_get_without_the_page() -> None:
    page = Client().get("/fr/plain/")
    head = Client().head("/fr/plain/")

    assert head.content == b""
    assert {**head.headers} == {**page.headers}


def test_who_is_signed_in_gets_a_page_of_their_own() -> None:
    Client().get("/fr/plain/")
    signed_in = Client()
    signed_in.force_login(get_user_model().objects.create_user("ana@exemple.test", name="Ana"))

    own_page = signed_in.get("/fr/plain/")

    assert own_page.content.endswith(b"True")
    assert own_page["Cache-Control"] == "private, no-cache"
    assert "Cookie" in own_page["Vary"]
    assert Client().get("/fr/plain/").content.endswith(b"False")


def test_who_is_to_be_told_something_once_gets_a_page_of_their_own() -> None:
    client = Client()
    client.cookies["messages"] = "x"
    for _visit in range(2):
        client.get("/fr/plain/")

    assert len(made) == 2


def test_a_fragment_is_not_taken_for_the_page() -> None:
    Client().get("/fr/plain/", headers={"hx-request": "true"})
    Client().get("/fr/plain/")

    assert len(made) == 2


@pytest.mark.parametrize(("url", "reason"), [("/fr/cookie/", "sets a cookie"), ("/fr/token/", "cookie")])
def test_what_is_one_visitors_own_is_an_error_in_tests_and_not_kept_in_production(
    url: str, reason: str, settings: Any
) -> None:
    with pytest.raises(pages.NotCacheable, match=reason):
        Client().get(url)

    settings.PAGES_STRICT = False
    for _visit in range(2):
        assert Client().get(url)["Cache-Control"] == "private, no-cache"
    assert made.count(url) == 3


def test_an_error_is_not_kept() -> None:
    for _visit in range(2):
        assert Client().get("/fr/missing/").status_code == 404

    assert len(made) == 2


def test_another_host_or_scheme_is_another_page() -> None:
    Client().get("/fr/plain/")
    Client().get("/fr/plain/", secure=True)

    assert Client(SERVER_NAME="elsewhere.test").get("/fr/plain/").status_code == 400
    assert len(made) == 2


def test_the_store_has_a_ceiling_and_lets_go_of_what_was_not_asked_for_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "MOST_BYTES", 3 * (len(WORDS.encode()) + 2000))
    for number in (1, 2, 1, 3, 4, 1):
        Client().get(f"/fr/one/{number}/")

    assert [url[-2] for url in made] == ["1", "2", "3", "4"]


def test_a_page_is_kept_for_its_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    Client().get("/fr/plain/")
    late = pages.time.monotonic() + 301
    monkeypatch.setattr(pages.time, "monotonic", lambda: late)

    Client().get("/fr/plain/")

    assert len(made) == 2


def test_a_page_of_ones_own_is_kept_by_nobody() -> None:
    assert Client().get("/fr/own/")["Cache-Control"] == "no-store"
    assert settings.MIDDLEWARE[0] == "core.middleware.public_pages"
