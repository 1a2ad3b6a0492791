"""Sittings: the days of an event that is held over several, each with hours of its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick
from core.localtime import instant

if TYPE_CHECKING:
    from events.agenda.models import Event

#: Most sittings of one event: a year of weekly ones, and some.
MOST_SITTINGS = 60
#: Added to every number while they change places, so that no two are ever the same.
_ASIDE = 10_000


class SittingQuerySet(models.QuerySet["Sitting"]):
    def standing(self) -> Self:
        """Not called off."""
        return self.filter(cancelled_at=None)

    def to_come(self) -> Self:
        """Not called off and not over, soonest first."""
        return self.standing().filter(ends_at__gt=timezone.now())


class Sitting(models.Model):
    """One day (or evening) of an event that has several.

    The local hours are the truth, on the clock of the event's own place: its ``zone``. ``starts_at`` and ``ends_at`` are
    derived, and :func:`align` keeps number, instants and the event's first and last day right.
    """

    event = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="sittings")
    #: From 1, in order of time, those called off included: what people have in their calendars keeps its name.
    number = models.PositiveSmallIntegerField(editable=False)
    title_fr = models.CharField(_("title (French)"), max_length=120, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    start_date = models.DateField(_("day"))
    start_time = models.TimeField(_("start time"))
    end_date = models.DateField(_("last day"))
    end_time = models.TimeField(_("end time"))
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    previous_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Why it was moved or called off.
    reason_fr = models.CharField(_("reason (French)"), max_length=300, blank=True)
    reason_en = models.CharField(_("reason (English)"), max_length=300, blank=True)
    #: Part of the SEQUENCE of its public calendar entry: counts its moves and its cancellation.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="sitting_number_once_per_event"),
            models.UniqueConstraint(
                fields=["event", "start_date", "start_time"],
                condition=Q(cancelled_at=None),
                name="sitting_starts_once_per_event",
                violation_error_message=_("Another sitting begins at that moment."),
            ),
            models.CheckConstraint(
                name="sitting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A sitting ends after it starts."),
            ),
            models.CheckConstraint(
                name="sitting_cancellation_has_a_reason",
                condition=Q(cancelled_at=None) | ~Q(reason_fr=""),
                violation_error_message=_("Say why it is cancelled."),
            ),
            models.CheckConstraint(name="sitting_number_from_one", condition=Q(number__gte=1)),
        ]
        indexes = [models.Index(fields=["event", "starts_at"], name="sitting_by_event")]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.number}"

    def derive_instants(self) -> None:
        """Instants from the local hours on the event's clock; raises NoSuchTime or AmbiguousTime."""
        self.starts_at, self.ends_at = instant(self.starts, self.zone), instant(self.ends, self.zone)

    @property
    def zone(self) -> str:
        """The event's own; needs it loaded."""
        return self.event.zone

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
    def reason(self) -> Said:
        return pick(self, "reason")

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_moved(self) -> bool:
        return self.previous_starts_at is not None and self.cancelled_at is None

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def overlaps(self, other: "Sitting") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def align(event: "Event") -> list[Sitting]:
    """Make everything that follows from the sittings true: their instants and numbers, the event's first and last moment.

    Saves the event, whose row the caller holds. Cost: 2 queries, 1 for each sitting that changed, and 1 to renumber.
    Raises NoSuchTime or AmbiguousTime where the event's clock skips or repeats an hour of theirs.
    """
    sittings = list(Sitting.objects.filter(event=event))
    for sitting in sittings:
        sitting.event = event
        before = (sitting.starts_at, sitting.ends_at)
        sitting.derive_instants()
        if before != (sitting.starts_at, sitting.ends_at):
            sitting.save(update_fields=["starts_at", "ends_at"])
    sittings.sort(key=lambda sitting: (sitting.starts_at, sitting.pk))
    _number(event, sittings)
    standing = [sitting for sitting in sittings if not sitting.is_cancelled]
    event.sitting_count = len(standing)
    if standing:
        last = max(standing, key=lambda sitting: sitting.ends_at)
        event.start_date, event.start_time = standing[0].start_date, standing[0].start_time
        event.end_date, event.end_time = last.end_date, last.end_time
    event.save()
    return sittings


def _number(event: "Event", sittings: Iterable[Sitting]) -> None:
    changed = [sitting for number, sitting in enumerate(sittings, 1) if sitting.number != number]
    if not changed:
        return
    # The constraint is looked at row by row: out of the way first.
    Sitting.objects.filter(event=event).update(number=F("number") + _ASIDE)
    for number, sitting in enumerate(sittings, 1):
        sitting.number = number
    Sitting.objects.bulk_update(sittings, ["number"], batch_size=MOST_SITTINGS)
