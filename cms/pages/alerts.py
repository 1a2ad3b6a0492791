"""Which alerts stand above every page now."""

from django.http import HttpRequest
from django.utils import timezone

from cms.pages.memory import site
from cms.pages.models import SiteAlert
from core.alerts import Alert
from core.bilingual import pick


def of_the_moment(request: HttpRequest) -> list[Alert]:
    """Of those not over yet, read once a change, the ones whose time has come. No query when they are known."""
    now = timezone.now()
    known = site.remembered("alerts", lambda: list(SiteAlert.objects.not_over()))
    return [Alert(alert.kind, pick(alert, "text"), alert.url) for alert in known if alert.is_shown(now)]
