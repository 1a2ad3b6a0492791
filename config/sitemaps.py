"""One sitemap for pages and events, each address with its twin in the other language."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap

from core import access

SITEMAPS: dict[str, type[Sitemap[Any]]] = {"pages": PagesSitemap}


@access.anyone
def show(request: HttpRequest) -> HttpResponseBase:
    """For search engines: French and English, no page that only repeats the other language."""
    return sitemap(request, sitemaps=SITEMAPS)


@access.anyone
def robots(request: HttpRequest) -> HttpResponseBase:
    """Nothing behind a sign-in, a ticket or a mailed link is for search engines; those pages say so themselves too."""
    from django.conf import settings
    from django.http import HttpResponse

    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
