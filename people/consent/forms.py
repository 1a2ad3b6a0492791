"""A consent among the fields of another form: the whole wording, a box that nothing ticks beforehand, and the version shown."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.consent import actions, registry
from people.consent.words import terms_of


@dataclass(frozen=True)
class Agreed:
    """What somebody ticked: ``give(purpose=…, version=…, language=…)`` takes it as it is."""

    purpose: str
    version: int
    language: str


class Unticked(forms.CheckboxInput):
    """A checkbox whose value is a text; only what the person sent ticks it again."""

    def __init__(self, token: str) -> None:
        super().__init__(check_test=lambda value: value == token)
        self.token = token

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")

    def format_value(self, value: Any) -> str:
        return self.token


class ConsentBox(forms.Field):
    """Asks one consent at the point where it is needed; cleans to :class:`Agreed`, or None if the box is not ticked.

    The box's value carries purpose, version and language, so that what is kept is what was read. A form makes it when it is
    made (``self.fields["card"] = ConsentBox("card.employers")``): it speaks the language of the page.
    """

    def __init__(self, purpose: str, *, required: bool = False, language: str = "") -> None:
        facts = registry.of(purpose)
        self.agreed = Agreed(purpose, facts.current.version, language or (get_language() or "fr")[:2])
        self.token = f"{purpose}/{facts.current.version}/{self.agreed.language}"
        super().__init__(
            required=required,
            label=facts.current.text(self.agreed.language),
            help_text=str(terms_of(facts)),
            widget=Unticked(self.token),
            error_messages={
                "required": _("This cannot be done without your consent. Read the text, and tick the box if you agree.")
            },
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        # Whatever a room sets as initial value: nobody's consent is presumed.
        form.initial.pop(field_name, None)
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        if value != self.token:
            raise forms.ValidationError(actions.WordingChanged.message, code="wording")
        return self.agreed


class GiveForm(forms.Form):
    """What the button under a wording sends."""

    purpose = forms.CharField(max_length=60)
    version = forms.IntegerField(min_value=1)
    language = forms.ChoiceField(choices=[(code, code) for code in registry.LANGUAGES])
    about = forms.CharField(max_length=80, required=False)

    def clean_purpose(self) -> str:
        code: str = self.cleaned_data["purpose"]
        try:
            registry.of(code)
        except registry.UnknownPurpose:
            raise forms.ValidationError(actions.NotAsked.message) from None
        return code
