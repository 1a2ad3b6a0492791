"""Small things every answer passes through."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

from core import pages

#: Wagtail's editor needs inline script and style; nobody but staff ever sees it.
EDITOR_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
}


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy of the settings everywhere, a looser one under ``/admin/``."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = EDITOR_POLICY  # type: ignore[attr-defined]  # django-csp's own hook
        answered: HttpResponseBase = super().process_response(request, response)
        return answered


def public_pages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer visitors without a session from the pages this process keeps; see ``core.pages``.

    Outermost of all: a kept page carries the headers that the layers below gave it when it was made. The key holds
    the scheme and the host, so that what they refuse or redirect is asked of them each time.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = pages.key_of(request)
        if key and (page := pages.store.find(key)):
            return pages.answer(request, page)
        return pages.finish(request, get_response(request), key)

    return middleware
