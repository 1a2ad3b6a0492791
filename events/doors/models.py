"""The day itself: who may stand at a door, and everything that happened there."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.registration.models import Seat
from people.accounts.models import Person


class DoorPass(models.Model):
    """Lets a login work the door of one event: being door staff is a row here, not a grant."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="door_passes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="door_passes")
    door = models.CharField(_("door"), max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="door_pass_once_per_person")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.door}"


class Scan(models.Model):
    """What happened at a door: a check-in, a second scan, an undo. Kept, never changed."""

    class Outcome(models.TextChoices):
        CHECKED_IN = "checked_in", _("Checked in")
        ALREADY = "already", _("Already in")
        UNDONE = "undone", _("Undone")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="scans")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="scans")
    outcome = models.CharField(max_length=10, choices=Outcome)
    door = models.CharField(max_length=40)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="scan_by_event")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.seat_id}"
