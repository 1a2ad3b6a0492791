"""What is typed about memberships."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region, Sector
from network.membership.models import EXPLAINED, State, Terms


class MembersForm(forms.Form):
    """Filters of the public list, by GET."""

    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label=_("All sectors")
    )


class WorkForm(forms.Form):
    """Filters of the coordination's list, by GET."""

    q = forms.CharField(label=_("Organisation or NEQ"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *State.choices])


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Organisation or NEQ"), required=False, max_length=100)


class MoveForm(forms.Form):
    """Where the membership goes next, and what its organisation is told."""

    to = forms.ChoiceField(label=_("Next state"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("Message to the organisation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Sent as it stands to those who speak for the organisation. Needed for a question, a refusal or a suspension."
        ),
    )

    def __init__(self, *args: Any, moves: list[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state.value, state.label) for state in moves]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("to") in EXPLAINED and not kept.get("message", "").strip():
            self.add_error("message", _("Tell the organisation why: this message is sent to its contacts."))
        return kept


class TermsForm(forms.ModelForm[Terms]):
    class Meta:
        model = Terms
        fields = ("term_months", "grace_days")
