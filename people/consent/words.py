"""What stands beside every wording: who sees, how long, and that it can be taken back."""

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.consent.registry import Purpose, Words


def _lasts(days: int) -> str:
    if not days:
        return str(_("Until you withdraw it."))
    if days % 365 == 0:
        years = days // 365
        return ngettext(
            "For %(number)d year, unless you withdraw it before.",
            "For %(number)d years, unless you withdraw it before.",
            years,
        ) % {"number": years}
    return ngettext(
        "For %(number)d day, unless you withdraw it before.",
        "For %(number)d days, unless you withdraw it before.",
        days,
    ) % {"number": days}


_lasts_lazy = lazy(_lasts, str)


def lasts(purpose: Purpose) -> Words:
    """How long it holds: « Pendant 2 ans, à moins que vous le retiriez avant. »"""
    words: Words = _lasts_lazy(purpose.lasts.days if purpose.lasts else 0)
    return words


def terms_of(purpose: Purpose) -> Words:
    """One line under a box: who sees, how long, and the way back."""
    return format_lazy(
        "{sees} {lasts} {back}",
        sees=format_lazy(_("Seen by: {audience}."), audience=purpose.audience),
        lasts=lasts(purpose),
        back=_("You find it, and the way back, under “My consents”."),
    )
