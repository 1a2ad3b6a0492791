"""What a list on another site shows; every answer is part of an address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reference.models import Region
from events.agenda.listing import Filters
from events.agenda.models import Kind

#: How many events, unless the snippet says.
USUAL, MOST = 5, 20


class EmbedForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind of event"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    number = forms.IntegerField(label=_("How many events"), required=False, min_value=1, max_value=MOST)
    theme = forms.ChoiceField(
        label=_("Colours"),
        required=False,
        choices=[
            ("", pgettext_lazy("colours", "Automatic")),
            ("light", pgettext_lazy("colours", "Light")),
            ("dark", pgettext_lazy("colours", "Dark")),
        ],
    )

    def __init__(self, data: Any, *, regions: dict[str, Region]) -> None:
        super().__init__(data, initial={"number": USUAL})
        self.regions = regions
        region: Any = self.fields["region"]
        region.choices = [("", _("All regions")), *((code, str(it.name)) for code, it in regions.items())]

    @property
    def filters(self) -> Filters:
        return Filters(region=self.cleaned_data["region"], kind=self.cleaned_data["kind"])

    @property
    def most(self) -> int:
        return self.cleaned_data["number"] or USUAL

    def query(self, *, theme: bool = True) -> str:
        """Query string of what is asked, in one order; without the theme for what has no colours."""
        said = [(name, self.cleaned_data[name]) for name in ("region", "kind")]
        said.append(("number", self.most))
        said += [("theme", self.cleaned_data["theme"])] if theme else []
        return "?" + urlencode([(name, value) for name, value in said if value])
