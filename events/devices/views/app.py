"""The application: a page in each language, what makes it installable, and the service worker that keeps it without network.

All of it is the same for everybody, and holds nothing of any event.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.assets import SHEETS, list_of

LANGUAGES = ("fr", "en")
FOLDER = "src/js/door-app/"
#: Modules name each other as they stand in the sources, so they are served under these names.
MODULES = ("app", "camera", "codes", "decide", "fresh", "house", "queue", "screen", "sounds", "store")
JSQR = "vendor/jsqr-1.4.0/jsQR.js"
ED25519 = "vendor/noble-ed25519-3.2.0/index.js"
FONTS = (
    "vendor/radio-canada-5.3.0/radio-canada-latin-wght-normal.woff2",
    "vendor/radio-canada-5.3.0/radio-canada-latin-ext-wght-normal.woff2",
    "vendor/radio-canada-5.3.0/radio-canada-vietnamese-wght-normal.woff2",
    "vendor/radio-canada-big-5.3.0/radio-canada-big-latin-wght-normal.woff2",
    "vendor/radio-canada-big-5.3.0/radio-canada-big-latin-ext-wght-normal.woff2",
)
ICONS = ("src/img/favicon.svg", "src/img/door-192.png", "src/img/door-512.png")


def plain(name: str) -> str:
    """Address of a static file under its own name, without the hash of its content."""
    return f"{settings.STATIC_URL}{name}"


def shell(language: str) -> str:
    """The page of one language."""
    with translation.override(language):
        other = next(code for code in LANGUAGES if code != language)
        context = {
            "app": plain(f"{FOLDER}app.js"),
            "jsqr": static(JSQR),
            "ed25519": static(ED25519),
            "sheets": [static(name) for name in SHEETS],
            "fonts": [static(name) for name in FONTS if "latin-w" in name],
            "language": language,
            "other": other,
            "other_url": reverse("door_app:page", args=[other]),
            "version": version(),
        }
        return render_to_string("devices/app.html", context)


def files() -> list[str]:
    """What the application needs without network, the pages aside."""
    named = [static(name) for name in (*SHEETS, JSQR, ED25519, *FONTS, *ICONS)]
    return [*named, *(plain(f"{FOLDER}{name}.js") for name in MODULES)]


def manifests() -> list[str]:
    return [reverse("door_app:manifest", args=[language]) for language in LANGUAGES]


@cache
def version() -> str:
    """Changes with whatever the application is made of."""
    made_of = hashlib.sha256(" ".join(static(name) for name in (*SHEETS, JSQR, ED25519, *FONTS)).encode())
    sources = Path(settings.BASE_DIR) / "static" / FOLDER
    for path in [*sorted(sources.glob("*.js")), *(list_of(sheet) for sheet in SHEETS)]:
        made_of.update(path.read_bytes())
    for template in ("devices/app.html", "devices/_words.html"):
        made_of.update((Path(settings.BASE_DIR) / "templates" / template).read_bytes())
    return made_of.hexdigest()[:12]


@require_GET
@access.anyone
def page(request: HttpRequest, language: str) -> HttpResponse:
    response = HttpResponse(shell(language))
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@access.anyone
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    start = reverse("door_app:page", args=[language])
    with translation.override(language):
        said = {
            "id": "/door/",
            "name": _("Door · Maillage"),
            "short_name": _("Door"),
            "lang": f"{language}-CA",
            "start_url": start,
            "scope": "/door/",
            "display": "standalone",
            "orientation": "any",
            "background_color": "#15233b",
            "theme_color": "#15233b",
            "icons": [
                {"src": static("src/img/door-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("src/img/door-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": static("src/img/door-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        }
    response = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@access.anyone
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told what to keep: its scope is the folder it is served from."""
    pages = [reverse("door_app:page", args=[language]) for language in LANGUAGES]
    kept = ", ".join(f'"{address}"' for address in [*pages, *manifests(), *files()])
    source = (Path(settings.BASE_DIR) / "static" / FOLDER / "worker.js").read_text()
    head = f'const VERSION = "{version()}";\nconst FILES = [{kept}];\n'
    response = HttpResponse(head + source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
