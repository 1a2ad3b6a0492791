"""Forms of the workspace: programmes, editions, partners, areas."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.reference.models import Measure, Region
from core.versions import Versioned
from core.widgets import Day
from people.organisations.models import Organisation
from people.programmes.forms.questions import mrcs_by_region
from people.programmes.models import Area, Edition, Partner, Programme, State


class EditionSearchForm(forms.Form):
    """Words, programme, region and state, by GET."""

    q = forms.CharField(label=_("Words in the name"), required=False, max_length=100)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label=_("Programme"), required=False, empty_label=_("All programmes")
    )
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *State.choices])


class DetailsForm(Versioned, forms.ModelForm[Any]):
    """A form whose ``details`` an action takes: the cleaned values of the fields it shows."""

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class ProgrammeForm(DetailsForm):
    class Meta:
        model = Programme
        fields = ("measure", "kind", "name_fr", "name_en", "summary_fr", "summary_en")
        help_texts = {
            "name_en": _("Empty: the French name is shown."),
            "summary_fr": _("A few sentences for somebody who has never heard of it. An empty line ends a paragraph."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure: Any = self.fields["measure"]
        measure.queryset = Measure.objects.current()
        measure.label_from_instance = lambda term: f"{term.pk} – {term}"


class EditionForm(DetailsForm):
    class Meta:
        model = Edition
        fields = (
            "name_fr",
            "name_en",
            "starts_on",
            "ends_on",
            "intake_opens_on",
            "intake_closes_on",
            "regions",
            "territory_fr",
            "territory_en",
            "funder",
            "other_door_fr",
            "other_door_en",
            "other_door_url",
        )
        widgets = {
            "starts_on": Day(),
            "ends_on": Day(),
            "intake_opens_on": Day(),
            "intake_closes_on": Day(),
            "regions": forms.CheckboxSelectMultiple(),
        }
        help_texts = {
            "intake_opens_on": _("Empty: as soon as the edition is open."),
            "intake_closes_on": _("Empty: as long as the edition is open."),
            "regions": _("Where it takes place. None of them: all of Québec."),
            "territory_fr": _("Where the list of regions does not say it well enough."),
            "other_door_fr": _("Shown to somebody who cannot take part: what else there is for them."),
        }

    other_door_url = forms.URLField(label=_("Address of the other door"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, regions: QuerySet[Region], is_limited: bool, **kwargs: Any) -> None:
        """``is_limited``: the user keeps some regions only, so that an edition must lie in one of them."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["regions"]
        field.queryset = regions
        field.required = is_limited
        if is_limited:
            field.help_text = _("Where it takes place: one of your regions at least.")


class PartnerForm(forms.ModelForm[Partner]):
    """An organisation that joins those who run an edition."""

    class Meta:
        model = Partner
        fields = ("organisation", "role", "capacity")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.exclude(pk__in=edition.partners.values("organisation")).order_by(
            "name", "pk"
        )


class PartnerShareForm(Versioned, forms.ModelForm[Partner]):
    class Meta:
        model = Partner
        fields = ("role", "capacity")


class AreaForm(DetailsForm):
    class Meta:
        model = Area
        fields = ("name_fr", "name_en", "source", "mrcs")

    mrcs = forms.MultipleChoiceField(
        label=_("MRC and equivalent territories"),
        widget=forms.SelectMultiple(attrs={"size": "16"}),
        help_text=_("Hold Ctrl (or Cmd) to choose several. On a phone, tap each one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mrcs"]
        field.choices = mrcs_by_region()
        if self.instance.pk:
            self.initial["mrcs"] = list(self.instance.mrcs.values_list("pk", flat=True))
