"""What is counted: an edition or all, and a fiscal year."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.pairing.figures.years import Year
from people.programmes.models import Edition


class WhichForm(forms.Form):
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("All editions")
    )
    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, editions: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["edition"].queryset = editions
        fields["edition"].label_from_instance = lambda edition: str(edition.title)
        days = [edition.starts_on for edition in editions]
        first, now = Year.of(min(days)).begins if days else Year.current().begins, Year.current().begins
        fields["year"].choices = [(begins, str(Year(begins))) for begins in range(now, min(first, now) - 1, -1)]
        fields["year"].initial = now

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}

    @property
    def chosen_year(self) -> Year:
        return Year(self.said.get("year") or Year.current().begins)

    @property
    def chosen_edition(self) -> Edition | None:
        found: Edition | None = self.said.get("edition")
        return found
