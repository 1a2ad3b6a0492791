"""What the figures are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.figures.counting import DIMENSIONS

LABELS = {
    "persons": _("Persons who benefited"),
    "employers": _("Employers who offered"),
    "offers": _("Offers approved"),
    "never_used": _("Hosts never used"),
    "waiting": _("Persons who wait now"),
    "at_groups": _("Persons at a group session"),
    "sent": _("Sent a request"),
    "in_round": _("Were in a round"),
    "proposed": _("Were proposed a match"),
    "accepted": _("Both sides accepted"),
    "signed": _("Signed an agreement"),
    "met": _("Met"),
    "completed": _("Completed a match"),
}
NOTES = {
    "persons": _("A match completed in the year, each person once (2.6-a)"),
    "employers": _("An offer approved in the year, taken up or not (2.6-b)"),
    "never_used": _("No match ever, although an offer was approved in the year"),
    "at_groups": _("Presence alone; it is not a match"),
}
#: Heads of the tables' columns, which are narrow.
SHORT = {
    "persons": _("Benefited"),
    "employers": _("Employers"),
    "offers": pgettext_lazy("column", "Offers"),
    "sent": pgettext_lazy("column", "Requests"),
    "waiting": pgettext_lazy("column", "Waiting"),
}
BY = dict(
    zip(
        DIMENSIONS,
        (
            pgettext_lazy("figures", "By region"),
            pgettext_lazy("figures", "By field"),
            pgettext_lazy("figures", "By organisation"),
        ),
        strict=True,
    )
)
ONE = dict(
    zip(
        DIMENSIONS,
        (
            pgettext_lazy("figures", "Region"),
            pgettext_lazy("figures", "Field"),
            pgettext_lazy("figures", "Organisation"),
        ),
        strict=True,
    )
)
