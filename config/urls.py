"""Every URL of the house. Public paths speak each language: ``/fr/agenda/`` and ``/en/events/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import sitemaps
from core import access
from core.views import favicon
from events.agenda.views import abroad as agenda_abroad
from people.accounts.models import EDITING
from people.accounts.urls import ACCOUNT

access.declare_prefix(
    ACCOUNT,
    access.Rule("anyone"),
    _("allauth keeps its own doors: sign in first, or anonymous only"),
    packages=("allauth",),
)
access.declare_prefix(
    "admin/",
    access.Rule("roles", frozenset(EDITING)),
    _("accounts.middleware.EditorsDoor, then Wagtail's groups, written by accounts.actions.grant"),
)
access.declare_prefix(
    "documents/",
    access.Rule("anyone"),
    _("published documents; Wagtail checks private collections"),
    packages=("wagtail",),
)
access.declare_prefix("", access.Rule("anyone"), _("Wagtail's pages, last"), packages=("wagtail",))

sign_in = access.anyone(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", access.anyone(RedirectView.as_view(url="/fr/")), name="front_door"),
    path("sitemap.xml", sitemaps.show, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    # On pages of partners: one address for good, in no language.
    path("embed/agenda.js", agenda_abroad.script, name="agenda_script"),
    # One login view for the whole site: Wagtail's two forms (here and _util/) would let a password alone in.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Logins and groups are the business of the accounts room alone; a password is reset there too.
    re_path(r"^admin/(?:users|groups|password_reset|bulk/accounts|bulk/auth)/", access.closed, name="closed_in_editor"),
    *([path("admin/", include("wagtail.admin.urls"))] if settings.HAS_EDITOR else []),
    # Spoken by systems: one address in every language.
    path("api/v1/", include("events.exchange.addresses")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("events.devices.app_urls")),
    *([path("dev/", include("config.dev"))] if settings.DEMO else []),
    *([path("media/", include("config.media"))] if settings.DEMO else []),
]
urlpatterns += i18n_patterns(
    # First because of the scan, and of registration at noon: every path tried before its own is time.
    path("", include("events.doors.urls")),
    path("", include("events.registration.urls")),
    path("", include("events.agenda.urls")),
    path("", include("core.urls")),
    path("", include("core.reference.urls")),
    path("", include("people.accounts.urls")),
    path("", include("people.organisations.urls")),
    path("", include("people.consent.urls")),
    path("", include("people.oversight.urls")),
    path("", include("people.privacy.urls")),
    path("", include("people.timetable.urls")),
    path("", include("people.programmes.urls")),
    path("", include("people.participants.urls")),
    path("", include("people.accompaniment.urls")),
    path("", include("people.pool.urls")),
    path("", include("network.pairing.meetings.urls")),
    path("", include("network.pairing.matches.urls")),
    path("", include("network.pairing.gatherings.urls")),
    path("", include("network.pairing.figures.urls")),
    path("", include("people.follow_up.urls")),
    path("", include("network.pairing.proposals.urls")),
    path("", include("network.membership.urls")),
    path("", include("network.pairing.conversations.urls")),
    path("", include("network.pairing.requests.urls")),
    path("", include("network.pairing.rounds.urls")),
    path("", include("network.pairing.editions.urls")),
    path("", include("network.pairing.offers.urls")),
    path("_util/login/", sign_in, name="restricted_page_sign_in"),
    path("", include("events.gates.urls")),
    path("", include("events.questions.urls")),
    path("", include("events.needs.urls")),
    path("", include("events.selection.urls")),
    path("", include("events.devices.urls")),
    path("", include("events.certificates.urls")),
    path("", include("events.announcements.urls")),
    path("", include("events.badges.urls")),
    path("", include("events.evaluation.urls")),
    path("", include("events.report.urls")),
    path("", include("events.exchange.urls")),
    path("", include("indicators.urls")),
    path("", include("desks.my_space.urls")),
    path("", include("desks.caseworker.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = "core.views.bad_request"
handler500 = "core.views.server_error"
