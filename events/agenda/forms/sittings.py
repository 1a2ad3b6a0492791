"""What is asked of sittings: several at once, one of them, and why it moves."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.forms.calendar import DayInput
from events.agenda.forms.changes import ReasonForm
from events.agenda.forms.event import HourInput, check_span, instant_or_words
from events.agenda.models import Event
from events.agenda.series import MOST_SITTINGS, Sitting
from events.agenda.sittings import Hours, repeated

#: Days between two of them, as choices.
EVERY = [("7", _("Every week")), ("14", _("Every two weeks")), ("1", _("Every day")), ("28", _("Every four weeks"))]


class HoursForm(forms.Form):
    """One day and its hours. A sitting past midnight ends on another day."""

    start_date = forms.DateField(label=_("Day"), widget=DayInput)
    start_time = forms.TimeField(label=_("Start time"), widget=HourInput)
    end_time = forms.TimeField(label=_("End time"), widget=HourInput)
    end_date = forms.DateField(
        label=pgettext_lazy("sitting", "Last day"), required=False, widget=DayInput, help_text=_("Empty: the same day.")
    )

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event = event

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["end_date"] = values.get("end_date") or values.get("start_date")
        check_span(self, values, self.event.zone)
        return values

    @property
    def hours(self) -> Hours:
        values = self.cleaned_data
        return Hours(
            datetime.combine(values["start_date"], values["start_time"]),
            datetime.combine(values["end_date"], values["end_time"]),
        )


class SeveralForm(HoursForm):
    """The first of several, how many, and how far apart: every Tuesday for six weeks."""

    times = forms.IntegerField(label=_("How many sittings"), min_value=1, max_value=MOST_SITTINGS, initial=1)
    every = forms.TypedChoiceField(
        label=_("One sitting"),
        choices=EVERY,
        coerce=int,
        initial="7",
        help_text=_("Each date can be changed afterwards, one by one."),
    )
    field_order = ("start_date", "start_time", "end_time", "end_date", "times", "every")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors:
            # A later one may fall into the night when the clocks change.
            for span in self.spans:
                for edge in (span.start, span.end):
                    _found, trouble = instant_or_words(edge, self.event.zone)
                    if trouble:
                        self.add_error("start_time", str(trouble))
                        return values
        return values

    @property
    def spans(self) -> list[Hours]:
        return repeated(self.hours, times=self.cleaned_data["times"], days=self.cleaned_data["every"])


def _initial(sitting: Sitting) -> dict[str, Any]:
    same_day = sitting.end_date == sitting.start_date
    return {
        "start_date": sitting.start_date,
        "start_time": sitting.start_time,
        "end_time": sitting.end_time,
        "end_date": None if same_day else sitting.end_date,
        "title_fr": sitting.title_fr,
        "title_en": sitting.title_en,
    }


class SittingForm(HoursForm):
    """One sitting: its hours while it is a draft's, its titles at any time."""

    title_fr = forms.CharField(
        label=_("Title, in French"),
        max_length=120,
        required=False,
        help_text=_("What this sitting is about, if it differs."),
    )
    title_en = forms.CharField(label=_("Title, in English"), max_length=120, required=False)

    def __init__(self, *args: Any, sitting: Sitting, **options: Any) -> None:
        super().__init__(*args, event=sitting.event, initial=_initial(sitting), **options)
        self.sitting = sitting
        if not sitting.event.is_draft:
            for name in ("start_date", "start_time", "end_time", "end_date"):
                del self.fields[name]

    @property
    def hours(self) -> Hours:
        return super().hours if self.event.is_draft else Hours(self.sitting.starts, self.sitting.ends)


class MoveSittingForm(HoursForm, ReasonForm):
    """Other hours for an announced sitting, and why."""

    field_order = ("start_date", "start_time", "end_time", "end_date", "reason_fr", "reason_en")

    def __init__(self, *args: Any, sitting: Sitting, **options: Any) -> None:
        super().__init__(*args, event=sitting.event, initial=_initial(sitting), **options)
