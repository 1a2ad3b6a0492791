"""What is typed about how an edition pairs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.versions import Versioned
from core.widgets import Day
from network.pairing.editions.models import ALL_WEIGHTS, WEIGHTS, PairingSettings
from network.pairing.editions.rules import Colleague
from network.pairing.kinds import Format
from people.accounts.models import Person

FORMATS = tuple(each.value for each in Format)
LENGTHS = ("mentoring_hours", "mentoring_months_min", "mentoring_months_max", "placement_days_min", "placement_days_max",
           "conversation_minutes", "days_to_answer", "offer_months")  # fmt: skip
ROUNDS = ("objective", "rhythm", "next_round_on", "keep_bonus")


class SettingsForm(Versioned, forms.ModelForm[PairingSettings]):
    """All of it on one page; the weights must come to 1000, and the page says to what they come."""

    class Meta:
        model = PairingSettings
        fields = (*FORMATS, *LENGTHS, *ROUNDS, *WEIGHTS.values())
        widgets = {"next_round_on": Day(), "objective": forms.RadioSelect, "rhythm": forms.RadioSelect}
        help_texts = {
            "next_round_on": _("A day to come. Empty: the calendar chooses. On demand there is none."),
            "keep_bonus": _("Of 1000. It keeps a new round from reshuffling what was proposed in the last one."),
            "days_to_answer": _("After that a proposal lapses, and the next round knows."),
        }

    @property
    def versioned_as(self) -> str:
        # A new row has its key already, the edition's.
        return super().versioned_as if not self.instance._state.adding else ""

    @property
    def formats(self) -> list[forms.BoundField]:
        return [self[name] for name in FORMATS]

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHTS.values()]

    @property
    def all_weights(self) -> int:
        return ALL_WEIGHTS

    @property
    def sum(self) -> int:
        """To what the weights come as they stand on the page; what is no number counts as nothing."""
        return sum(_number(self[name].value()) for name in WEIGHTS.values())

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean_next_round_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_round_on"]
        if day and day <= timezone.localdate() and "next_round_on" in self.changed_data:
            raise forms.ValidationError(
                _("Choose a day to come, or leave it empty: a round can be asked for at any time.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        kept = super().clean()
        weights = [kept[name] for name in WEIGHTS.values() if kept.get(name) is not None]
        if len(weights) == len(WEIGHTS) and (together := sum(weights)) != ALL_WEIGHTS:
            self.add_error(
                "weight_occupation", _("The weights come to %(sum)s; they must come to 1000.") % {"sum": together}
            )
        return kept

    def validate_constraints(self) -> None:
        """The form says it better for the weights; the others speak for themselves."""
        if not self.has_error("weight_occupation"):
            super().validate_constraints()


class ReviewerForm(forms.Form):
    """Somebody of those who work for the edition."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)

    def __init__(self, *args: Any, colleagues: Iterable[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[int, Person] = {}
        choices: list[tuple[str, Any]] = [("", _("Choose somebody"))]
        for one in colleagues:
            self.people[one.person.pk] = one.person
            where = one.organisation.name if one.organisation else _("coordination")
            choices.append((str(one.person.pk), f"{one.person.name} ({where})"))
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


def _number(value: Any) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0
