"""Since when the holders of seats are in, and by which door: once at an event held once, once at each sitting of a series. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from events.agenda.models import Event
from events.devices.models import IS_ENTRY
from events.doors.models import Attendance, Scan

#: A seat and one of its event's sittings; None at an event held once.
Place = tuple[int, int | None]


@dataclass(frozen=True)
class Presence:
    """``known`` names the row it is known by; ``door`` is "" where no scan tells of it."""

    at: datetime
    door: str
    known: str


def presences(event: Event, seats: Iterable[int] | None = None, sitting: int | None = None) -> Mapping[Place, Presence]:
    """Of some seats, or of all of the event; of all sittings, or of one. Cost: 1 query, 2 at a series."""
    # Of two of one moment the later row is the one that stands.
    scans = Scan.objects.filter(event=event).order_by("pk")
    if seats is not None:
        scans = scans.filter(seat__in=seats)
    if not event.is_series:
        entries = scans.filter(IS_ENTRY).values_list("pk", "seat", "at", "door")
        return {(seat, None): Presence(at, door, str(pk)) for pk, seat, at, door in entries}
    noted = Attendance.objects.filter(sitting__event=event).order_by("pk")
    if seats is not None:
        noted = noted.filter(seat__in=seats)
    if sitting is not None:
        noted, scans = noted.filter(sitting=sitting), scans.filter(sitting=sitting)
    found = scans.entries().values_list("seat", "sitting", "at", "pk", "door")
    told = {(seat, at_sitting, at): (str(pk), door) for seat, at_sitting, at, pk, door in found}
    known: dict[Place, Presence] = {}
    for pk, seat, at_sitting, at in noted.values_list("pk", "seat", "sitting", "present_at"):
        name, door = told.get((seat, at_sitting, at), (f"attendance {pk}", ""))
        known[seat, at_sitting] = Presence(at, door, name)
    return known
