"""Phones at the doors that work without network: which they are, what they scanned, and the list they carry."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import DOOR_LENGTH, PASS_OUTLIVES_EVENT
from events.registration.models import Seat
from people.accounts.models import Person

#: How long the code on the organiser's screen makes a phone a device of the event.
CODE_LIVES = timedelta(minutes=10)
#: A device writes to us at most so rarely that its last contact is worth a write.
SEEN_EVERY = timedelta(seconds=10)
#: How long after the event a device may still send what it scanned: its list and its search close long before.
SENDS_OUTLIVE_EVENT = timedelta(days=14)
LABEL_LENGTH = 40
#: Letters of a lookup: 128 bits of a hash, in hexadecimal.
LOOKUP_LENGTH = 32


class DeviceQuerySet(models.QuerySet["Device"]):
    def run_by(self, user: Any) -> Self:
        """Devices of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    def working(self) -> Self:
        """Devices whose token opens the door of their event: enrolled, not taken back, and the event is not long over."""
        return self._within(PASS_OUTLIVES_EVENT)

    def sending(self) -> Self:
        """Devices that may still send what they scanned: a phone that found no network that night is heard the week after."""
        return self._within(SENDS_OUTLIVE_EVENT)

    def _within(self, grace: timedelta) -> Self:
        return self.filter(
            revoked_at=None, enrolled_at__isnull=False, event__ends_at__gt=timezone.now() - grace
        ).select_related("event", "added_by")


class Device(models.Model):
    """A phone, a tablet or a kiosk at the door of one event. It acts for whoever added it."""

    class Kind(models.TextChoices):
        STAFF = "staff", pgettext_lazy("device", "In the hands of staff")
        KIOSK = "kiosk", pgettext_lazy("device", "Self check-in")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(_("name of the device"), max_length=LABEL_LENGTH)
    door = models.CharField(_("door"), max_length=DOOR_LENGTH)
    kind = models.CharField(_("use"), max_length=10, choices=Kind, default=Kind.STAFF)
    #: Whether access needs stand beside a name: they do as long as whoever added it may read them.
    shows_needs = models.BooleanField(_("show access needs"), default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    #: SHA-256 of the one-time code, while one may be used.
    code_digest = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the token, while it opens something.
    token_digest = models.CharField(max_length=64, blank=True, default="")
    enrolled_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    app_version = models.CharField(max_length=20, blank=True, default="")
    #: Scans it had not sent yet at its last contact.
    unsent = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["door", "label", "pk"]
        constraints = [
            models.CheckConstraint(name="device_names_its_door", condition=~Q(door="") & ~Q(label="")),
            models.CheckConstraint(name="device_kind_is_known", condition=Q(kind__in=["staff", "kiosk"])),
            models.CheckConstraint(
                name="device_has_a_token_while_it_works",
                condition=Q(token_digest="") | Q(enrolled_at__isnull=False, revoked_at=None),
            ),
            models.CheckConstraint(
                name="device_code_has_its_end",
                condition=Q(code_digest="", code_until=None) | (~Q(code_digest="") & Q(code_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="device_kiosk_shows_no_needs", condition=Q(kind="staff") | Q(shows_needs=False)
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="device_has_a_token_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="device_has_a_code_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.enrolled_at is not None and self.revoked_at is None

    @property
    def is_kiosk(self) -> bool:
        return self.kind == self.Kind.KIOSK


class DeviceScan(models.Model):
    """What a device says happened at its door, in any order, perhaps hours later. Kept, never changed.

    ``device`` is None for an entry at a door of ours that a device's scan met: so one rule orders them all.
    """

    class Kind(models.TextChoices):
        SCAN = "scan", _("Scan")
        UNDO = "undo", pgettext_lazy("device", "Undo")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="device_scans")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.CASCADE, related_name="scans")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.SCAN)
    #: Of a series: the sitting whose door was open at that moment, as the sittings stood when we heard of it. None: none.
    sitting = models.ForeignKey(Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="device_scans")
    #: The scan that an undo takes back; it may come later than the undo.
    undoes = models.UUIDField(null=True, blank=True, db_index=True)
    door = models.CharField(max_length=DOOR_LENGTH)
    #: Whether the ticket was good and not on the device's list: sold after it last heard of us.
    provisional = models.BooleanField(default=False)
    #: By the device's clock, put right by ``offset_ms``, which it measured when it last heard of us.
    scanned_at = models.DateTimeField()
    offset_ms = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["scanned_at", "pk"]
        constraints = [
            models.CheckConstraint(name="device_scan_kind_is_known", condition=Q(kind__in=["scan", "undo"])),
            models.CheckConstraint(
                name="device_scan_undo_names_a_scan",
                condition=Q(kind="scan", undoes=None) | Q(kind="undo", undoes__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["event", "device", "scanned_at"], name="device_scan_by_device")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ScannedSeatQuerySet(models.QuerySet["ScannedSeat"]):
    def run_by(self, user: Any) -> Self:
        """What devices scanned at the events the user runs."""
        return self.filter(scan__event__in=Event.objects.run_by(user))

    def flagged(self) -> Self:
        """What somebody must look at: let in twice, or let in without a seat. Not what was settled with a word."""
        return self.filter(
            outcome__in=[ScannedSeat.Outcome.DOUBLE, ScannedSeat.Outcome.REFUSED], let_in=True, settled_at=None
        )


class ScannedSeat(models.Model):
    """One seat that a scan names, and what became of it. ``outcome`` follows from all scans of the seat, whatever came first."""

    class Outcome(models.TextChoices):
        ENTERED = "entered", _("Entered")
        ALREADY = "already", _("Already in")
        DOUBLE = "double", _("Let in twice")
        REFUSED = "refused", _("No seat")
        UNDONE = "undone", pgettext_lazy("device", "Undone")

    scan = models.ForeignKey(DeviceScan, on_delete=models.CASCADE, related_name="seats")
    #: Hash of the ticket's code: all that a device ever says of a ticket.
    lookup = models.CharField(max_length=LOOKUP_LENGTH)
    #: None: no seat of the event answers to that.
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="device_scans")
    outcome = models.CharField(max_length=7, choices=Outcome)
    #: Why it was refused: the name of a refusal of the doors, "" otherwise.
    why = models.CharField(max_length=30, blank=True, default="")
    #: Whether the door let the holder in; else it said that somebody is in already with this ticket, or no.
    let_in = models.BooleanField(default=True)
    #: Whether an undo at a door of ours, or at the desk, took it back.
    taken_back = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_word = models.CharField(_("what was found out"), max_length=200, blank=True, default="")

    objects = ScannedSeatQuerySet.as_manager()

    class Meta:
        ordering = ["scan__scanned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "lookup"], name="scanned_seat_once_per_scan"),
            models.CheckConstraint(
                name="scanned_seat_outcome_is_known",
                condition=Q(outcome__in=["entered", "already", "double", "refused", "undone"]),
            ),
            models.CheckConstraint(
                name="scanned_seat_refused_says_why",
                condition=(Q(outcome="refused") & ~Q(why="")) | (~Q(outcome="refused") & Q(why="")),
            ),
            models.CheckConstraint(
                name="scanned_seat_settled_by_somebody",
                condition=Q(settled_at=None, settled_by=None, settled_word="")
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["outcome", "settled_at"], name="scanned_seat_by_outcome")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.pk}"


class SeatList(models.Model):
    """The list that devices of an event carry: the number of its latest version."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="seat_list")
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.event_id} v{self.version}"


class ListedSeat(models.Model):
    """A line of the list: how a device finds it, and the version in which it last changed. What it says is sealed as it is sent."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="listed_seats")
    #: None once the seat is gone: the line is sent once more, as one that is no longer there.
    seat = models.OneToOneField(Seat, null=True, on_delete=models.SET_NULL, related_name="listed")
    lookup = models.CharField(max_length=LOOKUP_LENGTH)
    #: Keyed hash of what the line says, to know when that changes; "" for a line that is no longer there.
    digest = models.CharField(max_length=32, blank=True, default="")
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "lookup"], name="listed_seat_once_per_event"),
            models.CheckConstraint(name="listed_seat_has_a_version", condition=Q(version__gt=0)),
        ]
        indexes = [models.Index(fields=["event", "version"], name="listed_seat_by_version")]

    def __str__(self) -> str:
        return f"{self.event_id} v{self.version}"


#: An entry by which a seat's holder is in now; of ``doors.Scan``.
IS_ENTRY = Q(outcome="checked_in", at=F("seat__present_at"))
