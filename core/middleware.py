"""Small things every answer passes through."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

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
        return super().process_response(request, response)
