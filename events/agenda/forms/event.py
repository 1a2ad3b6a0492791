"""The organiser's form of an event: both languages side by side, times as the clock of the place shows them."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import audiences, pictures
from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant
from core.reference.models import Measure
from core.versions import Beside
from core.widgets import Picture
from events.agenda import rules
from events.agenda.forms.calendar import DayInput
from events.agenda.models import Event, Track, Venue
from people.accounts.models import User

#: Longest side of a picture, in pixels: the page's column, twice over.
PICTURE_SIDE = 1600
PICTURE_MEGABYTES = 8
#: The measure whose two indicators tell tracks apart.
MEASURE_WITH_TRACKS = "2.2"
NEW_VENUE = "new"
#: Fields of a venue made on the way, in the form under ``venue_…``.
VENUE_FIELDS = ("name", "street", "locality", "postal_code", "region", "zone", "access_fr", "access_en")
#: Fields of an event that its move alone changes once it is published.
FIXED_ONCE_PUBLISHED = (
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "zone",
    "region",
    "venue_choice",
    "online_url",
    *(f"venue_{name}" for name in VENUE_FIELDS),
)
#: What the first and the last sitting say, of an event that has some.
GIVEN_BY_SITTINGS = ("start_date", "start_time", "end_date", "end_time")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)


class LocalMomentInput(forms.DateTimeInput):
    """Day and hour of the place, without a zone of their own."""

    input_type = "datetime-local"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class LocalMomentField(forms.DateTimeField):
    """A naive moment: Django's own field would read it on the server's clock."""

    widget = LocalMomentInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, datetime) or value in self.empty_values:
            return value or None
        try:
            return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None)
        except ValueError:
            raise forms.ValidationError(_("Write the day and the hour as 2027-03-12 17:00."), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return value


def instant_or_words(local: datetime, zone: str) -> tuple[datetime | None, str | Promise]:
    """The instant, or why this hour does not do."""
    try:
        return instant(local, zone), ""
    except (NoSuchTime, AmbiguousTime) as trouble:
        return None, trouble.message


def check_span(form: forms.BaseForm, values: dict[str, Any], zone: str) -> None:
    """Start and end exist once on the clock of the place, and come in this order; else the field says why."""
    edges: dict[str, datetime] = {}
    for edge in ("start", "end"):
        on, at = values.get(f"{edge}_date"), values.get(f"{edge}_time")
        if isinstance(on, date) and isinstance(at, time):
            found, trouble = instant_or_words(datetime.combine(on, at), zone)
            if found is None:
                form.add_error(f"{edge}_time", str(trouble))
            else:
                edges[edge] = found
    if len(edges) == 2 and edges["end"] <= edges["start"]:
        form.add_error("end_time", _("An event ends after it starts: check the last day and the hour."))


def venue_choices(venues: QuerySet[Venue]) -> list[tuple[str, Any]]:
    """Venues by region, each with its municipality. Cost: 1 query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for venue in venues.select_related("region").order_by("region", "locality", "name", "pk"):
        groups.setdefault(str(venue.region.name), []).append((str(venue.pk), f"{venue.locality} – {venue.name}"))
    return list(groups.items())


class MeasuresField(forms.ModelMultipleChoiceField[Measure]):
    """Measures by number and title, as the plan and the next question name them; the titles are French everywhere."""

    def label_from_instance(self, obj: Measure) -> SafeString:
        return format_html("{} – {}", obj.code, obj.name)


class EventForm(Beside, forms.ModelForm[Event]):
    """Create or edit. Of a published event time and place are left out: moving it is a page of its own."""

    venue_choice = forms.ChoiceField(
        label=_("Venue"),
        required=False,
        help_text=_("It decides the region and the legal time. Not in the list: choose “A new venue” and describe it."),
    )
    online_url = forms.URLField(
        label=_("Online meeting link"),
        required=False,
        assume_scheme="https",
        help_text=_("Told to registered people only, in their confirmation."),
    )
    opens = LocalMomentField(
        label=_("Registration opens"), required=False, help_text=_("Empty: as soon as the event is published.")
    )
    closes = LocalMomentField(
        label=_("Registration closes"), required=False, help_text=_("Empty: when the event ends.")
    )
    measures = MeasuresField(
        Measure.objects.all(),
        label=_("Counts for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People present are counted in the indicators of these measures."),
    )
    track = forms.ChoiceField(
        label=_("Track of measure 2.2"),
        required=False,
        choices=[("", _("Not for measure 2.2")), *Track.choices],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = (
            "kind",
            "title_fr",
            "title_en",
            "summary_fr",
            "summary_en",
            "text_fr",
            "text_en",
            "accessibility_fr",
            "accessibility_en",
            "organisation",
            "region",
            "about_regions",
            "start_date",
            "start_time",
            "end_date",
            "end_time",
            "zone",
            "online_url",
            "capacity",
            "audience",
            "asks_access_needs",
            "asks_meal",
            "picture",
            "picture_alt_fr",
            "picture_alt_en",
        )
        widgets = {
            "start_date": DayInput,
            "end_date": DayInput,
            "start_time": HourInput,
            "end_time": HourInput,
            "about_regions": forms.CheckboxSelectMultiple,
            "summary_fr": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
            "text_fr": forms.Textarea(attrs={"rows": 14}),
            "text_en": forms.Textarea(attrs={"rows": 14}),
            "accessibility_fr": forms.Textarea(attrs={"rows": 4}),
            "accessibility_en": forms.Textarea(attrs={"rows": 4}),
            "picture": Picture(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        }
        help_texts = {
            "title_en": _("Empty: the page stays French under an English menu."),
            "summary_fr": _("One or two sentences, under the title and in search engines. 300 characters at most."),
            "end_date": _("Empty: the same day."),
            "capacity": _("Seats. Empty: no limit."),
            "picture": _(
                "PNG, JPEG, WebP or GIF, 8 MB at most. It is reduced, and what it says about the camera removed."
            ),
            "picture_alt_fr": _("In one sentence, for those who do not see it."),
            "accessibility_fr": _(
                "Step-free entrance, interpretation, quiet room, child care: what is there, what to ask for."
            ),
            "about_regions": _("For a session held in one place about others: they find it under their own name too."),
            "zone": _("For an event without a venue. A venue brings its own."),
            "asks_access_needs": _(
                "A step-free seat, an interpreter, a quiet place: asked once somebody has a seat, apart, with their consent. You see it from 14 days before the event to the day after; it is erased 7 days after."
            ),
            "asks_meal": _("Only if a meal is served. Whoever cooks gets totals, without a name."),
        }

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        fields: Any = self.fields
        fields["organisation"].queryset = rules.organisations_for(user)
        fields["region"].queryset = rules.regions_for(user)
        # A venue brings its region: only an event without one must say it.
        fields["region"].required = fields["end_date"].required = fields["zone"].required = False
        fields["region"].help_text = _("For an event without a venue. A venue brings its own.")
        fields["audience"] = forms.ChoiceField(
            label=_("Open to"), required=False, choices=self._audience_choices(), initial=self.instance.audience
        )
        self.venues = rules.venues_for(user, self.instance.venue_id)
        fields["venue_choice"].choices = [
            ("", _("No venue: online only")),
            (NEW_VENUE, _("A new venue")),
            *venue_choices(self.venues),
        ]
        for name, field in forms.fields_for_model(Venue, VENUE_FIELDS).items():
            field.required = False
            fields[f"venue_{name}"] = field
        fields["venue_region"].queryset = rules.regions_for(user)
        self._start_from_stored()
        if not self.is_draft:
            for name in FIXED_ONCE_PUBLISHED:
                del self.fields[name]
        elif self.instance.is_series:
            for name in GIVEN_BY_SITTINGS:
                del self.fields[name]

    @property
    def is_draft(self) -> bool:
        return self.instance.published_at is None

    @property
    def new_venue_is_open(self) -> bool:
        """Whether the fields of a new venue are to be seen at once."""
        return bool(self["venue_choice"].value() == NEW_VENUE)

    def _audience_choices(self) -> list[tuple[str, str | Promise]]:
        known: list[tuple[str, str | Promise]] = [
            (name, audience.label) for name, audience in audiences.known().items() if not audience.has_argument
        ]
        if self.instance.audience and self.instance.audience not in dict(known):
            known.append((self.instance.audience, self.instance.audience))
        return [("", _("Everybody")), *known]

    def _start_from_stored(self) -> None:
        event = self.instance
        if event._state.adding:
            return
        zone = event.zone_info
        rows = dict(event.contributions.values_list("measure_id", "track"))
        self.initial = {
            **self.initial,
            "seen": event.updated_at.isoformat(),
            "venue_choice": str(event.venue_id or ""),
            "measures": list(rows),
            "track": rows.get(MEASURE_WITH_TRACKS, ""),
            "opens": _local(event.registration_opens_at, zone),
            "closes": _local(event.registration_closes_at, zone),
        }

    # ------------------------------------------------------------------ checks
    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if isinstance(picture, UploadedFile):
            return pictures.redraw(picture, side=PICTURE_SIDE, max_megabytes=PICTURE_MEGABYTES, quality=80)
        return picture

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.is_draft:
            self._clean_place(values)
            if not self.instance.is_series:
                values["end_date"] = values.get("end_date") or values.get("start_date")
            check_span(self, values, self.zone(values))
        self._clean_window(values)
        if values.get("picture") and not values.get("picture_alt_fr"):
            self.add_error("picture_alt_fr", _("Say what the picture shows, for those who do not see it."))
        chosen = {measure.pk for measure in values.get("measures") or ()}
        if MEASURE_WITH_TRACKS in chosen and not values.get("track"):
            self.add_error("track", _("Say for which of its two tracks it counts."))
        if values.get("track") and MEASURE_WITH_TRACKS not in chosen:
            self.add_error("track", _("Only measure 2.2 has tracks: choose that measure too, or no track."))
        return values

    def _clean_place(self, values: dict[str, Any]) -> None:
        choice = values.get("venue_choice", "")
        if not choice and not values.get("online_url") and "online_url" not in self.errors:
            self.add_error("venue_choice", _("Say where: a venue, a link for an online meeting, or both."))
        if choice == NEW_VENUE:
            for name in ("name", "locality", "region"):
                if not values.get(f"venue_{name}"):
                    self.add_error(f"venue_{name}", _("A new venue needs this."))
        if not choice and not values.get("region"):
            self.add_error("region", _("An event without a venue needs a region."))

    def _clean_window(self, values: dict[str, Any]) -> None:
        zone = self.zone(values)
        moments = {}
        for name in ("opens", "closes"):
            if values.get(name):
                moments[name], trouble = instant_or_words(values[name], zone)
                if trouble:
                    self.add_error(name, str(trouble))
            values[f"registration_{name}_at"] = moments.get(name)
        opens, closes = moments.get("opens"), moments.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("Registration closes after it opens."))

    def _post_clean(self) -> None:
        # A draft without a venue of its own yet: what the form makes of place and region is checked above.
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        if not self.errors:
            self._fill(self.cleaned_data)

    def _fill(self, values: dict[str, Any]) -> None:
        event = self.instance
        event.registration_opens_at = values["registration_opens_at"]
        event.registration_closes_at = values["registration_closes_at"]
        if self.is_draft:
            event.venue = self.venue(values)
            event.zone = self.zone(values)
            if event.venue and event.venue.pk:
                event.region = event.venue.region
            elif event.venue:
                event.region = values["venue_region"]

    # ------------------------------------------------------------------ what came of it
    def zone(self, values: dict[str, Any]) -> str:
        """Legal time of the place as the form has it so far."""
        if not self.is_draft:
            return self.instance.zone
        venue = self.venue(values)
        return venue.zone if venue else values.get("zone") or Zone.MONTREAL

    def venue(self, values: dict[str, Any]) -> Venue | None:
        """The venue chosen; a new one is not saved yet."""
        choice = values.get("venue_choice", "")
        if choice == NEW_VENUE:
            given = {name: values.get(f"venue_{name}") for name in VENUE_FIELDS}
            return Venue(**{name: value for name, value in given.items() if value})
        if not hasattr(self, "_chosen"):
            self._chosen = self.venues.select_related("region").filter(pk=choice).first() if choice else None
        return self._chosen

    @property
    def contributions(self) -> dict[Measure, str]:
        """Measures it counts for, with 2.2's track."""
        track = self.cleaned_data["track"]
        return {
            measure: track if measure.pk == MEASURE_WITH_TRACKS else "" for measure in self.cleaned_data["measures"]
        }

    def show_stored(self, event: Event) -> None:
        """What somebody else saved meanwhile, beside what was typed; who sends the form again has seen it."""
        now = EventForm(instance=event, user=self.user).initial
        names = [name for name in self.compared() if name in now]
        self.show_beside(now, self.different(names, now))
        self.sent_anew("seen", now["seen"])

    @property
    def seen_at(self) -> datetime | None:
        """State of the event that the editor started from."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone).replace(tzinfo=None) if moment else None
