"""The grid, points, decisions and the hour, as they are typed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from core.forbidden import SafeText
from core.localtime import AmbiguousTime, NoSuchTime, instant
from core.widgets import Moment
from events.agenda.models import Event
from events.selection.actions import Row
from events.selection.models import LONGEST_REASON, MOST_CRITERIA, MOST_POINTS, Criterion, Verdict
from events.selection.reading import Found

#: Sentences to start a reason from; each is a whole one, in both languages.
PHRASES: dict[str, str | Promise] = {
    "more_urgent": gettext_lazy(
        "There were more applications than seats, and others are closer to moving or to starting a job."
    ),
    "occupation": gettext_lazy("Few employers who take part are looking for your occupation at the moment."),
    "already": gettext_lazy(
        "You have already taken part in a similar event, and we give the seats to people who have not."
    ),
    "incomplete": gettext_lazy("Some answers were missing, and we could not tell what you expect of this event."),
    "conditions": gettext_lazy("The event is for people in another situation than yours, as its page says."),
}


def said_in(code: str, language: str) -> str:
    """A phrase in a language."""
    with translation.override(language):
        return str(PHRASES[code])


class GridForm(forms.Form):
    """The criteria of an event, a row each; a row without a name is none."""

    def __init__(self, data: Any = None, *, criteria: Sequence[Criterion] = ()) -> None:
        super().__init__(data)
        rows = len(criteria) if data is None else sum(name.startswith("label_fr_") for name in data)
        self.rows = list(range(1, min(MOST_CRITERIA, max(rows, len(criteria) + 2, 3)) + 1))
        for number in self.rows:
            self._add_row(number, criteria[number - 1] if number <= len(criteria) else None)

    def _add_row(self, number: int, stands: Criterion | None) -> None:
        def text(label: Any, name: str, longest: int) -> forms.CharField:
            return forms.CharField(
                label=label, max_length=longest, required=False, initial=getattr(stands, name, "") if stands else ""
            )

        self.fields[f"label_fr_{number}"] = text(gettext_lazy("Criterion, in French"), "label_fr", 120)
        self.fields[f"label_en_{number}"] = text(gettext_lazy("In English"), "label_en", 120)
        self.fields[f"meaning_fr_{number}"] = text(gettext_lazy("What it means, in French"), "meaning_fr", 300)
        self.fields[f"meaning_en_{number}"] = text(gettext_lazy("What it means, in English"), "meaning_en", 300)
        self.fields[f"most_{number}"] = forms.IntegerField(
            label=gettext_lazy("Most points"),
            min_value=1,
            max_value=MOST_POINTS,
            required=False,
            initial=stands.most if stands else 5,
        )

    @property
    def shown_rows(self) -> list[tuple[int, list[Any]]]:
        names = ("label_fr", "label_en", "meaning_fr", "meaning_en", "most")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in self.rows]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number in self.rows:
            said = [values.get(f"{name}_{number}") for name in ("label_en", "meaning_fr", "meaning_en")]
            if any(said) and not values.get(f"label_fr_{number}"):
                self.add_error(f"label_fr_{number}", gettext("Name the criterion in French, or empty its row."))
        return values

    @property
    def criteria(self) -> list[Row]:
        values = self.cleaned_data
        return [
            Row(
                label_fr=values[f"label_fr_{number}"],
                label_en=values[f"label_en_{number}"],
                meaning_fr=values[f"meaning_fr_{number}"],
                meaning_en=values[f"meaning_en_{number}"],
                most=values[f"most_{number}"] or 5,
            )
            for number in self.rows
            if values[f"label_fr_{number}"]
        ]


class ScoreForm(forms.Form):
    """Points for each criterion of the grid."""

    def __init__(self, data: Any = None, *, found: Iterable[Found]) -> None:
        super().__init__(data)
        self.found = list(found)
        for one in self.found:
            self.fields[f"points_{one.criterion.pk}"] = forms.TypedChoiceField(
                label=one.criterion.label.text,
                help_text=one.criterion.meaning.text,
                coerce=int,
                choices=[(number, str(number)) for number in range(one.criterion.most + 1)],
                initial=one.mine,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Give points, 0 included.")},
            )

    @property
    def rows(self) -> list[tuple[Any, Found]]:
        return [(self[f"points_{one.criterion.pk}"], one) for one in self.found]

    @property
    def points(self) -> dict[int, int]:
        return {one.criterion.pk: self.cleaned_data[f"points_{one.criterion.pk}"] for one in self.found}


class DecisionForm(forms.Form):
    """One decision, on one application or on all that are ticked."""

    UNDECIDED = "undecided"

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[*Verdict.Outcome.choices, (UNDECIDED, pgettext_lazy("application", "Not decided yet"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    phrase = forms.ChoiceField(
        label=gettext_lazy("Start the reason from"),
        required=False,
        choices=[("", gettext_lazy("My own words alone")), *PHRASES.items()],
        help_text=gettext_lazy("For a no. Each is told in the language of whoever applied."),
    )
    reason_fr = SafeText(
        label=gettext_lazy("Reason of the no, in French"),
        required=False,
        max_length=LONGEST_REASON - 200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person reads it as it is. Nothing about anybody else, nor about anybody’s health."),
    )
    reason_en = SafeText(
        label=gettext_lazy("Reason of the no, in English"),
        required=False,
        max_length=LONGEST_REASON - 200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Empty: everybody reads the French."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("outcome") == Verdict.Outcome.DECLINED and not (values.get("phrase") or values.get("reason_fr")):
            self.add_error("reason_fr", gettext("A no needs its reason: choose a sentence, or write one in French."))
        return values

    @property
    def decision(self) -> dict[str, str]:
        """What the action takes: the outcome, and the reason in both languages, the sentence before one's own words."""
        values = self.cleaned_data
        outcome = "" if values["outcome"] == self.UNDECIDED else values["outcome"]
        french, english = values["reason_fr"].strip(), values["reason_en"].strip()
        if code := values["phrase"]:
            english = f"{said_in(code, 'en')} {english or french}".strip()
            french = f"{said_in(code, 'fr')} {french}".strip()
        return {"outcome": outcome, "reason_fr": french, "reason_en": english}


class HourForm(forms.Form):
    """When everybody is told, on the clock of the place."""

    tell_at = forms.DateTimeField(
        label=gettext_lazy("Tell everybody at"),
        required=False,
        widget=Moment,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy(
            "Local time of the event. Those who applied see the hour as soon as it is set. Empty: by hand."
        ),
        error_messages={"invalid": gettext_lazy("Write the day and the hour as 2027-03-12 17:00.")},
    )

    def __init__(self, data: Any = None, *, event: Event, tell_at: datetime | None) -> None:
        local = tell_at.astimezone(event.zone_info).replace(tzinfo=None) if tell_at else None
        super().__init__(data, initial={"tell_at": local})
        self.event = event

    def clean_tell_at(self) -> datetime | None:
        given: datetime | None = self.cleaned_data["tell_at"]
        if given is None:
            return None
        try:
            return instant(given.replace(tzinfo=None), self.event.zone)
        except (NoSuchTime, AmbiguousTime) as trouble:
            raise ValidationError(str(trouble.message)) from None
