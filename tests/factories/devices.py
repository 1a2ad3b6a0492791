"""Devices at the doors of a fair, and what they send."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.test import Client
from django.utils import timezone

from events.agenda.models import Event
from events.devices import actions, sealing
from events.devices.models import Device, DeviceScan, ScannedSeat
from events.devices.shapes import SentScan, milliseconds
from events.registration.models import Seat
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories import doors as make


def device(event: Event, door: str = "Entrée A", *, by: Person | None = None, **fields: Any) -> Device:
    """Enrolled, as its token would find it."""
    return enrolled(event, door, by=by, **fields)[0]


def enrolled(event: Event, door: str = "Entrée A", *, by: Person | None = None, **fields: Any) -> tuple[Device, str]:
    """A device and its token."""
    who = by or make.person("Odile Gagnon")
    label = fields.pop("label", f"Téléphone, {door}")
    added = actions.add(event=event, by=who, door=door, label=label, kind=fields.pop("kind", "staff"), **fields)
    return actions.enrol(code=actions.new_code(device=added, by=who), app_version="test")


def lookup(seat: Seat) -> str:
    return sealing.lookup_of(seat.event_id, seat.code)


def scan(
    *seats: Seat, minutes: float = 0, at: datetime | None = None, door: str = "Entrée A", **fields: Any
) -> SentScan:
    """A scan of some seats, so many minutes after nine minutes ago."""
    at = at or timezone.now().replace(microsecond=0) - timedelta(minutes=9) + timedelta(minutes=minutes)
    return SentScan(
        **{"id": uuid.uuid4(), "kind": "scan", "at": at, "door": door, "seats": [lookup(seat) for seat in seats]}
        | fields
    )


def undo(scan: SentScan, *, minutes: float = 1) -> SentScan:
    return SentScan(
        id=uuid.uuid4(), kind="undo", at=scan.at + timedelta(minutes=minutes), door=scan.door, undoes=scan.id
    )


def said(scan: SentScan) -> dict[str, Any]:
    """A scan as it goes over the wire."""
    return {
        "id": str(scan.id),
        "kind": scan.kind,
        "at": milliseconds(scan.at),
        "door": scan.door,
        "seats": list(scan.seats),
        "told": scan.told,
        "provisional": scan.provisional,
        "undoes": str(scan.undoes) if scan.undoes else None,
        "offset": scan.offset,
    }


def send(token: str, path: str, body: Any = None, **headers: str) -> Any:
    """The answer to a device's request; GET where there is nothing to say."""
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}", **headers})
    address = f"/api/door/{path}"
    return client.get(address) if body is None else client.post(address, body, content_type="application/json")


def send_scans(token: str, scans: Sequence[SentScan], **more: Any) -> Any:
    return send(token, "scans/", {"scans": [said(scan) for scan in scans], **more})


@canaries.maker(Device)
def _device(person: Person, _sing: canaries.Canaries) -> Model:
    return device(make.fair(), by=person)


@canaries.maker(ScannedSeat)
def _settled(person: Person, _sing: canaries.Canaries) -> Model:
    seat, now = make.seat(make.fair()), timezone.now()
    read = DeviceScan.objects.create(event=seat.event, device=device(seat.event), door="A", scanned_at=now)
    fields = {"settled_at": now, "settled_by": person, "settled_word": "x"}
    return ScannedSeat.objects.create(scan=read, seat=seat, lookup=lookup(seat), outcome="double", **fields)
