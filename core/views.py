"""Pages of the ground floor: the gallery of components, and what is said when something fails."""

import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from core import access, gallery, pages, workspace

logger = logging.getLogger("maillage.pages")

#: For the day nothing else works. In both languages: which one was wanted may be what failed.
BARE = """<!doctype html><html lang="fr-CA"><head><meta charset="utf-8"><title>Maillage</title></head><body>
<h1>Le site ne répond pas bien en ce moment</h1><p>C’est de notre côté. Réessayez dans quelques minutes.</p>
<h1 lang="en">The site is not well at the moment</h1><p lang="en">It is on our side. Try again in a few minutes.</p>
</body></html>"""


@access.signed_in
@pages.no_store
def to_workspace(request: HttpRequest) -> HttpResponse:
    """The first page of the workspace that this person's roles open; for others, who works there and how to ask."""
    door = workspace.door(request)
    return redirect(door) if door else render(request, "core/no_workspace.html")


@access.roles("editor", "administrator", "organiser")
@pages.no_store
def show_gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "core/gallery.html", {"sections": gallery.sections(request)})


@access.anyone
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name on answers that are not our pages: a calendar, a PDF."""
    return redirect(static("src/img/favicon.svg"))


# ------------------------------------------------------------------ when something fails


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself may be unreadable: nothing of it is used."""
    return _problem(400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _problem(500)


def unavailable(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """Come back later: for what is switched off or overrun."""
    response = _problem(503)
    response["Retry-After"] = str(seconds)
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: in plain words, with a way back to a fresh page."""
    came_from = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(came_from)
    retry = f"{parts.path}?{parts.query}".rstrip("?") if ours else ""
    return render(request, "403_csrf.html", {"retry": retry}, status=403)


def _problem(status: int) -> HttpResponse:
    """A page that needs no request, no session and no database: any of them may be what is broken."""
    try:
        page: str = render_to_string(f"{status}.html")
    except Exception:
        # Even the templates or the static files' manifest may be missing.
        logger.exception("The page for status %s could not be made", status)
        page = BARE
    response = HttpResponse(page, status=status)
    add_never_cache_headers(response)
    return response
