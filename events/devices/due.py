"""What the clock does with devices: once nothing more may be sent, tokens and lists go."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import clock
from events.devices.models import SENDS_OUTLIVE_EVENT, Device, ListedSeat, SeatList


@clock.every("devices.forget", timedelta(days=1))
def forget(_payload: Mapping[str, Any]) -> None:
    """Hashes that open nothing any more. What was scanned stays with the attendance. Cost: 3 queries."""
    over = timezone.now() - SENDS_OUTLIVE_EVENT
    ListedSeat.objects.filter(event__ends_at__lte=over).delete()
    SeatList.objects.filter(event__ends_at__lte=over).delete()
    Device.objects.filter(event__ends_at__lte=over).exclude(token_digest="").update(token_digest="")
