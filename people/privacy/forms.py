"""What is typed to find two people and to join them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name or email address"),
        max_length=120,
        required=False,
        help_text=_("Part of a name, or a whole address."),
    )


class MergeForm(forms.Form):
    """Confirms a merge that cannot be undone."""

    sure = forms.BooleanField(
        label=_("I have compared the two entries: they are the same person."),
        error_messages={"required": _("Tick the box once you have compared the two entries. Nothing was changed.")},
    )


class ClosingMergeForm(MergeForm):
    """Both have a login: one must be closed."""

    close_login = forms.BooleanField(
        label=_("Close the login of the entry that goes; the roles it holds end."),
        error_messages={
            "required": _("Both have a login, and one person has one. Tick the box, or swap the two entries first.")
        },
    )
