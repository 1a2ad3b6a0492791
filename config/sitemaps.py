"""One sitemap for pages, lists and events, each address with its twin in the other language, all under the public address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page

from core import access
from core.alternates import absolute, in_each_language
from events.agenda.models import Event
from people.programmes.models import Programme

#: As the pages themselves say it.
SPOKEN = {"fr": "fr-CA", "en": "en-CA"}
#: Lists that lead on to what is not in the sitemap itself.
LISTS = ["programmes:list", "programmes:five_questions", "agenda:list", "agenda:archives", "membership:list"]

Urls = Iterator[dict[str, Any]]


@access.anyone
def show(request: HttpRequest) -> TemplateResponse:
    """For search engines: French and English, no page that only repeats the other language."""
    urls = [*pages(), *lists(), *programmes(), *events()]
    return TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


def pages() -> Urls:
    """What editors wrote, home pages first."""
    for page in Page.objects.filter(depth__gt=1).live().public().order_by("path").specific():
        for url in page.get_sitemap_urls():
            twins = {twin["lang_code"]: urlsplit(twin["location"]).path for twin in url["alternates"]}
            yield address(urlsplit(url["location"]).path, twins, url["lastmod"])


def lists() -> Urls:
    for name in LISTS:
        paths = in_each_language(lambda name=name: reverse(name))
        for path in paths.values():
            yield address(path, paths)


def programmes() -> Urls:
    """Programmes the public sees; English where there is an English name. Cost: 1 query."""
    for programme in Programme.objects.public():
        paths = in_each_language(programme.get_absolute_url)
        if not programme.name_en:
            paths.pop("en")
        for path in paths.values():
            yield address(path, paths)


def events() -> Urls:
    """Published events, also those that are over; English where there is an English text. Cost: 1 query."""
    for event in Event.objects.public().order_by("-starts_at", "pk"):
        paths = in_each_language(event.get_absolute_url)
        if not event.has_english:
            paths.pop("en")
        for path in paths.values():
            yield address(path, paths, event.updated_at)


def address(path: str, twins: dict[str, str], lastmod: Any = None) -> dict[str, Any]:
    """An entry as Django's ``sitemap.xml`` reads it; a page in one language has no twins."""
    alternates = [{"lang_code": SPOKEN[code], "location": absolute(twin)} for code, twin in twins.items()]
    return {"location": absolute(path), "lastmod": lastmod, "alternates": alternates if len(alternates) > 1 else []}


@access.anyone
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing behind a sign-in, a ticket or a mailed link is for search engines; those pages say so themselves too."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
