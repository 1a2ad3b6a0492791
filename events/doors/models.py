"""The day itself: who may stand at a door, and everything that happened there."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.registration.models import Seat
from people.accounts.models import Person

#: How long after its end an event's door stays open before those still expected are noted absent.
GRACE = timedelta(hours=1)
#: How long after the end a door pass still opens the list: staff finish their paper, then see no name any more.
PASS_OUTLIVES_EVENT = timedelta(hours=12)
#: How long before a sitting its door opens by itself, and how long at most somebody may be noted there beforehand.
OPENS_BEFORE = timedelta(hours=2)
NOTED_BEFORE = timedelta(hours=12)
#: Length of a door's name: it must fit beside the count at the top of a phone.
DOOR_LENGTH = 40


def spoken(reference: str) -> str:
    """A reference in two groups of four, as it is read aloud: 7K4Q-92MV."""
    return f"{reference[:4]}-{reference[4:]}"


class DoorPassQuerySet(models.QuerySet["DoorPass"]):
    def valid(self) -> Self:
        """Passes that still open a door: those of events that are not long over."""
        return self.filter(event__ends_at__gt=timezone.now() - PASS_OUTLIVES_EVENT)

    def run_by(self, user: Any) -> Self:
        """Passes to the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class DoorPass(models.Model):
    """Lets a login work the door of one event: being door staff is a row here, not a grant."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="door_passes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="door_passes")
    #: Where the person is posted; they may move to another door on the day.
    door = models.CharField(_("door"), max_length=DOOR_LENGTH)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DoorPassQuerySet.as_manager()

    class Meta:
        ordering = ["door", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="door_pass_once_per_person"),
            models.CheckConstraint(name="door_pass_names_a_door", condition=~Q(door="")),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.door}"


class Attendance(models.Model):
    """Somebody was at a sitting. The seat itself is present from the first one on; an event held once has none of these."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendances")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attendances")
    present_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sitting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "sitting"], name="attendance_once_per_seat_and_sitting"),
        ]
        indexes = [models.Index(fields=["sitting", "present_at"], name="attendance_by_sitting")]

    def __str__(self) -> str:
        return f"{self.seat_id} at {self.sitting_id}"


class ScanQuerySet(models.QuerySet["Scan"]):
    def latest_of(self, event: Event, number: int) -> Self:
        """The last scans of an event, newest first, with the registration and who scanned. Cost: 1 query."""
        found = self.filter(event=event).select_related("seat__registration", "by")
        if event.is_series:
            held = Attendance.objects.filter(
                seat=OuterRef("seat"), sitting=OuterRef("sitting"), present_at=OuterRef("at")
            )
            found = found.select_related("sitting").annotate(holds=Exists(held))
        return found[:number]

    def entries(self) -> Self:
        """Scans that let somebody in."""
        return self.filter(outcome=Scan.Outcome.CHECKED_IN)


class Scan(models.Model):
    """What happened at a door: a check-in, a second scan, an undo. Kept, and never changed but by an entry that is
    told late and was before it: what was a check-in then is a second scan."""

    class Outcome(models.TextChoices):
        CHECKED_IN = "checked_in", _("Checked in")
        ALREADY = "already", _("Already in")
        UNDONE = "undone", _("Undone")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="scans")
    #: The seat's event, kept here so that the desk reads its latest scans off one index.
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="scans")
    #: Of a series: the sitting that was checked into, or taken back.
    sitting = models.ForeignKey(Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    outcome = models.CharField(max_length=10, choices=Outcome)
    door = models.CharField(max_length=DOOR_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="scan_outcome_is_known", condition=Q(outcome__in=["checked_in", "already", "undone"])
            ),
        ]
        indexes = [models.Index(fields=["event", "-at"], name="scan_by_event")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.seat_id}"

    @property
    def reference(self) -> str:
        """The registration's reference as it is read aloud; needs the seat and its registration loaded."""
        return spoken(self.seat.registration.reference)

    @property
    def can_be_undone(self) -> bool:
        """Whether this is the entry by which the seat's holder is in now; of a series, if ``latest_of`` asked."""
        if self.sitting_id is not None:
            return self.outcome == self.Outcome.CHECKED_IN and getattr(self, "holds", False)
        return self.outcome == self.Outcome.CHECKED_IN and self.seat.present_at == self.at
