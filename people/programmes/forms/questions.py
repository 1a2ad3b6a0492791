"""The five questions. Every one may stay unanswered: what we do not know, we ask for later."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.reference.models import Mrc, Region, ResidenceStatus
from people.programmes.eligibility import OUTSIDE, Facts
from people.programmes.five_questions import FRENCH_BANDS
from people.programmes.kinds import SKILLS

UNSAID = ("", _("I would rather not say, or I do not know"))
#: Nobody who asks today arrived earlier.
EARLIEST_YEAR = 1930


def mrcs_by_region() -> list[tuple[str, Any]]:
    """MRC under the names of their regions, for a list to choose from. Cost: 1 query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for mrc in Mrc.objects.current().select_related("region").order_by("region__rank", "name_fr", "code"):
        groups.setdefault(str(mrc.region), []).append((mrc.pk, str(mrc)))
    return list(groups.items())


class FiveQuestionsForm(forms.Form):
    """18 or over, arrival, status today, where, spoken French."""

    adult = forms.ChoiceField(
        label=_("Are you 18 or over?"),
        choices=[("yes", _("Yes")), ("no", _("No")), UNSAID],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("We never ask for a birth date."),
    )
    arrival = forms.ChoiceField(
        label=_("Have you arrived in Québec?"),
        choices=[("arrived", _("Yes, I am here")), ("abroad", _("Not yet, I am still abroad")), UNSAID],
        widget=forms.RadioSelect,
        required=False,
    )
    arrival_year = forms.IntegerField(
        label=_("Year of arrival"),
        required=False,
        min_value=EARLIEST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Four digits, for example 2023. Some programmes are for the first years."),
    )
    status = forms.ChoiceField(
        label=_("What is your status today?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Some programmes are paid for certain statuses only. No employer ever sees it."),
    )
    region = forms.ChoiceField(
        label=_("Where do you live?"),
        required=False,
        help_text=_("If you are still abroad, leave this empty."),
    )
    mrc = forms.ChoiceField(
        label=_("MRC or city"),
        required=False,
        help_text=_("If you know it: in some regions one part counts and another does not."),
    )
    french = forms.ChoiceField(
        label=_("How well do you speak French?"),
        choices=[*((code, words) for code, (_levels, words) in FRENCH_BANDS.items()), UNSAID],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [*((term.pk, str(term)) for term in ResidenceStatus.objects.current()), UNSAID]
        regions = [(term.pk, str(term)) for term in Region.objects.current()]
        fields["region"].choices = [("", _("Choose a region")), *regions, (OUTSIDE, _("Outside Québec"))]
        fields["mrc"].choices = [("", _("I do not know")), *mrcs_by_region()]

    def clean_arrival_year(self) -> int | None:
        year: int | None = self.cleaned_data["arrival_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet. If you are still abroad, say so above."))
        return year

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("arrival") == "abroad" and said.get("arrival_year"):
            self.add_error(
                "arrival_year", _("You say that you are still abroad: leave the year empty, or change that.")
            )
        mrc, region = said.get("mrc"), said.get("region")
        if mrc and region and not Mrc.objects.filter(pk=mrc, region=region).exists():
            self.add_error("mrc", _("This MRC is not in the region you chose. Change one or the other."))
        if not self.errors and not any(said.values()):
            raise forms.ValidationError(_("Answer one question at least: then there is something to tell you."))
        return said

    @property
    def facts(self) -> Facts:
        """The answers as the engine takes them. Cost: at most 1 query."""
        said = self.cleaned_data
        abroad = {"abroad": True, "arrived": False}.get(said["arrival"])
        band = FRENCH_BANDS.get(said["french"])
        mrc = "" if abroad else said["mrc"]
        region = "" if abroad else said["region"]
        return Facts(
            is_adult={"yes": True, "no": False}.get(said["adult"]),
            still_abroad=abroad,
            arrival_year=said["arrival_year"],
            status=said["status"],
            mrc=mrc,
            region=Mrc.objects.get(pk=mrc).region_id if mrc and not region else region,
            french=dict.fromkeys(SKILLS["oral"], band[0]) if band else {},
        )

    @property
    def as_hidden(self) -> list[tuple[str, str]]:
        """The answers to send along again, by the person's own next click; what was not answered is left out."""
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value not in (None, "")]
