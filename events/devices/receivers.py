"""What this room does when something happens at a door of ours."""

from typing import Any

from django.dispatch import receiver

from events.devices.models import ScannedSeat
from events.doors.models import Scan
from events.doors.signals import check_in_undone
from events.registration.models import Seat


@receiver(check_in_undone)
def take_back_what_is_known(seat: Seat, scan: Scan, **_news: Any) -> None:
    """Whoever took a check-in back saw the seat as it stood: all that devices had said of it by then, of a series all
    that they had said of that sitting. Cost: 1 query."""
    ScannedSeat.objects.filter(seat=seat, scan__sitting=scan.sitting_id, taken_back=False).update(
        taken_back=True, outcome=ScannedSeat.Outcome.UNDONE, why=""
    )
