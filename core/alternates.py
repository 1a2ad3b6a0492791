"""The same page in the other language: for the switch in the header and for search engines.

A view or page that knows better sets ``request.alternates = {"fr": path, "en": path}``; one without a twin leaves the
language out, and may say in ``request.switch`` (the same shape) where the switch leads all the same: to the untranslated
page in the other language's furniture. Otherwise Django translates the path.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation

#: The only part of a query that makes another page of the same list.
PAGING = "page"
#: A page from the second on, as a link of ours writes it; whatever else somebody types is the first.
LATER_PAGE = re.compile(r"[2-9]|[1-9][0-9]{1,5}")


@dataclass(frozen=True)
class Alternate:
    """Path of this page in a language."""

    language: str
    path: str


def alternates_of(request: HttpRequest) -> list[Alternate]:
    """This page's path in each of its languages, French first; the query is left out. No query to the database."""
    given: dict[str, str] | None = getattr(request, "alternates", None)
    if given is not None:
        return [Alternate(code, given[code]) for code, _name in settings.LANGUAGES if given.get(code)]
    found: list[Alternate] | None = getattr(request, "_alternates", None)
    if found is None:
        found = request._alternates = _translated(request)  # type: ignore[attr-defined]  # each page asks four times
    return found


def _translated(request: HttpRequest) -> list[Alternate]:
    """As ``translate_url``, which looks through all addresses of the site again for each language."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return []
    return [Alternate(code, _reversed(match, code) or request.path) for code, _name in settings.LANGUAGES]


def _reversed(match: ResolverMatch, language: str) -> str:
    """The path in a language; empty if the page has none there."""
    with translation.override(language):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return ""


def in_each_language(ask: Callable[[], str]) -> dict[str, str]:
    """What ``ask`` answers in each language of the site, French first: the paths of one page."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = ask()
    return found


def in_language(request: HttpRequest, language: str) -> str:
    """Where the switch leads: this page with its query, so that filters stay; else that language's home."""
    query = request.META.get("QUERY_STRING", "")
    switch: dict[str, str] = getattr(request, "switch", {})
    for alternate in [*alternates_of(request), *(Alternate(code, path) for code, path in switch.items())]:
        if alternate.language == language and alternate.path.startswith(f"/{language}/"):
            return f"{alternate.path}?{query}" if query and request.method == "GET" else alternate.path
    return f"/{language}/"


def canonical(request: HttpRequest) -> str:
    """Absolute address search engines should keep: no filter, no tracking, but the page of a list.

    ``request.canonical`` (a path, with the query that makes another page of it) overrides it.
    """
    path: str = getattr(request, "canonical", request.path)
    number = request.GET.get(PAGING, "")
    joint = "&" if "?" in path else "?"
    return absolute(f"{path}{joint}{PAGING}={number}" if LATER_PAGE.fullmatch(number) else path)


def twins(request: HttpRequest) -> list[Alternate]:
    """What search engines hear of: this very list (its filter, its page) in each language, absolute; empty for one language."""
    query = urlsplit(canonical(request)).query
    found = [
        Alternate(twin.language, absolute(f"{twin.path}?{query}" if query else twin.path))
        for twin in alternates_of(request)
    ]
    return found if len(found) > 1 else []


def absolute(path: str) -> str:
    """A path under the public address of the site."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
