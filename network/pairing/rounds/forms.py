"""What a reviewer writes: why two are kept apart, why two are put together by hand, how the board is narrowed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from core.reference.models import MajorGroup, Region
from network.pairing.rounds.models import LONGEST_REASON, Because, Round, RoundCandidate, RoundPair

ALL = pgettext_lazy("filter", "All")


class ExcludeForm(forms.Form):
    reason = SafeText(
        label=_("Why these two are not put together"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Those who review read it; the candidate can read it in a copy of their data. Neither side is told."
        ),
    )
    whole_host = forms.BooleanField(
        label=_("In none of this host’s offers"), required=False, help_text=_("They know each other, for example.")
    )


class AddForm(forms.Form):
    reason = SafeText(
        label=_("Why these two"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both of them read these words, beside the rule that you go beyond."),
    )


class BoardFilter(forms.Form):
    """What of a board is shown; what is filled in wrongly narrows nothing."""

    show = forms.ChoiceField(label=_("Show"), required=False)
    family = forms.ChoiceField(label=_("Occupation family"), required=False)
    region = forms.ChoiceField(label=_("Region of the host"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Longest waiting first")), ("score", _("Weakest fit first"))],
    )

    SHOWN = (
        ("", ALL),
        ("locked", _("Locked")),
        ("hand", _("Moved or added by a person")),
        ("beyond", _("Beyond a rule")),
        ("fell", _("Could not be sent")),
        ("excluded", _("Excluded")),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "show", self.SHOWN)
        groups = RoundPair.objects.filter(round=round_, request__occupations__rank=1).values(
            "request__occupations__major_group"
        )
        _choices(self, "family", _named(MajorGroup.objects.filter(pk__in=groups)))
        there = RoundPair.objects.filter(round=round_).values("offer__region")
        _choices(self, "region", _named(Region.objects.filter(pk__in=there)))

    @property
    def wanted(self) -> dict[str, str]:
        said = said_in(self)
        return {
            "show": said.get("show") or "all",
            "family": said.get("family") or "",
            "region": said.get("region") or "",
            "sort": said.get("sort") or "wait",
        }


class LeftFilter(forms.Form):
    because = forms.ChoiceField(label=_("Why"), required=False)
    family = forms.ChoiceField(label=_("Occupation family"), required=False)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(each.value, each.label) for each in Because if each is not Because.PAIRED]
        _choices(self, "because", [("", ALL), *reasons])
        groups = (
            RoundCandidate.objects.filter(round=round_, request__occupations__rank=1)
            .exclude(because=Because.PAIRED)
            .values("request__occupations__major_group")
        )
        _choices(self, "family", _named(MajorGroup.objects.filter(pk__in=groups)))

    @property
    def wanted(self) -> dict[str, str]:
        said = said_in(self)
        return {name: said.get(name) or "" for name in self.fields}


class HostSearch(forms.Form):
    q = forms.CharField(label=_("Words of the offer, or the organisation"), required=False, max_length=80)


def said_in(form: forms.Form) -> dict[str, Any]:
    """What is filled in, and well; nothing of a form that was not sent."""
    form.full_clean()
    return getattr(form, "cleaned_data", {})


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def _named(rows: Any) -> list[tuple[str, Any]]:
    """Cost: 1 query."""
    return [("", ALL), *((row.pk, str(row.name)) for row in rows.order_by("pk"))]
