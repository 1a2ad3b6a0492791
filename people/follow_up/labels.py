"""Figures in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Name of a figure (``figures.WHICH``) -> its label, in the order of the page.
LABELS: dict[str, str | Promise] = {
    "followed": _("followed up"),
    "answered": _("answered"),
    "unreachable": _("not reached"),
    "employed": _("employed"),
    "in_own_field": _("in their own field"),
    "settled": _("settled and working in a region"),
    "still_there": _("still where they began"),
}
