"""What comes in about the pool: whom one looks for, a handover and its answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from core.reference.models import MajorGroup, Region
from core.reference.naming import unit_names_in
from people.organisations.models import Organisation
from people.participants.models import Candidacy, CaseFile
from people.pool.counts import NOT_SAID
from people.pool.reading import BAND_NAMES
from people.pool.searching import Wanted, shown_to
from people.programmes.models import Edition, Partner
from people.timetable.availability import AFTERNOON, DAYS, EVENING, MORNING, PARTS, Availability

#: Parts of the week one may ask for: code -> name, and the parts of it.
WHEN = {
    "mornings": (_("Weekday mornings"), [(day, MORNING) for day in range(5)]),
    "afternoons": (_("Weekday afternoons"), [(day, AFTERNOON) for day in range(5)]),
    "evenings": (_("Weekday evenings"), [(day, EVENING) for day in range(5)]),
    "weekend": (_("Saturday or Sunday"), [(day, part) for day in DAYS[5:] for part in PARTS]),
}
ALL = pgettext_lazy("filter", "All")


class PoolForm(forms.Form):
    """Whom one looks for. Occupations are offered once their major group is chosen: no script is needed."""

    q = forms.CharField(
        label=_("Words of the card"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    group = forms.ModelChoiceField(
        MajorGroup.objects.select_related("broad_category").order_by("pk"),
        label=_("Major group"),
        required=False,
        empty_label=ALL,
    )
    occupation = forms.CharField(label=_("Occupation"), required=False, widget=forms.Select)
    region = forms.ModelChoiceField(Region.objects.current(), label=_("Region wished"), required=False, empty_label=ALL)
    when = forms.ChoiceField(label=_("Free at least once on"), required=False)
    french = forms.ChoiceField(label=_("Oral French"), required=False)
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"), required=False, empty_label=ALL)

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["edition"].queryset = editions
        fields["edition"].label_from_instance = lambda edition: edition.title
        fields["group"].label_from_instance = lambda group: f"{group.pk} – {group.name}"
        fields["when"].choices = [("", ALL), *((code, name) for code, (name, _cells) in WHEN.items())]
        bands = [(band, name) for band, name in BAND_NAMES.items() if band != NOT_SAID]
        fields["french"].choices = [("", ALL), *bands]
        group = str(self.data.get("group", ""))
        self.occupations = occupations_in(group) if len(group) == 2 and group.isdigit() else []
        if self.occupations:
            fields["occupation"].widget.choices = [("", ALL), *self.occupations]
        else:
            del self.fields["occupation"]

    def clean_occupation(self) -> str:
        """One of the group's; an occupation of the group chosen before is left behind in silence."""
        code: str = self.cleaned_data["occupation"]
        return code if code in dict(self.occupations) else ""

    @property
    def wanted(self) -> Wanted:
        """What fits; a field that was filled in wrongly narrows nothing, and says so."""
        said = getattr(self, "cleaned_data", {})
        when = said.get("when") or ""
        return Wanted(
            words=said.get("q") or "",
            edition=said.get("edition"),
            major_group=said["group"].pk if said.get("group") else "",
            unit_group=said.get("occupation") or "",
            region=said["region"].pk if said.get("region") else "",
            free=int(Availability.of(WHEN[when][1])) if when else 0,
            french=said.get("french") or "",
        )


def occupations_in(group: str) -> list[tuple[str, str]]:
    """Unit groups of a major group by code, as they are named elsewhere. Cost: 2 queries."""
    names = unit_names_in(group)
    return [(code, f"{code} – {names[code]}") for code in sorted(names)]


class ProposeForm(forms.Form):
    """To whom one hands a person over, in which edition, with a word to the colleagues there."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Organisation that would receive the person"))
    message = SafeText(
        label=_("Message to the other organisation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The person reads it too. No name: until they accept, the other organisation knows a number alone."
        ),
    )

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner: Any = self.fields["partner"]
        partner.queryset = partners_for(case_file)
        partner.empty_label = _("Choose an organisation")
        if len(found := list(partner.queryset[:2])) == 1:
            partner.empty_label, partner.initial = None, found[0]
        partner.label_from_instance = lambda each: f"{each.organisation.name} – {each.edition.title}"

    @property
    def details(self) -> dict[str, Any]:
        partner: Partner = self.cleaned_data["partner"]
        return {
            "edition": partner.edition,
            "organisation": partner.organisation,
            "message": self.cleaned_data["message"],
        }


class AskForm(forms.Form):
    """For which of one's organisations one asks, and with which words."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Which organisation asks"))
    message = SafeText(
        label=_("Message to the other organisation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What you could offer: a post, housing, somebody who welcomes. The person can read it in their data."
        ),
    )

    def __init__(self, *args: Any, organisations: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [each.pk for each in organisations if shown_to(each).filter(case_file=case_file).exists()]
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=shown)
        if len(shown) == 1:
            field.initial, field.widget = shown[0], forms.HiddenInput()


class SayNoForm(forms.Form):
    reason = SafeText(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation that asked reads it. No name, and nothing that the card does not say."),
    )


def partners_for(case_file: CaseFile) -> Any:
    """Other partners of the editions the person takes part in, that take people now."""
    editions = Candidacy.objects.active().filter(case_file=case_file).values("edition")
    partners = Partner.objects.taking().filter(edition__in=editions).exclude(organisation=case_file.organisation_id)
    return partners.select_related("organisation", "edition__programme").order_by("organisation__name", "pk")


class AcceptForm(forms.Form):
    becomes_caseworker = forms.BooleanField(label=_("I answer for this file from now on"), required=False)


class DeclineForm(forms.Form):
    reason = SafeText(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person and the organisation that follows them read it."),
    )


class PaperForm(forms.Form):
    """A sheet that the person signed: in which language and version they read it."""

    language = forms.ChoiceField(choices=[("fr", _("French")), ("en", _("English"))], widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    signed = forms.BooleanField(
        label=_("The person signed this text, and I keep the sheet."),
        error_messages={"required": _("Have the sheet signed first, then check this box.")},
    )
