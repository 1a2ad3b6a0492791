"""Text typed about reads, incidents and policies, turned into values; each field answers with its own sentence."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.versions import Versioned
from core.widgets import Day
from people.organisations.models import Organisation
from people.oversight import rules
from people.oversight.models import Incident, Notice, PrivacyPolicy, ReadEntry

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NAMES_NOBODY = _("Do not name anybody here: those concerned stand in the list below the incident.")


class SearchForm(forms.Form):
    """Which reads to show. Kept in the session: a name in an address would stay in logs."""

    subject = forms.CharField(
        label=_("About whom"), max_length=120, required=False, help_text=_("Part of a name, or a number.")
    )
    reader = forms.CharField(
        label=_("Read by"), max_length=120, required=False, help_text=_("Part of a name, or a number.")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For the organisation"), required=False, empty_label=_("All organisations")
    )
    kind = forms.ChoiceField(label=_("What was read"), required=False)
    since = forms.DateField(label=pgettext_lazy("period", "From"), required=False, widget=Day)
    until = forms.DateField(label=_("To, that day included"), required=False, widget=Day)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = rules.organisations_known()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["kind"].choices = [("", _("Everything")), *ReadEntry.Kind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("The last day comes before the first one."))
        return typed

    @property
    def kept(self) -> dict[str, str]:
        """What the session keeps: as it was typed."""
        return {name: str(self.data.get(name, ""))[:200] for name in self.fields}


def day_begins(day: Any) -> datetime | None:
    """First moment of a day at Montréal; None for no day."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def day_ends(day: Any) -> datetime | None:
    """First moment of the day after; None for no day, and for the last there is."""
    return day_begins(day + timedelta(days=1)) if day and day < date.max else None


class IncidentForm(Versioned, forms.ModelForm[Incident]):
    information = forms.MultipleChoiceField(
        label=_("Information concerned"),
        choices=Incident.Information.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    #: Texts that may be read by many and must name nobody.
    TEXTS = ("title", "what", "cause_details", "risk_reasons", "measures", "notice_withheld")

    class Meta:
        model = Incident
        fields = (
            "organisation",
            "title",
            "what",
            "happened_from",
            "happened_until",
            "found_on",
            "information",
            "cause",
            "cause_details",
            "people_estimate",
            "risk",
            "risk_reasons",
            "measures",
            "notice_withheld",
        )
        widgets = {"happened_from": Day, "happened_until": Day, "found_on": Day}
        help_texts = {
            "what": NAMES_NOBODY,
            "happened_from": _("Leave empty if it is not known."),
            "happened_until": _("If it lasted more than a day."),
            "people_estimate": _("The list of the people concerned is drawn up on the incident’s page."),
            "risk_reasons": _(
                "How sensitive the information is, how it could be misused, what could follow, how likely that is."
            ),
            "notice_withheld": _("Only if telling them would hinder an investigation that the law provides for."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset, field.empty_label = rules.organisations_known(), _("The operator of the site")
        if self.instance.organisation_id:
            field.queryset = Organisation.objects.filter(
                Q(pk__in=field.queryset.order_by().values("pk")) | Q(pk=self.instance.organisation_id)
            ).order_by("name", "pk")

    def clean_found_on(self) -> Any:
        found_on = self.cleaned_data["found_on"]
        if found_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. When was it found?"))
        return found_on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for name in self.TEXTS:
            if ADDRESS.search(typed.get(name) or ""):
                self.add_error(
                    name, _("There is an email address in this text. The register names nobody: take it out.")
                )
        return typed

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PersonField(forms.CharField):
    """One person, by number or by a name that only one bears."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("A number, or a full name that only one person bears."))
        super().__init__(max_length=120, **options)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        found = list(rules.people_named(words).select_related("merged_into").order_by("pk")[:6])
        if not found:
            raise forms.ValidationError(_("Nobody is found under this name or number."))
        if len(found) > 1:
            several = ", ".join(f"{person.name} (no. {person.pk})" for person in found[:5])
            raise forms.ValidationError(
                _("Several people bear this name: %(people)s. Give the number."), params={"people": several}
            )
        return found[0].merged_into or found[0]


class FromReadLogForm(forms.Form):
    """Whose reads, for whom, and when: everybody they are about is put on the list."""

    reader = PersonField(label=_("Read by"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For the organisation"), required=False, empty_label=_("All organisations")
    )
    since = forms.DateField(label=pgettext_lazy("period", "From"), widget=Day)
    until = forms.DateField(label=_("To, that day included"), widget=Day)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = rules.organisations_known()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("The last day comes before the first one."))
        if not typed.get("reader") and not typed.get("organisation") and not self.errors:
            raise forms.ValidationError(
                _("Give a reader, an organisation, or both: else the whole log would be listed.")
            )
        return typed

    @property
    def question(self) -> dict[str, Any]:
        """What ``actions.add_from_read_log`` takes."""
        typed = self.cleaned_data
        return {
            "reader": typed["reader"],
            "organisation": typed["organisation"],
            "since": day_begins(typed["since"]),
            "until": day_ends(typed["until"]),
        }


class AffectedForm(forms.Form):
    person = PersonField(label=_("Person concerned"))


class NoticeForm(forms.ModelForm[Notice]):
    class Meta:
        model = Notice
        fields = ("to", "given_on", "how")
        widgets = {"given_on": Day}
        help_texts = {"how": _("By letter, by telephone, by the Commission’s form… Name nobody.")}


class PolicyForm(Versioned, forms.ModelForm[PrivacyPolicy]):
    class Meta:
        model = PrivacyPolicy
        fields = (
            "officer_name",
            "officer_title",
            "officer_email",
            "officer_agreed_on",
            "policy_fr",
            "policy_en",
            "in_force_on",
        )
        widgets = {
            "officer_agreed_on": Day,
            "in_force_on": Day,
            "policy_fr": forms.Textarea,
            "policy_en": forms.Textarea,
        }
        help_texts = {
            "officer_email": _("Everybody can read it: rather an address of the function than a person’s own."),
            "officer_agreed_on": _("Name and address are published only with their agreement."),
            "policy_fr": _(
                "In simple words: what is held, why, who sees it, how long. An empty line begins a paragraph."
            ),
            "policy_en": _("If it stays empty, English pages show the French text."),
        }

    def clean_officer_agreed_on(self) -> Any:
        agreed_on = self.cleaned_data["officer_agreed_on"]
        if agreed_on and agreed_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter it once they have agreed."))
        return agreed_on

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
