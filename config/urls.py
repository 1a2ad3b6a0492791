"""Every URL of the house. Public paths speak each language: ``/fr/agenda/`` and ``/en/events/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core import access

access.declare_prefix(
    "accounts/", access.Rule("anyone"), "allauth keeps its own doors: sign in first, or anonymous only"
)
access.declare_prefix(
    "admin/", access.Rule("roles", frozenset({"editor"})), "Wagtail's groups, written by accounts.actions.grant"
)
access.declare_prefix("documents/", access.Rule("anyone"), "published documents; Wagtail checks private collections")
access.declare_prefix("", access.Rule("anyone"), "Wagtail's pages, last")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/fr/")),
    # Wagtail's own login form would let a password alone in: one login view for the whole site.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *([path("dev/", include("config.dev"))] if settings.DEMO else []),
    *(static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT) if settings.DEMO else []),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
