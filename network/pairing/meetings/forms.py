"""Text typed about meetings, turned into values."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from core.forbidden import SafeText
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant
from core.widgets import Day, Moment
from network.pairing.kinds import Format
from network.pairing.matches.models import Agreement, Channel, Match, Side
from network.pairing.meetings.actions.planning import MOST_IN_A_SERIES
from network.pairing.meetings.common import Proposed
from network.pairing.meetings.models import Meeting, Missed, Mode
from people.accompaniment.telling import Span, Told

LINE = forms.TextInput
LENGTHS = [
    (30, _("30 minutes")),
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (90, _("1 h 30")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
]
#: Chosen in place of one of the hours that suit both.
OTHER = "other"
#: How an hour that is proposed is written in the form: local time of the meeting's zone.
AS_SENT = "%Y-%m-%dT%H:%M"
MODES: dict[str, str] = {Channel.ONLINE: Mode.ONLINE, Channel.PHONE: Mode.PHONE, Channel.IN_PERSON: Mode.PLACE}


class LocalMoment(forms.DateTimeField):
    """As it was typed, naive: a local time of the zone chosen beside it, not of the server's."""

    widget = Moment

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            found: datetime | None = super().to_python(value)
            return timezone.make_naive(found) if found and timezone.is_aware(found) else found


class _Where(forms.Form):
    """How long, how and where the two meet; ``side`` "" is staff, who speaks with them."""

    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, initial=60)
    mode = forms.ChoiceField(label=_("How you meet"), choices=Mode.choices, initial=Mode.ONLINE)
    place = SafeText(
        label=_("Where"),
        max_length=300,
        required=False,
        widget=LINE,
        help_text=_("The address, the link of the meeting, or the number to call. You may add it later."),
    )
    about = SafeText(label=_("What you will talk about"), max_length=300, required=False, widget=LINE)
    zone = forms.ChoiceField(
        label=_("Legal time"),
        choices=Zone.choices,
        initial=Zone.MONTREAL,
        help_text=_("Hours are those of the clocks there; each of you reads them in your own zone, too."),
    )

    def __init__(self, *args: Any, side: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if not side:
            self.fields["mode"].label = _("How they meet")
            self.fields["about"].label = _("What they will talk about")
            self.fields["zone"].help_text = _(
                "Hours are those of the clocks there; each of the two reads them in their own zone, too."
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        mode, place = typed.get("mode"), typed.get("place", "")
        if "place" in typed and mode == Mode.PLACE and not place:
            self.add_error("place", _("Say where the meeting is."))
        if place and mode == Mode.ONLINE and not place.startswith(("https://", "http://")):
            self.add_error("place", _("Give the link of the meeting, beginning with https://."))
        return typed

    def check_hour(self, field: str, starts: datetime | None, zone: str | None) -> None:
        """An hour that the clocks skip or repeat is refused beside its field, in words."""
        if starts and zone:
            try:
                instant(starts, zone)
            except (NoSuchTime, AmbiguousTime) as trouble:
                self.add_error(field, str(trouble.message))


class PlanForm(_Where):
    """One of the hours that suit both, or another one; once, or a series of a mentorship."""

    hour = forms.ChoiceField(label=_("Hours at which both of you are free"), required=False, widget=forms.RadioSelect)
    starts = LocalMoment(label=_("Another day and hour"), required=False)
    every_weeks = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        initial=0,
        required=False,
        empty_value=None,
        choices=[(0, _("This once")), (1, _("Every week")), (2, _("Every two weeks"))],
    )
    times = forms.IntegerField(
        label=_("How many meetings"),
        min_value=1,
        max_value=MOST_IN_A_SERIES,
        initial=1,
        required=False,
        help_text=_("At the same hour, also after the clocks change. Days that do not suit are left out and named."),
    )
    field_order = ("hour", "starts", "minutes", "mode", "place", "about", "every_weeks", "times", "zone")

    def __init__(
        self, *args: Any, match: Match, side: str, proposed: Proposed, zone: str, own_zone: str, **options: Any
    ) -> None:
        super().__init__(*args, side=side, **options)
        self.proposed = [
            (day, [(_written(slot.starts_at, zone), Told(_Slot(slot, zone), own_zone)) for slot in slots])
            for day, slots in proposed.days
        ]
        offered = [(value, told.when) for _day, slots in self.proposed for value, told in slots]
        hour = self.fields["hour"]
        if not side:
            hour.label = _("Hours at which both are free")
        hour.choices = [*offered, (OTHER, _("Another hour"))]  # type: ignore[attr-defined]  # a ChoiceField
        if self.is_bound and (sent := self.data.get("hour")) and sent not in dict(hour.choices):  # type: ignore[attr-defined]
            # It was proposed when the page was shown; whether it still is free the action says.
            hour.choices = [(sent, sent), *hour.choices]  # type: ignore[attr-defined]
        if not offered:
            hour.initial = OTHER
            self.fields["starts"].label = _("Day and hour")
        if match.format != Format.MENTORING:
            del self.fields["every_weeks"], self.fields["times"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        chosen = typed.get("hour", OTHER)
        if chosen and chosen != OTHER:
            try:
                typed["starts"] = datetime.strptime(chosen, AS_SENT)
            except ValueError:
                self.add_error("hour", _("Choose one of these hours, or another one."))
        elif "starts" not in self.errors and not typed.get("starts"):
            self.add_error("starts", _("Choose one of the hours, or enter another one."))
        self.check_hour("starts", typed.get("starts"), typed.get("zone"))
        typed["times"] = typed.get("times") or 1
        typed["every_weeks"] = typed.get("every_weeks") or 0
        if typed["every_weeks"] and typed["times"] < 2 and "times" not in self.errors:
            self.add_error("times", _("Say how many meetings: two or more."))
        return typed

    @property
    def facts(self) -> dict[str, Any]:
        """As ``actions.plan`` takes them."""
        names = ("starts", "minutes", "zone", "mode", "place", "about", "every_weeks", "times")
        return {name: self.cleaned_data[name] for name in names}


def _written(moment: datetime, zone: str) -> str:
    """An instant as the form sends it."""
    span = Span.of(moment, moment + timedelta(minutes=1), zone)
    return datetime.combine(span.start_date, span.start_time).strftime(AS_SENT)


class _Slot:
    """An hour that is proposed, in the shape that :class:`Told` reads."""

    def __init__(self, slot: Any, zone: str) -> None:
        span = Span.of(slot.starts_at, slot.ends_at, zone)
        self.start_date, self.start_time = span.start_date, span.start_time
        self.end_date, self.end_time, self.zone = span.end_date, span.end_time, zone
        self.starts_at, self.ends_at = slot.starts_at, slot.ends_at


class MoveForm(_Where):
    """Another hour or place of one meeting."""

    starts = LocalMoment(label=_("Day and hour"))
    field_order = ("starts", "minutes", "mode", "place", "about", "zone")

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        span = int((meeting.ends - meeting.starts).total_seconds()) // 60
        options["initial"] = {
            "starts": meeting.starts,
            "minutes": span,
            "mode": meeting.mode,
            "place": meeting.place,
            "about": meeting.about,
            "zone": meeting.zone,
        }
        super().__init__(*args, **options)
        if span not in dict(LENGTHS):
            # A day at a workplace, or what an agreement says.
            length = self.fields["minutes"]
            words = ngettext_lazy("%(number)d minute", "%(number)d minutes", span) % {"number": span}
            length.choices = [(span, words), *LENGTHS]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        self.check_hour("starts", typed.get("starts"), typed.get("zone"))
        return typed


class NoteForm(_Where):
    """A meeting that was not planned here."""

    starts = LocalMoment(label=_("When you met"))
    field_order = ("starts", "minutes", "mode", "about", "zone")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["place"]
        self.fields["minutes"] = forms.IntegerField(label=_("Minutes together"), min_value=1, max_value=720, initial=60)
        self.order_fields(self.field_order)
        self.fields["about"].label = _("What you talked about")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        self.check_hour("starts", typed.get("starts"), typed.get("zone"))
        return typed


class ReasonForm(forms.Form):
    """The two need not say why; staff do, for neither of them asked."""

    reason = SafeText(label=_("Why"), max_length=300, required=False, widget=LINE, help_text=_("The other reads it."))

    def __init__(self, *args: Any, side: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if not side:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("Both read it.")


class SayForm(forms.Form):
    """How it went: minutes together, or who did not come."""

    came = forms.ChoiceField(label=_("Did you meet?"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes together, without breaks"), min_value=1, max_value=1440, required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, side: str, **options: Any) -> None:
        own = options.setdefault("initial", {})
        own.setdefault("minutes", meeting.said_minutes or meeting.minutes)
        own.setdefault("came", meeting.said_missed or "yes")
        super().__init__(*args, **options)
        me, other = _("No, I could not come"), _("No, the other did not come")
        named = {
            Side.CANDIDATE: me if side == Side.CANDIDATE else other,
            Side.HOST: me if side == Side.HOST else other,
        }
        if not side:
            named = {Side.CANDIDATE: _("No, the candidate did not come"), Side.HOST: _("No, the host did not come")}
        choices = [("yes", _("Yes")), *named.items(), (Missed.BOTH, _("No, neither came"))]
        self.fields["came"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not side:
            self.fields["came"].label = _("Did they meet?")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("came") == "yes" and "minutes" not in self.errors and not typed.get("minutes"):
            self.add_error("minutes", _("Say how many minutes you were together."))
        return typed

    @property
    def facts(self) -> dict[str, Any]:
        """As ``actions.say`` takes them."""
        came = self.cleaned_data["came"]
        return {"minutes": self.cleaned_data["minutes"]} if came == "yes" else {"missed": came}


class RestForm(forms.Form):
    until = forms.DateField(label=pgettext_lazy("match rests", "Until"), widget=Day)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day to come."))
        return until


def first_values(match: Match, agreement: Agreement | None, latest: Meeting | None) -> Mapping[str, Any]:
    """What a plan begins with: as the last meeting was, else as was agreed."""
    if latest is not None:
        length = latest.minutes if latest.minutes in dict(LENGTHS) else 60
        return {"minutes": length, "mode": latest.mode, "place": latest.place, "zone": latest.zone}
    mode = MODES.get(agreement.channel, Mode.ONLINE) if agreement else Mode.ONLINE
    place = (agreement.place if agreement else "") or match.offer.door
    zone = agreement.zone if agreement else Zone.MONTREAL.value
    return {"mode": mode, "place": place[:300] if mode == Mode.PLACE else "", "zone": zone}
