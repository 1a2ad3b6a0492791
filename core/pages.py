"""Cached public pages: no form that posts, no token, no cookie; ``ETag`` and 304; a change of what they show misses at once.

``@cached("agenda")`` marks a view's answers as the same for every visitor without a session. The outermost
middleware, ``core.middleware.public_pages``, keeps them as they leave, headers included, and answers the next visitor
before sessions, languages and logins are looked at. What is kept is found again only while the generations it was
made under still hold: an action that changes what a page shows bumps one (``core.generations.bump``).

Each process keeps its own pages: finding one costs neither a query nor a copy.
"""

import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.text import compress_string
from django.utils.translation import get_language_from_request

from core import generations

log = logging.getLogger("maillage.pages")

View = Callable[..., HttpResponse]
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
Names = Callable[..., Iterable[str]]

#: Seconds a browser shows a page again without asking; then it asks, and mostly hears 304.
BROWSER_SECONDS = 10
#: Seconds a form is the same for all: no longer than a process believes what it read of generations.
FORM_SECONDS = 1.0
#: What a process keeps, in bytes; the pages that were not asked for longest go first.
MOST_BYTES = 16 * 1024 * 1024
#: Longer queries are somebody's play, not a page to keep.
LONGEST_QUERY = 400
#: Shorter texts gain nothing from compression.
WORTH_COMPRESSING = 1000
#: Bumped by what stands on every page.
EVERYWHERE = ["site"]


class NotCacheable(Exception):
    """A page that every visitor would share holds something that is one visitor's."""


@dataclass(frozen=True)
class Promise:
    """What a marked view said about the answer it is making."""

    names: tuple[str, ...]
    #: Read before the page was made: a change meanwhile makes it old at once, never new for ever.
    numbers: tuple[int, ...]
    seconds: float


@dataclass(frozen=True)
class Page:
    """An answer as it left."""

    promise: Promise
    until: float
    headers: dict[str, str]
    etag: str
    content: bytes
    #: The same, gzipped; empty where it would not pay. A shared page holds no secret that its length could tell.
    zipped: bytes

    @property
    def size(self) -> int:
        return len(self.content) + len(self.zipped) + 1000

    def holds(self) -> bool:
        return self.until > time.monotonic() and generations.current(self.promise.names) == self.promise.numbers


@dataclass
class Store:
    """The pages of one process, least recently used first."""

    _pages: "OrderedDict[tuple[str, ...], Page]" = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: tuple[str, ...]) -> Page | None:
        page = self._pages.get(key)
        if page is None:
            return None
        if not page.holds():
            self._drop(key, page)
            return None
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
        return page

    def keep(self, key: tuple[str, ...], page: Page) -> None:
        with self._lock:
            if known := self._pages.pop(key, None):
                self._bytes -= known.size
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > MOST_BYTES:
                _oldest, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size

    def _drop(self, key: tuple[str, ...], page: Page) -> None:
        with self._lock:
            if self._pages.get(key) is page:
                del self._pages[key]
                self._bytes -= page.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


store = Store()


def everywhere(name: str) -> None:
    """Say that what bumps ``name`` stands on every page (menus, alerts). Called by a room's ``AppConfig.ready``."""
    if name not in EVERYWHERE:
        EVERYWHERE.append(name)


def cached(*names: str | Names, seconds: int = 300) -> Callable[[View], View]:
    """Keep the answers to anonymous GETs under the generations named: texts, or functions of the view's arguments.

    ``seconds``: how long at most, for what changes by the hour alone ("registration opens in 2 hours").
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            given = (name(request, *args, **kwargs) if callable(name) else [name] for name in names)
            keep(request, *(each for group in given for each in group), seconds=seconds)
            return view(request, *args, **kwargs)

        return marked

    return decorate


def keep(request: HttpRequest, *names: str, seconds: int = 300) -> None:
    """Mark the answer that is being made, before it is made: what ``cached`` does, for views that are not ours."""
    all_names = (*EVERYWHERE, *names)
    numbers = generations.current(all_names) if settings.PAGES_KEPT else ()
    request._page_promise = Promise(all_names, numbers, seconds)  # type: ignore[attr-defined]  # read by answered()


def shared_form(field: str, fresh: Callable[[], str]) -> Callable[[View], View]:
    """A form that is one page for every visitor without a session, but for its token and what ``field`` holds, made by
    ``fresh``: it is made once in ``FORM_SECONDS``, for when all come at once, and given to each with a token of their own.
    """
    own = re.compile(rb'name="(csrfmiddlewaretoken|%s)" value="[^"]*"' % field.encode())

    def decorate(view: View) -> View:
        @wraps(view)
        def given(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = key_of(request) if request.method == "GET" and settings.PAGES_KEPT else None
            if key is None:
                return view(request, *args, **kwargs)
            key = ("form", *key)
            page = store.find(key)
            if page is None:
                promise = Promise(tuple(EVERYWHERE), generations.current(EVERYWHERE), FORM_SECONDS)
                response = view(request, *args, **kwargs)
                if response.status_code != 200 or response.cookies or b"hx-headers" in response.content:
                    return response
                page = Page(
                    promise, time.monotonic() + promise.seconds, dict(response.items()), "", response.content, b""
                )
                store.keep(key, page)
            values = {b"csrfmiddlewaretoken": get_token(request).encode(), field.encode(): fresh().encode()}
            content = own.sub(lambda found: b'name="%s" value="%s"' % (found[1], values[found[1]]), page.content)
            return HttpResponse(content, headers=page.headers)

        return given

    return decorate


def no_store(view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Answers that hold a token or somebody's data: never kept by any cache."""

    @wraps(view)
    def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> AnyResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return fresh


def key_of(request: HttpRequest) -> tuple[str, ...] | None:
    """What makes two requests ask for the same page; None for one that must be answered for itself alone."""
    meta = request.META
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in meta or "HTTP_HX_REQUEST" in meta:
        return None
    cookies = meta.get("HTTP_COOKIE", "")
    # "messages" carries what the next page should say once to this visitor.
    if cookies and (settings.SESSION_COOKIE_NAME in cookies or "messages=" in cookies):
        return None
    query = meta.get("QUERY_STRING", "")
    if query:
        if len(query) > LONGEST_QUERY:
            return None
        query = urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0]))
    path = request.path
    language = "" if path[:4] in ("/fr/", "/en/") else get_language_from_request(request)
    return (str(request.scheme), meta.get("HTTP_HOST") or meta["SERVER_NAME"], path, query, language)


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The kept page, in the form this visitor asked for."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and _is_among(page.etag, asked):
        kept = {name: page.headers[name] for name in ("Cache-Control", "Vary") if name in page.headers}
        return HttpResponseNotModified(headers={**kept, "ETag": page.etag})
    content, headers = page.content, page.headers
    if page.zipped and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        content, headers = page.zipped, {**headers, "Content-Encoding": "gzip"}
    length = str(len(content))
    response = HttpResponse(b"" if request.method == "HEAD" else content, headers=headers)
    response.headers["Content-Length"] = length
    return response


def finish(request: HttpRequest, response: HttpResponseBase, key: tuple[str, ...] | None) -> HttpResponseBase:
    """Keep the answer of a marked view, if every visitor may have it; else say that it is this visitor's own."""
    promise: Promise | None = getattr(request, "_page_promise", None)
    if promise is None or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    if key is None:
        # Somebody signed in, or a fragment: the browser may keep it, and asks each time before it shows it again.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
    if reason := _what_is_personal(response):
        if settings.PAGES_STRICT:
            raise NotCacheable(f"{request.path} {reason}")
        log.error("a page that was to be shared %s: %s", reason, request.path)
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    if request.method == "HEAD":
        return response
    page = _page_of(response, promise)
    if settings.PAGES_KEPT:
        store.keep(key, page)
    return answer(request, page)


def _what_is_personal(response: HttpResponse) -> str:
    if response.cookies:
        return f"sets a cookie ({', '.join(sorted(response.cookies))})"
    if b"csrfmiddlewaretoken" in response.content or b"hx-headers" in response.content:
        return "contains a token"
    if "no-store" in response.get("Cache-Control", ""):
        return "forbids to be kept"
    return ""


def _page_of(response: HttpResponse, promise: Promise) -> Page:
    content = response.content
    zipped = b""
    if len(content) >= WORTH_COMPRESSING and "Content-Encoding" not in response:
        patch_vary_headers(response, ["Accept-Encoding"])
        zipped = compress_string(content)
    # Weak: the same page, whether it travels compressed or not.
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
    headers |= {"ETag": etag, "Cache-Control": f"public, max-age={BROWSER_SECONDS}"} | _lasting(response)
    return Page(promise, time.monotonic() + promise.seconds, headers, etag, content, zipped)


def _lasting(response: HttpResponse) -> dict[str, str]:
    """What the view itself says of an answer whose address changes with what it shows: it never grows old."""
    said = response.get("Cache-Control", "")
    return {"Cache-Control": said} if "immutable" in said else {}


def _is_among(etag: str, asked: str) -> bool:
    """Weak comparison of RFC 9110, 8.8.3.2, against the list a browser sent."""
    known = etag.removeprefix("W/")
    return any(one == "*" or one.removeprefix("W/") == known for one in parse_etags(asked))
