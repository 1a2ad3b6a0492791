"""Pages that editors put into the header or the footer."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from cms.pages.memory import site
from cms.pages.models import DEPTH_UNDER_HOME, StandardPage

Pairs = list[tuple[str, str]]


def in_header(request: HttpRequest) -> Pairs:
    """Pages under the home page that are "shown in menus", in the tree's order."""
    return _links("header", StandardPage.objects.filter(show_in_menus=True, depth=DEPTH_UNDER_HOME).order_by("path"))


def in_footer(request: HttpRequest) -> Pairs:
    """Pages with a place in the footer, in that order."""
    return _links("footer", StandardPage.objects.exclude(footer_rank=None).order_by("footer_rank", "path"))


def _links(place: str, pages: Any) -> Pairs:
    language = get_language() or "fr"

    def read() -> Pairs:
        return [(page.title, page.get_url()) for page in pages.live().filter(locale__language_code=language)]

    return site.remembered(f"{place}/{language}", read)
