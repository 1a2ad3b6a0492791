"""Why a badge is not changed, in words for the person and for the door."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class BadgeRefused(Refusal):
    """Nothing was kept."""


class NoBadge(BadgeRefused):
    message = _("Nothing was kept: this seat was given back, or its event is over, and has no badge any more.")
