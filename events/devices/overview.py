"""What the organiser sees of the devices of an event. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from events.devices.models import Device, ScannedSeat
from events.devices.presence import Presence, presences
from events.doors import beside, refusals
from events.doors.models import spoken

#: A device that was not heard of for so long has no network, or sleeps.
SILENT_AFTER = timedelta(minutes=2)
#: An hour alone is of today for so long.
HOUR_SAYS_ENOUGH = timedelta(hours=12)
#: What the desk shows first, and in which tone.
ORDER = ("silent", "waiting", "on")
TAGS = {"silent": "warn", "waiting": "", "on": "success"}


@dataclass(frozen=True)
class DeviceLine:
    """A device, and how it is: ``waiting`` for its phone, ``on`` line, ``silent``, or ``gone``."""

    device: Device
    state: str
    scans: int = 0

    @property
    def words(self) -> str | Promise:
        return {
            "waiting": _("Not enrolled yet"),
            "on": pgettext_lazy("device", "On line"),
            "silent": _("Without network, or asleep"),
            "gone": pgettext_lazy("device", "Taken back"),
        }[self.state]

    @property
    def was_lately(self) -> bool:
        """Whether the hour of its last contact says enough: else it takes the day, between two evenings of a series."""
        seen = self.device.last_seen_at
        return seen is not None and timezone.now() - seen < HOUR_SAYS_ENOUGH

    @property
    def tone(self) -> str:
        return {"on": "success", "silent": "warning"}.get(self.state, "neutral")


@dataclass(frozen=True)
class Flag:
    """A seat that was let in and should not have been, with both doors and moments where there are two."""

    scanned: ScannedSeat
    first_at: datetime | None
    first_door: str

    @property
    def reference(self) -> str:
        return spoken(self.scanned.seat.registration.reference) if self.scanned.seat else ""

    @property
    def why(self) -> str | Promise:
        refusal = getattr(refusals, self.scanned.why, None) if self.scanned.why else None
        return refusal.message if refusal else ""


def line_of(device: Device, scans: int = 0) -> DeviceLine:
    """No query."""
    if device.revoked_at:
        return DeviceLine(device, "gone", scans)
    if not device.enrolled_at or not device.last_seen_at:
        return DeviceLine(device, "waiting", scans)
    is_near = timezone.now() - device.last_seen_at < SILENT_AFTER
    return DeviceLine(device, "on" if is_near else "silent", scans)


def devices_of(event: Event) -> Sequence[DeviceLine]:
    """Those that work first. Cost: 1 query."""
    counted: Any = Device.objects.filter(event=event).annotate(n=Count("scans", filter=Q(scans__kind="scan")))
    lines = [line_of(device, device.n) for device in counted]
    return sorted(lines, key=lambda line: line.state == "gone")


def on_the_desk(event: Event) -> beside.Devices | None:
    """Devices that were not taken back, those that say nothing first. Cost: 1 query."""
    working = Device.objects.filter(event=event, revoked_at=None)
    lines = sorted((line_of(device) for device in working), key=lambda line: ORDER.index(line.state))
    if not lines:
        return None
    shown = [
        beside.Device(
            line.device.label,
            line.device.door,
            line.words,
            TAGS[line.state],
            line.device.last_seen_at,
            line.device.unsent,
        )
        for line in lines
    ]
    return beside.Devices(shown, reverse("devices:devices", args=[event.pk]))


def flags_of(event: Event) -> Sequence[Flag]:
    """What is to be looked at, oldest first. Cost: 1 query, 2 where a seat entered twice (3 at a series)."""
    rows = ScannedSeat.objects.flagged().filter(scan__event=event)
    scanned = list(rows.select_related("scan__device", "seat__registration").order_by("scan__scanned_at", "pk"))
    seats = [row.seat_id for row in scanned if row.outcome == ScannedSeat.Outcome.DOUBLE and row.seat_id]
    entries = presences(event, seats) if seats else {}
    return [_flag(row, entries.get((row.seat_id or 0, row.scan.sitting_id))) for row in scanned]


def _flag(row: ScannedSeat, entry: Presence | None) -> Flag:
    is_double = row.outcome == ScannedSeat.Outcome.DOUBLE
    return Flag(row, entry.at if entry and is_double else None, entry.door if entry and is_double else "")
