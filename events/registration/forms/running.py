"""What organisers set for the seats of an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.versions import Versioned
from events.agenda.models import Event
from events.registration.models import Admission, Terms


class TermsForm(Versioned, forms.ModelForm[Terms]):
    """On which terms an event gives its seats."""

    class Meta:
        model = Terms
        fields = ("admission", "largest_party", "asks_ages", "offer_hours", "bypass_bound")
        widgets = {"admission": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["admission"].help_text = _(
            "By review: people apply until registration closes, and you choose. It cannot change once somebody has registered."
        )
        admission = self.fields["admission"]
        assert isinstance(admission, forms.ChoiceField)
        admission.choices = Admission.choices


class CapacityForm(forms.Form):
    """How many seats there are."""

    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=100_000, required=False, help_text=_("Empty: no limit.")
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, initial={"capacity": event.capacity})


class ReasonForm(forms.Form):
    """Why somebody is served out of turn."""

    reason = forms.CharField(
        label=_("Why this party goes first"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on record until six months after the event. Nothing about anybody's health."),
        error_messages={"required": _("Say why, in a sentence that the others on the list could read.")},
    )
