"""The steps of the profile: one form each, saved by itself, so that somebody who is interrupted goes on where they were."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from core.reference.fields import OccupationField
from core.reference.models import ImmigrationCategory, MajorGroup, Mrc, Region, ResidenceStatus
from people.accounts.models import Person
from people.participants import actions
from people.participants.forms.rows import HouseholdStep, LanguagesStep
from people.participants.forms.step import StepForm
from people.participants.models import Card, CaseFile
from people.programmes.kinds import Diploma
from people.timetable.forms import AvailabilityField

NOT_SAID = ("", _("I prefer not to say, or do not know"))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def said(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def meant(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


class ReachStep(StepForm):
    code = "reach"
    title = _("How to reach you")
    lead = _("For your caseworker only: to call you, and to find what there is near you.")

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    region = forms.ModelChoiceField(
        Region.objects.current(), label=_("Region where you live"), required=False, empty_label=_("Not in Québec yet")
    )
    mrc = forms.ModelChoiceField(
        Mrc.objects.current(),
        label=_("MRC where you live"),
        required=False,
        empty_label=_("I do not know"),
        help_text=_("Some programmes depend on it. Your caseworker can find it with you."),
    )
    municipality = SafeText(
        label=_("City or municipality"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    postal_address = SafeText(
        label=_("Postal address"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=_("Only if you want letters on paper."),
    )

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        return {
            "phone": case_file.phone,
            "region": case_file.region_id,
            "mrc": case_file.mrc_id,
            "municipality": case_file.municipality,
            "postal_address": case_file.postal_address,
        }

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        mrc, region = kept.get("mrc"), kept.get("region")
        if mrc and region and mrc.region_id != region.pk:
            self.add_error("mrc", _("This MRC lies in another region. Choose the one where you live, or leave it out."))
        return kept

    def save(self, *, by: Person) -> None:
        actions.describe(case_file=self.case_file, details=self.cleaned_data, by=by, step=self.code)


class SituationStep(StepForm):
    """Status and category are asked when a programme of the person needs them, and of nobody else."""

    code = "situation"
    title = _("Your situation")
    lead = _("For your caseworker only: programmes have conditions. An employer never sees these answers.")

    is_adult = forms.ChoiceField(
        label=_("Are you 18 or over?"), choices=[*YES_NO, NOT_SAID], required=False, widget=forms.RadioSelect
    )
    still_abroad = forms.ChoiceField(
        label=_("Do you already live in Québec?"),
        choices=[("no", _("Yes")), ("yes", _("No, I am still abroad")), NOT_SAID],
        required=False,
        widget=forms.RadioSelect,
    )
    arrival_year = forms.IntegerField(
        label=_("Year of your arrival in Québec"),
        min_value=1920,
        max_value=2200,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    arrival_month = forms.TypedChoiceField(
        label=_("Month of your arrival"),
        choices=[("", _("I do not know")), *((str(month), name) for month, name in MONTHS.items())],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only needed when the year alone does not settle a condition."),
    )
    status = forms.ModelChoiceField(
        ResidenceStatus.objects.current(), label=_("Your status today"), required=False, empty_label=NOT_SAID[1]
    )
    category = forms.ModelChoiceField(
        ImmigrationCategory.objects.current(),
        label=_("Your category of admission"),
        required=False,
        empty_label=NOT_SAID[1],
    )

    def __init__(self, *args: Any, needs: frozenset[str] = frozenset({"status", "category"}), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"status", "category"} - needs:
            del self.fields[name]

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        return {
            "is_adult": said(case_file.is_adult),
            "still_abroad": "no" if case_file.arrival_year else said(case_file.still_abroad),
            "arrival_year": case_file.arrival_year,
            "arrival_month": case_file.arrival_month,
            "status": case_file.status_id,
            "category": case_file.category_id,
        }

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("still_abroad") == "yes" and kept.get("arrival_year"):
            self.add_error(
                "arrival_year",
                _("You say that you are still abroad: leave the year empty, or correct the answer above."),
            )
        if kept.get("arrival_month") and not kept.get("arrival_year"):
            self.add_error("arrival_year", _("Give the year that goes with the month, or leave both empty."))
        return kept

    def save(self, *, by: Person) -> None:
        kept = dict(self.cleaned_data)
        for name in ("is_adult", "still_abroad"):
            kept[name] = meant(kept[name])
        if kept["arrival_year"]:
            kept["still_abroad"] = False
        actions.describe(case_file=self.case_file, details=kept, by=by, step=self.code)


class WorkStep(StepForm):
    code = "work"
    title = _("Your work")
    lead = _("This is your professional card. Nobody outside your organisation sees it before you agree to that.")

    occupation = OccupationField(label=_("Occupation"), required=False)
    occupation_title = SafeText(
        label=_("Occupation, in your own words"), max_length=120, required=False, widget=forms.TextInput
    )
    headline = SafeText(
        label=_("You in one line"),
        max_length=120,
        required=False,
        widget=forms.TextInput,
        help_text=_("As you would introduce yourself at work."),
    )
    years_experience = forms.IntegerField(label=_("Years of experience"), min_value=0, max_value=60, required=False)
    summary = SafeText(
        label=_("Your experience"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    skills = SafeText(
        label=_("What you do well"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One thing a line."),
    )
    diploma = forms.ChoiceField(
        label=_("Your highest diploma"),
        choices=[("", NOT_SAID[1]), *Diploma.choices],
        required=False,
        help_text=_("From whatever country. For your caseworker only."),
    )
    diploma_field = SafeText(label=_("Field of study"), max_length=120, required=False, widget=forms.TextInput)

    CARD: ClassVar[Sequence[str]] = ("occupation_title", "headline", "years_experience", "summary", "skills")

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        card = Card.objects.of_person(case_file.person).first() or Card(person=case_file.person)
        return {name: getattr(card, name) for name in cls.CARD} | {
            "occupation": card.occupation_code,
            "diploma": case_file.diploma,
            "diploma_field": case_file.diploma_field,
        }

    def save(self, *, by: Person) -> None:
        kept = self.cleaned_data
        code = kept["occupation"] or ""
        details: dict[str, Any] = {name: kept[name] for name in self.CARD}
        details |= {
            "occupation_code": code,
            "major_group": MajorGroup.objects.get(pk=code[:2]) if code else None,
        }
        actions.write_card(person=self.case_file.person, details=details, by=by)
        about = {"diploma": kept["diploma"], "diploma_field": kept["diploma_field"]}
        actions.describe(case_file=self.case_file, details=about, by=by, step=self.code)


class WishesStep(StepForm):
    code = "wishes"
    title = _("When and where")
    lead = _("When you could meet a mentor or visit a workplace, and where you would like to live and work.")

    availability = AvailabilityField(label=_("When you are free"), required=False)
    regions = forms.ModelMultipleChoiceField(
        Region.objects.current(), label=_("Regions you wish"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goes_anywhere = forms.BooleanField(label=_("Any region of Québec would do"), required=False)

    @classmethod
    def initial_of(cls, case_file: CaseFile) -> dict[str, Any]:
        card = Card.objects.of_person(case_file.person).first()
        if card is None:
            return {}
        return {
            "availability": card.availability,
            "regions": [region.pk for region in card.regions.all()],
            "goes_anywhere": card.goes_anywhere,
        }

    def save(self, *, by: Person) -> None:
        kept = self.cleaned_data | {"availability": self.cleaned_data["availability"] or 0}
        actions.write_card(person=self.case_file.person, details=kept, by=by)
        actions.pass_over(case_file=self.case_file, step=self.code, by=by)


#: In the order of the profile. Two more steps are pages of their own: the documents, and what one agrees to.
STEPS: Mapping[str, type[StepForm]] = {
    form.code: form for form in (ReachStep, SituationStep, LanguagesStep, WorkStep, WishesStep, HouseholdStep)
}
