"""The calendar's filter: a GET form whose every answer is an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reference.models import Region
from events.agenda.listing import SPANS
from events.agenda.models import Kind

#: Longest thing one may look for; a longer one is cut, not refused.
WORDS_LENGTH = 80


class DayInput(forms.DateInput):
    """The browser's own calendar; ISO is what it reads and writes whatever the page's language."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class CalendarFilter(forms.Form):
    """A value that makes no sense is said beside its field; the others still filter."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        help_text=_("In the title or the place, with or without accents."),
        widget=forms.TextInput(attrs={"type": "search", "maxlength": WORDS_LENGTH}),
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, error_messages={"invalid_choice": _("There is no such region.")}
    )
    kind = forms.ChoiceField(
        label=_("Kind of event"),
        required=False,
        choices=[("", _("All kinds")), *Kind.choices],
        error_messages={"invalid_choice": _("There is no such kind of event.")},
    )
    when = forms.ChoiceField(required=False, choices=[(span, span) for span in SPANS], widget=forms.HiddenInput)
    since = forms.DateField(
        label=pgettext_lazy("date filter", "From"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Write the day as 2027-03-12.")},
    )
    until = forms.DateField(
        label=pgettext_lazy("date filter", "To"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Write the day as 2027-03-12.")},
    )
    online = forms.BooleanField(label=_("Online"), required=False)
    free = forms.BooleanField(label=_("With seats free"), required=False)

    def __init__(self, data: Any, *, regions: dict[str, Region]) -> None:
        super().__init__(data)
        region: Any = self.fields["region"]
        region.choices = [("", _("All regions")), *((code, str(it.name)) for code, it in regions.items())]

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).strip()[:WORDS_LENGTH]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day comes before the first one: it is left out."))
        return values
