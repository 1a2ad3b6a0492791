"""What is asked of the organiser, and the code that is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.certificates.models import Completion, as_code


class RuleForm(forms.Form):
    """How many sittings complete the series, and whether certificates leave by themselves."""

    needed = forms.IntegerField(label=_("Sittings needed"), min_value=1)
    automatic = forms.BooleanField(
        label=_("Issue the certificates when the last sitting is over"),
        required=False,
        help_text=_("An hour later, when its door has closed. Otherwise you issue them here."),
    )

    def __init__(self, data: Any, *, rule: Completion, needed: int, sittings: int) -> None:
        super().__init__(data, initial={"needed": needed, "automatic": rule.automatic})
        field: Any = self.fields["needed"]
        field.max_value = sittings
        field.widget.attrs["max"] = sittings
        field.help_text = _("Of %(number)d.") % {"number": sittings}


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it; whoever checks the code only sees that it was withdrawn."),
    )


class CodeForm(forms.Form):
    """The code as it is printed, typed."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=60,
        help_text=_("26 letters and figures, with hyphens or without."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = as_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has 26 letters and figures: this one has more, or fewer, or other signs. Read it again.")
            )
        return code
