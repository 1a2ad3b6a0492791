"""When people are taken: one row per person and source, the five minutes of what excludes others, and their own feed."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from core.dates import span_words
from core.localtime import Zone, instant
from people.accounts.models import Person

#: The grain of what excludes others: an hour claimed from 10:02 holds from 10:00.
TICK = timedelta(minutes=5)
#: Days that one thing may keep everything else out; longer, it is a season of life and no appointment.
MOST_EXCLUSIVE_DAYS = 14


def label_of(source: models.Model) -> str:
    """How a row names the kind of thing it comes from: ``agenda.event``."""
    return source._meta.label_lower


class BusyQuerySet(models.QuerySet["Busy"]):
    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def of_person(self, person: Person) -> Self:
        """As :meth:`of`: what the person may see is what is theirs, in order of time."""
        return self.of(person).in_order()

    def from_source(self, source: models.Model) -> Self:
        """Everybody whom this event, meeting or interview takes."""
        return self.filter(source_type=label_of(source), source_id=str(source.pk))

    def but(self, source: models.Model | None) -> Self:
        """Without what comes from this source."""
        if source is None:
            return self
        return self.exclude(source_type=label_of(source), source_id=str(source.pk))

    def between(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Whatever touches the span between two instants; what only meets its edge does not."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def upcoming(self) -> Self:
        """Under way or to come, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).in_order()

    def in_order(self) -> Self:
        return self.order_by("starts_at", "ends_at", "pk")


class Busy(models.Model):
    """A span of a person's time that an event, a meeting, a placement or an interview takes.

    The local date and time plus ``zone`` is the truth; ``starts_at`` and ``ends_at`` are derived. The words are the
    thing's own, never another person's name: a feed carries them to calendars we do not know.
    """

    class State(models.TextChoices):
        """In the words of iCalendar (RFC 5545, 3.8.1.11); what is cancelled has no row."""

        CONFIRMED = "confirmed", pgettext_lazy("engagement", "Confirmed")
        TENTATIVE = "tentative", pgettext_lazy("engagement", "To be confirmed")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="busy")
    #: Label and key of what it comes from; no foreign key, since every room above writes here.
    source_type = models.CharField(max_length=80)
    source_id = models.CharField(max_length=40)
    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("start time"))
    end_date = models.DateField(_("last day"))
    end_time = models.TimeField(_("end time"))
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    place_fr = models.CharField(_("place (French)"), max_length=600, blank=True)
    place_en = models.CharField(_("place (English)"), max_length=600, blank=True)
    #: Where the person reads more: a URL name and its arguments, so that the address is in the reader's language. No secret.
    url_name = models.CharField(max_length=80, blank=True)
    url_args = models.JSONField(default=list, blank=True)
    #: Whether nothing else of this kind may overlap: it then holds one :class:`Tick` per five minutes.
    exclusive = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BusyQuerySet.as_manager()

    #: Another row of the same list that takes some of the same time; set by ``hours.with_overlaps``.
    clash: "Busy | None" = None

    class Meta:
        verbose_name_plural = "busy"
        ordering = ["starts_at", "ends_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "source_type", "source_id"], name="busy_once_per_source"),
            models.CheckConstraint(name="busy_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="busy_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(name="busy_state_is_known", condition=Q(state__in=["confirmed", "tentative"])),
        ]
        indexes = [
            models.Index(fields=["person", "ends_at"], name="busy_by_person"),
            models.Index(fields=["source_type", "source_id"], name="busy_by_source"),
            models.Index(fields=["ends_at"], name="busy_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.source_type} {self.source_id}"

    def get_absolute_url(self) -> str:
        """The page of what it comes from; "" where there is none (any more)."""
        try:
            return reverse(self.url_name, args=self.url_args) if self.url_name else ""
        except NoReverseMatch:
            return ""

    def set_hours(self, starts: datetime, ends: datetime, zone: str) -> None:
        """Local hours (naive) and the instants derived from them; raises NoSuchTime or AmbiguousTime."""
        if starts.tzinfo or ends.tzinfo:
            raise ValueError("starts and ends are local times without a zone of their own")
        self.start_date, self.start_time = starts.date(), starts.time()
        self.end_date, self.end_time = ends.date(), ends.time()
        self.zone, self.starts_at, self.ends_at = zone, instant(starts, zone), instant(ends, zone)

    @property
    def starts(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.start_date, self.start_time)

    @property
    def ends(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.end_date, self.end_time)

    @property
    def title(self) -> Said:
        return pick(self, "title")

    @property
    def place(self) -> Said:
        """The French place serves both languages where no English one is given: most places have one name."""
        return pick(self, "place")

    @property
    def when(self) -> str:
        """Days and hours in words, the zone named when it is not Montréal's."""
        return span_words(self)

    @property
    def is_tentative(self) -> bool:
        return self.state == self.State.TENTATIVE

    @property
    def is_under_way(self) -> bool:
        return self.starts_at <= timezone.now() < self.ends_at

    @property
    def sequence(self) -> int:
        """iCalendar SEQUENCE: seconds from the first claim to the last, so that it only grows."""
        return max(0, int((self.changed_at - self.made_at).total_seconds()))

    def overlaps(self, other: "Busy") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def ticks_between(starts_at: datetime, ends_at: datetime) -> Iterator[datetime]:
    """The five minutes that a span touches, in UTC, each named by its beginning; in order."""
    start = starts_at.astimezone(UTC)
    tick = start - timedelta(minutes=start.minute % 5, seconds=start.second, microseconds=start.microsecond)
    while tick < ends_at:
        yield tick
        tick += TICK


class Tick(models.Model):
    """Five minutes of one person that one thing holds alone; two who want them meet at the unique constraint."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    busy = models.ForeignKey(Busy, on_delete=models.CASCADE, related_name="ticks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "at"], name="tick_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%dT%H:%MZ}"


def new_nonce() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)


class FeedQuerySet(models.QuerySet["Feed"]):
    def held_by(self, token: str) -> Self:
        """The one whose address carries this token, as long as its owner can sign in."""
        return self.filter(token_hash=Feed.hash_of(token), person__user__is_active=True)


class Feed(models.Model):
    """The secret address under which a person's own calendar programme reads their timetable.

    The token is derived from ``nonce`` and the server's key, so that the person's page can show it while the database
    keeps but its hash. Another nonce makes another address, and the old one opens nothing.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, **options: Any) -> None:
        self.token_hash = self.hash_of(self.token)
        super().save(**options)

    @property
    def token(self) -> str:
        """What the address carries; never stored."""
        return salted_hmac("people.timetable.feed", self.nonce, algorithm="sha256").hexdigest()

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
