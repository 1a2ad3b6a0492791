"""What may be asked for: lists to tick, and a line in one's own words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from events.agenda.models import Event
from events.needs.models import IN_WORDS, LONGEST_TEXT, Access, Meal
from events.needs.purposes import EVENT_NEEDS
from events.needs.refusals import ConsentMissing
from people.consent.forms import Agreed, ConsentBox


def capital(label: Any) -> Any:
    words = str(label)
    return words[:1].upper() + words[1:]


def choices(kind: type[Access] | type[Meal]) -> list[tuple[str, Any]]:
    return [(one.value, capital(one.label)) for one in kind if one.value not in IN_WORDS]


class NeedsForm(forms.Form):
    """Nothing is required, nothing is ticked but what the person ticked before; the consent never is."""

    consent_words = ""

    access = forms.MultipleChoiceField(
        label=_("On site, I wish"),
        help_text=_("Only what is to be prepared: why is nobody’s business."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access_other = SafeText(
        label=_("Something else, or a detail"),
        help_text=_(
            "In your words, 200 characters at most: which language to interpret, where to sit. No diagnosis, please."
        ),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    meal = forms.MultipleChoiceField(
        label=_("I eat"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Several may be ticked.")
    )
    meal_other = SafeText(
        label=_("Something else about the meal"),
        help_text=_("In your words, 200 characters at most."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, event: Event, kept: Mapping[str, str], agrees: bool, **options: Any) -> None:
        """``kept``: what the person wishes so far, wish -> words; ``agrees``: whether the consent stands."""
        options["initial"] = {
            "access": [what for what in kept if what in Access.values],
            "meal": [what for what in kept if what in Meal.values],
            **{what: text for what, text in kept.items() if what in IN_WORDS},
        }
        super().__init__(*args, **options)
        fields: Any = self.fields
        for name, kind, is_asked in (("access", Access, event.asks_access_needs), ("meal", Meal, event.asks_meal)):
            if is_asked:
                fields[name].choices = choices(kind)
            else:
                del fields[name], fields[f"{name}_other"]
        if not agrees:
            fields["consent"] = ConsentBox(EVENT_NEEDS.code)
            # The page shows the whole wording beside the box; a summary of errors names the box by a few words.
            self.consent_words = fields["consent"].label
            fields["consent"].label = _("Your consent")
            fields["consent"].help_text = format_lazy(
                _("Seen by: {audience}. The way back stands on this page."), audience=EVENT_NEEDS.audience
            )

    @property
    def wishes(self) -> dict[str, str]:
        """What is wished -> the person's own words, "" where there are none."""
        given = self.cleaned_data
        ticked = dict.fromkeys([*given.get("access", []), *given.get("meal", [])], "")
        said = {what: given[what].strip() for what in IN_WORDS if given.get(what, "").strip()}
        return ticked | said

    @property
    def agreed(self) -> Agreed | None:
        agreed: Agreed | None = self.cleaned_data.get("consent")
        return agreed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "consent" in self.fields and "consent" not in self.errors and self.wishes and not given.get("consent"):
            self.add_error("consent", ConsentMissing.message)
        return given
