"""Which year and region a figure is asked for: made-up answers are the present year and all regions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region
from indicators.fiscal_year import FiscalYear


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: list[FiscalYear]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year.begins, str(year)) for year in years]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["year"].initial = FiscalYear.current().begins
        self.is_valid()

    @property
    def chosen_year(self) -> FiscalYear:
        return FiscalYear(begins) if (begins := self.cleaned_data.get("year")) else FiscalYear.current()


class FigureForm(YearForm):
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )

    @property
    def chosen_region(self) -> Region | None:
        region: Region | None = self.cleaned_data.get("region")
        return region
