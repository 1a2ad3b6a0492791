"""Two phones and a kiosk at the fair of the day: some tickets were read without network, one of them at two doors. At the
evenings of a series one phone, which read the tickets of the last one."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from events.agenda.models import Event, Kind
from events.devices import actions, merging, sealing
from events.devices.models import Device
from events.devices.presence import presences
from events.devices.shapes import SentScan
from events.doors.demo import DOORS
from events.registration.models import Seat
from people.accounts.models import Person

#: Label, door, what it is for.
PHONES = (
    ("Téléphone de Luc", DOORS[0], Device.Kind.STAFF),
    ("Téléphone de Maude", DOORS[1], Device.Kind.STAFF),
)
OF_A_SERIES = ("Téléphone de la salle 2", DOORS[0], Device.Kind.STAFF)
KIOSK = ("Borne du hall", "Hall", Device.Kind.KIOSK)
#: Tickets that each phone read in the last minutes without network.
READ = 6
#: How long the second phone was not heard of, and what it has not sent.
SILENT, UNSENT = timedelta(minutes=12), 3


def seed(world: Any) -> None:
    """Devices of the fairs and series that are on; what has some is left as it is."""
    organiser = getattr(world, "users", {}).get("organiser")
    if organiser is None:
        return
    now = timezone.now()
    for event in getattr(world, "events", {}).values():
        is_on = event.starts_at <= now < event.ends_at and event.published_at and not event.is_cancelled
        if not is_on or Device.objects.filter(event=event).exists():
            continue
        if event.kind == Kind.JOB_FAIR:
            equip(event, organiser.person)
        elif event.is_series:
            at_the_last_sitting(event, organiser.person)


def equip(event: Event, by: Person) -> None:
    """Phones and what they read; the kiosk still waits for its code."""
    phones = [_enrolled(event, by, *phone) for phone in PHONES]
    label, door, kind = KIOSK
    actions.add(event=event, by=by, label=label, door=door, kind=kind)
    chance = Random(f"devices {event.import_key or event.pk}")  # noqa: S311  (the same demonstration every time)
    expected = list(Seat.objects.filter(event=event, state=Seat.State.EXPECTED).order_by("pk")[: 2 * READ])
    for phone, seats in zip(phones, (expected[:READ], expected[READ:]), strict=True):
        merging.merge(device=phone, scans=[_scan(phone, seat, chance, minutes=12 - n) for n, seat in enumerate(seats)])
    if expected:
        # Held up at the second door while neither phone had network.
        merging.merge(device=phones[1], scans=[_scan(phones[1], expected[0], chance, minutes=4)], unsent=0)
    # The second one went out of the network again, and said before that some were left to send.
    Device.objects.filter(pk=phones[1].pk).update(last_seen_at=timezone.now() - SILENT, unsent=UNSENT)


def at_the_last_sitting(event: Event, by: Person) -> None:
    """A phone that read the tickets of some who came that evening; it is not heard of until the next one."""
    begun = [sitting for sitting in event.sittings_standing if sitting.starts_at < timezone.now()]
    phone = _enrolled(event, by, *OF_A_SERIES)
    if not begun:
        return
    last = begun[-1]
    came = [(seat, entry) for (seat, _sitting), entry in presences(event, sitting=last.pk).items() if entry.door][:READ]
    seats = Seat.objects.in_bulk([seat for seat, _entry in came])
    chance = Random(f"devices {event.import_key or event.pk}")  # noqa: S311  (the same demonstration every time)
    # At the very moment they came in: the entries of that evening are these.
    merging.merge(device=phone, scans=[_read(seats[seat], entry.door, entry.at, chance) for seat, entry in came])
    Device.objects.filter(pk=phone.pk).update(last_seen_at=min(last.ends_at, timezone.now()))


def _enrolled(event: Event, by: Person, label: str, door: str, kind: str) -> Device:
    added = actions.add(event=event, by=by, label=label, door=door, kind=kind)
    return actions.enrol(code=actions.new_code(device=added, by=by), app_version="demo")[0]


def _scan(phone: Device, seat: Seat, chance: Random, *, minutes: int) -> SentScan:
    return _read(seat, phone.door, timezone.now() - timedelta(minutes=minutes), chance)


def _read(seat: Seat, door: str, at: datetime, chance: Random) -> SentScan:
    return SentScan(
        id=UUID(int=chance.getrandbits(128), version=4),
        kind="scan",
        at=at,
        door=door,
        seats=[sealing.lookup_of(seat.event_id, seat.code)],
    )
