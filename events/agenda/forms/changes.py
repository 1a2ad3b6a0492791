"""What is asked before an event is moved, cancelled or duplicated."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.localtime import Zone
from events.agenda import rules
from events.agenda.forms.calendar import DayInput
from events.agenda.forms.event import GIVEN_BY_SITTINGS, HourInput, check_span, instant_or_words, venue_choices
from events.agenda.models import Event
from people.accounts.models import User


class ReasonForm(forms.Form):
    """Why, for the people concerned."""

    reason_fr = forms.CharField(label=_("Reason, in French"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    reason_en = forms.CharField(
        label=_("Reason, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Empty: everybody reads the French."),
    )


class MoveForm(ReasonForm):
    """Another time, another place, or both."""

    start_date = forms.DateField(label=_("First day"), widget=DayInput)
    start_time = forms.TimeField(label=_("Start time"), widget=HourInput)
    end_date = forms.DateField(label=_("Last day"), widget=DayInput)
    end_time = forms.TimeField(label=_("End time"), widget=HourInput)
    venue = forms.ChoiceField(label=_("Venue"), required=False)
    online_url = forms.URLField(label=_("Online meeting link"), required=False, assume_scheme="https")

    field_order = ("start_date", "start_time", "end_date", "end_time", "venue", "online_url", "reason_fr", "reason_en")

    def __init__(self, *args: Any, event: Event, user: User, **options: Any) -> None:
        options["initial"] = {
            "start_date": event.start_date,
            "start_time": event.start_time,
            "end_date": event.end_date,
            "end_time": event.end_time,
            "venue": str(event.venue_id or ""),
            "online_url": event.online_url,
        }
        super().__init__(*args, **options)
        self.event = event
        self.venues = rules.venues_for(user, event.venue_id)
        fields: Any = self.fields
        fields["venue"].choices = [("", _("No venue: online only")), *venue_choices(self.venues)]
        if event.is_series:
            for name in GIVEN_BY_SITTINGS:
                del fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        choice = values.get("venue", "")
        self.chosen = self.venues.select_related("region").filter(pk=choice).first() if choice else None
        if self.chosen is None and not values.get("online_url") and "online_url" not in self.errors:
            self.add_error("venue", _("Say where: a venue, a link for an online meeting, or both."))
        check_span(self, values, self.zone)
        return values

    @property
    def zone(self) -> str:
        return self.chosen.zone if self.chosen else self.event.zone if self.event.venue is None else Zone.MONTREAL

    @property
    def details(self) -> dict[str, Any]:
        """What :func:`actions.move` takes."""
        values = self.cleaned_data
        return {
            **self._hours(values),
            "venue": self.chosen,
            "online_url": values["online_url"],
            "reason_fr": values["reason_fr"],
            "reason_en": values["reason_en"],
        }

    def _hours(self, values: dict[str, Any]) -> dict[str, datetime]:
        """Those of the form; of an event with sittings, whose hours are theirs, what they are now."""
        if self.event.is_series:
            return {"start": self.event.starts, "end": self.event.ends}
        return {
            "start": datetime.combine(values["start_date"], values["start_time"]),
            "end": datetime.combine(values["end_date"], values["end_time"]),
        }


class DuplicateForm(forms.Form):
    start_date = forms.DateField(label=_("First day of the copy"), widget=DayInput)

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event = event

    def clean_start_date(self) -> Any:
        day = self.cleaned_data["start_date"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day to come."))
        lasts = self.event.end_date - self.event.start_date
        for on, at in ((day, self.event.start_time), (day + lasts, self.event.end_time)):
            _found, trouble = instant_or_words(datetime.combine(on, at), self.event.zone)
            if trouble:
                raise forms.ValidationError(str(trouble))
        return day
