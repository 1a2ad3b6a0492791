"""Events of every kind, where they are held, and what they count for."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from core.bilingual import Said, pick
from core.dates import days_words
from core.folding import fold
from core.localtime import Zone, instant
from core.reference.models import Measure, Region
from events.agenda.querysets import EventQuerySet
from events.agenda.series import Sitting, SittingQuerySet
from events.agenda.waiting import WaitingFile as WaitingFile
from people.organisations.models import Organisation

#: Columns that conditional UPDATEs alone may write: a saved form must never bring back an old count.
COUNTERS = frozenset({"seats_taken", "seats_waiting", "last_waiting_position"})


class Kind(models.TextChoices):
    INFO_SESSION = "info_session", _("Information session")
    TRAINING = "training", _("Training")
    NETWORK_MEETING = "network_meeting", _("Network meeting")
    STAY = "stay", _("Exploratory stay")
    JOB_FAIR = "job_fair", _("Job fair")
    RECRUITING_MISSION = "recruiting_mission", _("Recruiting mission")
    CAMPAIGN = "campaign", _("Campaign event")


class Venue(models.Model):
    """A place with an address and a legal time of its own."""

    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street address"), max_length=200, blank=True)
    locality = models.CharField(_("municipality"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name=_("region"))
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    access_fr = models.TextField(_("getting in (French)"), blank=True)
    access_en = models.TextField(_("getting in (English)"), blank=True)

    class Meta:
        ordering = ["locality", "name", "pk"]
        constraints = [models.CheckConstraint(name="venue_zone_is_known", condition=Q(zone__in=Zone.values))]

    def __str__(self) -> str:
        return f"{self.name}, {self.locality}"

    @property
    def access(self) -> Said:
        return pick(self, "access")

    @property
    def address(self) -> str:
        """Street, municipality and postal code on one line."""
        return ", ".join(part for part in (self.street, f"{self.locality} {self.postal_code}".strip()) if part)


class Event(models.Model):
    """Anything with a date and registrations.

    The local date and time plus ``zone`` is the truth; ``starts_at`` and ``ends_at`` are derived
    by :meth:`save` and recomputed when the venue or the time-zone data changes.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    summary_fr = models.CharField(_("summary (French)"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary (English)"), max_length=300, blank=True)
    text_fr = models.TextField(_("text (French)"), blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    accessibility_fr = models.TextField(_("accessibility (French)"), blank=True)
    accessibility_en = models.TextField(_("accessibility (English)"), blank=True)
    picture = models.ImageField(
        _("picture"), upload_to="events/", blank=True, width_field="picture_width", height_field="picture_height"
    )
    picture_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_alt_fr = models.CharField(_("what the picture shows (French)"), max_length=200, blank=True)
    picture_alt_en = models.CharField(_("what the picture shows (English)"), max_length=200, blank=True)

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="events", verbose_name=_("organised by")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="events_held", verbose_name=_("region where it is held")
    )
    about_regions = models.ManyToManyField(
        Region, blank=True, related_name="events_about", verbose_name=_("regions it is about")
    )
    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("venue"))
    #: Told to registered people only.
    online_url = models.URLField(_("online meeting link"), blank=True)

    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("start time"))
    end_date = models.DateField(_("last day"))
    end_time = models.TimeField(_("end time"))
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    #: Sittings that stand; 0: held once. ``series.align`` keeps it, and then the days above are those of the first and last.
    sitting_count = models.PositiveSmallIntegerField(default=0, editable=False)
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)
    #: When and where it was before the last move, for those who look for it there.
    previous_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    previous_place = models.CharField(max_length=330, blank=True, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    move_reason_fr = models.CharField(_("reason of the move (French)"), max_length=300, blank=True)
    move_reason_en = models.CharField(_("reason of the move (English)"), max_length=300, blank=True)

    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Seats. Empty: no limit.")
    )
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    #: Seats on the waiting list now: while there is one, nobody new is seated before it.
    seats_waiting = models.PositiveIntegerField(default=0, editable=False)
    last_waiting_position = models.PositiveIntegerField(default=0, editable=False)
    #: Dotted question of ``core.audiences``; empty: open to everybody.
    audience = models.CharField(_("open to"), max_length=80, blank=True)
    asks_access_needs = models.BooleanField(_("ask what people need to take part"), default=False)
    asks_meal = models.BooleanField(_("ask about the meal"), default=False)

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancellation_reason_fr = models.CharField(_("reason (French)"), max_length=300, blank=True)
    cancellation_reason_en = models.CharField(_("reason (English)"), max_length=300, blank=True)
    #: iCalendar SEQUENCE of the public entry: counts changes of time or place and the cancellation.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    #: Title and place in both languages, lower case without accents, for the words filter.
    folded = models.TextField(default="", editable=False)
    #: What its organiser's own file calls it (the UID of an .ics, or title and start): importing twice is importing once.
    import_key = models.CharField(max_length=255, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_seats_within_capacity",
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")),
                violation_error_message=_("More seats are taken than this event has."),
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An event ends after it starts."),
            ),
            models.CheckConstraint(
                name="event_has_a_place",
                condition=Q(venue__isnull=False) | ~Q(online_url=""),
                violation_error_message=_("Say where: a venue, a link for an online meeting, or both."),
            ),
            models.CheckConstraint(name="event_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="event_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(
                name="event_registration_opens_before_it_closes",
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Registration closes after it opens."),
            ),
            models.CheckConstraint(
                name="event_picture_has_alt_text",
                condition=Q(picture="") | ~Q(picture_alt_fr=""),
                violation_error_message=_("Say what the picture shows, for those who do not see it."),
            ),
            models.CheckConstraint(
                name="event_cancellation_has_a_reason",
                condition=Q(cancelled_at=None) | ~Q(cancellation_reason_fr=""),
                violation_error_message=_("Say why it is cancelled."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "import_key"],
                condition=~Q(import_key=""),
                name="event_imported_once_per_organisation",
            ),
        ]
        indexes = [models.Index(fields=["region", "starts_at"], name="event_by_region")]

    def __str__(self) -> str:
        return self.title_fr

    def save(self, **options: Any) -> None:
        """Derive instants and search words, and leave the counters alone; raises NoSuchTime or AmbiguousTime."""
        self.derive_instants()
        self.folded = self.fold()
        if not self._state.adding and not options.get("force_insert"):
            named = options.get("update_fields") or (field.name for field in self._meta.concrete_fields)
            options["update_fields"] = set(named) - COUNTERS - {"id"} | {"starts_at", "ends_at", "zone", "folded"}
        super().save(**options)

    def get_absolute_url(self) -> str:
        """Page in the language of the moment; its number finds it, the words are for people."""
        return reverse("agenda:event", args=[self.pk, self.slug])

    def derive_instants(self) -> None:
        """Instants from the local times, which are the truth, in the venue's zone if there is a venue."""
        if self.venue is not None:
            self.zone = self.venue.zone
        self.starts_at = instant(datetime.combine(self.start_date, self.start_time), self.zone)
        self.ends_at = instant(datetime.combine(self.end_date, self.end_time), self.zone)

    def fold(self) -> str:
        """Words the calendar's filter looks in: title and place, both languages."""
        place = [self.venue.name, self.venue.locality] if self.venue else []
        return fold(" ".join([self.title_fr, self.title_en, *place, self.region.name_fr]))

    @property
    def slug(self) -> str:
        return slugify(self.title.text)[:80].strip("-") or self.kind.replace("_", "-")

    @property
    def title(self) -> Said:
        return pick(self, "title")

    @property
    def summary(self) -> Said:
        return pick(self, "summary")

    @property
    def text(self) -> Said:
        return pick(self, "text")

    @property
    def accessibility(self) -> Said:
        return pick(self, "accessibility")

    @property
    def picture_alt(self) -> Said:
        return pick(self, "picture_alt")

    @property
    def cancellation_reason(self) -> Said:
        return pick(self, "cancellation_reason")

    @property
    def move_reason(self) -> Said:
        return pick(self, "move_reason")

    @property
    def has_english(self) -> bool:
        """Whether the English page is one: title and, if there is a text, text."""
        return bool(self.title_en and (self.text_en or not self.text_fr))

    @property
    def start_local(self) -> datetime:
        """Aware, in the legal time of the place."""
        return self.starts_at.astimezone(self.zone_info)

    @property
    def end_local(self) -> datetime:
        """Aware, in the legal time of the place."""
        return self.ends_at.astimezone(self.zone_info)

    @property
    def starts(self) -> datetime:
        """Naive local time of the place."""
        return datetime.combine(self.start_date, self.start_time)

    @property
    def ends(self) -> datetime:
        """Naive local time of the place."""
        return datetime.combine(self.end_date, self.end_time)

    @property
    def is_series(self) -> bool:
        """Whether it is held in several sittings, or in one that stands as such."""
        return self.sitting_count > 0

    @property
    def sittings_standing(self) -> SittingQuerySet:
        """Its sittings that are not called off; none for an event that is held once. Cost: 1 query where it is read."""
        return Sitting.objects.filter(event=self).standing().select_related("event")

    @property
    def own_lines(self) -> tuple[str, str] | None:
        """How many sittings, and from when to when, in place of first and last hour; None for an event held once."""
        if not self.is_series:
            return None
        days = days_words(self.start_date, self.end_date)
        if self.start_date != self.end_date:
            days = pgettext("sittings", "from %(days)s") % {"days": days}
        sittings = ngettext("%(number)d sitting", "%(number)d sittings", self.sitting_count)
        return sittings % {"number": self.sitting_count}, days

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_moved(self) -> bool:
        return self.moved_at is not None and self.cancelled_at is None

    @property
    def is_online(self) -> bool:
        return bool(self.online_url)

    @property
    def lasts_days(self) -> bool:
        return self.end_date != self.start_date

    @property
    def asks_needs(self) -> bool:
        """Whether people are asked, once they have a seat, what they need there or eat."""
        return self.asks_access_needs or self.asks_meal

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def seats_free(self) -> int | None:
        """Free seats; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    @property
    def is_full(self) -> bool:
        """A newcomer waits: no seat is free, or somebody was there before."""
        return self.seats_free == 0 or self.seats_waiting > 0

    @property
    def registration_is_to_come(self) -> bool:
        return self.registration_opens_at is not None and timezone.now() < self.registration_opens_at

    @property
    def registration_is_over(self) -> bool:
        return self.registration_closes_at is not None and self.registration_closes_at <= timezone.now()

    @property
    def takes_registrations(self) -> bool:
        """Published, not cancelled, not over, inside its window."""
        now = timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= now < self.ends_at
            and self.cancelled_at is None
            and not self.registration_is_to_come
            and not self.registration_is_over
        )


class Track(models.TextChoices):
    """The two tracks of measure 2.2 that its two indicators tell apart."""

    FRANCOPHONE = "francophone", _("For French speakers")
    FRENCH_CLASS = "french_class", _("Within a French class")


class Contribution(models.Model):
    """An event counts for a measure of the plan; measure 2.2 also says for which of its tracks."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contributions")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="contributions")
    track = models.CharField(max_length=12, choices=Track, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "measure"], name="contribution_once_per_measure"),
            models.CheckConstraint(
                name="contribution_names_a_track_for_2_2_only",
                condition=(Q(measure="2.2") & ~Q(track="")) | (~Q(measure="2.2") & Q(track="")),
                violation_error_message=_("Measure 2.2 needs one of its two tracks; no other measure has any."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.track}".strip()
