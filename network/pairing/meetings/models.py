"""Meetings of a match: an hour in both calendars, what came of it, and the quiet that is spoken of once."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.localtime import Zone
from network.pairing.matches.models import Match, Side
from people.accounts.models import Person

#: After so long without a word of the other side, what one side said stands.
STANDS_AFTER = timedelta(days=7)


class Mode(models.TextChoices):
    """How the two meet."""

    PLACE = "place", pgettext_lazy("meeting", "In person")
    ONLINE = "online", pgettext_lazy("meeting", "Online")
    PHONE = "phone", pgettext_lazy("meeting", "By telephone")


class State(models.TextChoices):
    """Where a meeting stands. One that is over stays planned until both, or the calendar, say what came of it."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")
    MISSED = "missed", pgettext_lazy("meeting", "Missed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Called off")


class Missed(models.TextChoices):
    """Who did not come."""

    CANDIDATE = "candidate", pgettext_lazy("did not come", "The candidate")
    HOST = "host", pgettext_lazy("did not come", "The mentor or host")
    BOTH = "both", pgettext_lazy("did not come", "Neither of us")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> Self:
        """For staff: of matches they work with."""
        return self.filter(match__in=Match.objects.visible_to(user))

    def of_person(self, person: Person) -> Self:
        """Of the person's own matches, on either side."""
        return self.filter(Q(match__candidate=person) | Q(match__host=person))

    def planned(self) -> Self:
        return self.filter(state=State.PLANNED)

    def upcoming(self) -> Self:
        """Planned and not over yet, soonest first."""
        return self.planned().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def to_say(self) -> Self:
        """Over, and not settled: who came, and how long it lasted. Soonest first."""
        return self.planned().filter(ends_at__lte=timezone.now()).order_by("starts_at", "pk")

    def to_ask(self) -> Self:
        """Over since a while, and nobody was asked nor said how it went."""
        return self.to_say().filter(asked_at=None, said_side="")

    def to_let_stand(self, before: datetime) -> Self:
        """Said by one side before then, and not answered by the other."""
        return self.planned().filter(said_at__lte=before).order_by("said_at", "pk")


class Meeting(models.Model):
    """The two of a match meet at an hour. Moved, it stays the same row and the same entry of both calendars.

    The local date and time plus ``zone`` is the truth; the instants are derived.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="meetings")
    #: The day of the agreement that it stands for, as its minutes are counted under: it keeps it when it is moved.
    agreed_day = models.DateField(null=True, blank=True)
    start_date = models.DateField(_("day"))
    start_time = models.TimeField(pgettext_lazy("hour", "from"))
    end_date = models.DateField(_("last day"))
    end_time = models.TimeField(pgettext_lazy("hour", "until"))
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    #: Does not count: lunch.
    break_minutes = models.PositiveSmallIntegerField(_("minutes of break"), default=0)
    mode = models.CharField(_("how you meet"), max_length=6, choices=Mode, default=Mode.ONLINE)
    #: The address, the link of the meeting, or the number to call: as the mode says.
    place = models.CharField(_("place"), max_length=300, blank=True)
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    #: What was planned together.
    series = models.UUIDField(null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: Why it was called off, in words for the other.
    reason = models.CharField(_("why"), max_length=300, blank=True)
    #: Of both calendars' entry: it outlives a move.
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: iCalendar SEQUENCE: raised by each move and when it is called off.
    sequence = models.PositiveSmallIntegerField(default=0)

    #: Both were asked whether it was held.
    asked_at = models.DateTimeField(null=True)
    #: What one side said last, until the other says the same: minutes, or who did not come.
    said_side = models.CharField(max_length=9, choices=Side, blank=True)
    said_at = models.DateTimeField(null=True)
    said_minutes = models.PositiveSmallIntegerField(_("minutes together"), null=True)
    said_missed = models.CharField(max_length=9, choices=Missed, blank=True)
    #: How often one corrected the other.
    corrections = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    #: Nobody of the two agreed: the calendar, or somebody of staff who asked both.
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    missed_by = models.CharField(_("did not come"), max_length=9, choices=Missed, blank=True)
    #: Minutes that were counted for the match, and when: once.
    counted_minutes = models.PositiveSmallIntegerField(_("minutes held"), null=True)
    counted_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "starts_at"], condition=~Q(state="cancelled"), name="meeting_hour_once_a_match"
            ),
            models.UniqueConstraint(
                fields=["match", "agreed_day"], condition=~Q(state="cancelled"), name="meeting_once_for_an_agreed_day"
            ),
            models.CheckConstraint(name="meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="meeting_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(name="meeting_mode_is_known", condition=Q(mode__in=["place", "online", "phone"])),
            models.CheckConstraint(
                name="meeting_state_is_known", condition=Q(state__in=["planned", "held", "missed", "cancelled"])
            ),
            models.CheckConstraint(name="meeting_has_a_short_break", condition=Q(break_minutes__lte=240)),
            models.CheckConstraint(
                name="meeting_cancelled_with_its_moment",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="meeting_said_minutes_or_who_missed",
                condition=Q(said_side="", said_at=None, said_minutes=None, said_missed="")
                | Q(
                    said_side__in=["candidate", "host"],
                    said_at__isnull=False,
                    said_minutes__isnull=False,
                    said_missed="",
                )
                | Q(
                    said_side__in=["candidate", "host"],
                    said_at__isnull=False,
                    said_minutes=None,
                    said_missed__in=["candidate", "host", "both"],
                ),
            ),
            models.CheckConstraint(
                name="meeting_minutes_of_one_day",
                condition=(Q(said_minutes=None) | Q(said_minutes__gte=1, said_minutes__lte=1440))
                & (Q(counted_minutes=None) | Q(counted_minutes__gte=1, counted_minutes__lte=1440)),
            ),
            models.CheckConstraint(
                name="meeting_counted_only_when_held",
                condition=Q(counted_at=None, counted_minutes=None)
                | Q(state="held", counted_at__isnull=False, counted_minutes__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_missed_by_somebody",
                condition=Q(state="missed", missed_by__in=["candidate", "host", "both"])
                | (~Q(state="missed") & Q(missed_by="")),
            ),
            models.CheckConstraint(
                name="meeting_settled_with_its_moment",
                condition=Q(state__in=["held", "missed"], settled_at__isnull=False)
                | (~Q(state__in=["held", "missed"]) & Q(settled_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["match", "ends_at"], name="meeting_by_match"),
            models.Index(fields=["ends_at"], condition=Q(state="planned"), name="meeting_planned"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def starts(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.start_date, self.start_time)

    @property
    def ends(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.end_date, self.end_time)

    @property
    def minutes(self) -> int:
        """Planned time together: as long as the clocks really run, without the break."""
        return max(int((self.ends_at - self.starts_at).total_seconds()) // 60 - self.break_minutes, 0)

    @property
    def key(self) -> str:
        """What its minutes are counted under; a day of the agreement has one key, however it is confirmed."""
        return f"day:{self.agreed_day.isoformat()}" if self.agreed_day else f"meeting:{self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def may_change(self) -> bool:
        """Move it or call it off: until it begins."""
        return self.is_planned and not self.has_started

    @property
    def is_to_say(self) -> bool:
        return self.is_planned and self.is_over

    @property
    def stands_at(self) -> datetime | None:
        """When what one side said holds without the other's word."""
        return self.said_at + STANDS_AFTER if self.said_at and self.is_planned else None


class Quiet(models.Model):
    """Somebody was told that a match is quiet: once a step of one spell, however often the clock looks."""

    class Step(models.IntegerChoices):
        """Days without a meeting planned or held, and who hears of it."""

        CANDIDATE = 10, pgettext_lazy("quiet", "The candidate")
        BOTH = 17, pgettext_lazy("quiet", "Both")
        STAFF = 21, pgettext_lazy("quiet", "The caseworker and the coordination")
        CLOSE = 45, pgettext_lazy("quiet", "To be closed or paused")

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="quiets")
    #: The day it became quiet: another meeting begins another spell.
    since = models.DateField()
    step = models.PositiveSmallIntegerField(choices=Step)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["match", "since", "step"]
        constraints = [
            models.UniqueConstraint(fields=["match", "since", "step"], name="quiet_told_once_a_step"),
            models.CheckConstraint(name="quiet_step_is_known", condition=Q(step__in=[10, 17, 21, 45])),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.since} {self.step}"
