"""Who may add a device, and what a device may do."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core import access
from events.devices.models import Device
from events.doors.models import PASS_OUTLIVES_EVENT
from events.needs.models import Wish
from people.accounts.models import User

TOKEN_BYTES = 32


def digest_of(secret: str) -> str:
    """What is kept of a token or a one-time code. Both are random: a plain hash gives neither back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def device_of(request: HttpRequest) -> Device | None:
    """The device whose token the request carries, its event loaded; None for one that opens nothing. Cost: 1 query."""
    return _carried(request, Device.objects.working())


def sender_of(request: HttpRequest) -> Device | None:
    """The same, for as long as it may send what it scanned. Cost: 1 query."""
    return _carried(request, Device.objects.sending())


def _carried(request: HttpRequest, devices: QuerySet[Device]) -> Device | None:
    carried = access.carried_token(request)
    return devices.filter(token_digest=digest_of(carried)).first() if carried else None


def until(device: Device) -> Any:
    """When its token stops to open anything; needs the event loaded."""
    return device.event.ends_at + PASS_OUTLIVES_EVENT


def may_search(device: Device) -> bool:
    """A kiosk shows nobody a list of names."""
    return not device.is_kiosk


def needs_by_seat(device: Device) -> dict[int, list[str]]:
    """Access needs that stand beside names on this device: those that whoever added it may read now. Cost: none, or 2 queries."""
    if not device.shows_needs or device.is_kiosk:
        return {}
    user = User.objects.filter(person=device.added_by_id, is_active=True).first()
    if user is None:
        return {}
    found: dict[int, list[str]] = {}
    for wish in Wish.objects.visible_to(user).for_access().filter(seat__event=device.event_id).order_by("seat", "pk"):
        found.setdefault(wish.seat_id, []).append(wish.words)
    return found
