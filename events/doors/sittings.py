"""Which sitting of a series a door is at."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors.models import GRACE, NOTED_BEFORE, OPENS_BEFORE, Attendance

#: What whoever stands at a door may choose from: the sittings around now. Those who run the event choose any.
AROUND = timedelta(hours=12)


def sitting_at(event: Event, moment: datetime) -> Sitting | None:
    """The sitting whose door is open at a moment; None between two of them. Cost: 1 query.

    The one under way; else the one that begins within two hours, since those who come are its own; else the one that
    ended within the last hour.
    """
    return open_at(
        event.sittings_standing.filter(starts_at__lte=moment + OPENS_BEFORE, ends_at__gte=moment - GRACE), moment
    )


def open_at(sittings: Iterable[Sitting], moment: datetime) -> Sitting | None:
    """The same, of sittings that are known. No query."""
    near = [one for one in sittings if one.starts_at - OPENS_BEFORE <= moment <= one.ends_at + GRACE]
    return min(near, key=lambda one: (_closeness(one, moment), one.starts_at), default=None)


def _closeness(sitting: Sitting, moment: datetime) -> int:
    if sitting.starts_at <= moment < sitting.ends_at:
        return 0
    return 1 if sitting.starts_at > moment else 2


def shown(event: Event) -> Sitting | None:
    """The sitting that figures are about: the one at the door, else the last that began, else the first. Cost: 1 or 2 queries."""
    now = timezone.now()
    if here := sitting_at(event, now):
        return here
    sittings = list(event.sittings_standing)
    begun = [sitting for sitting in sittings if sitting.starts_at <= now]
    return begun[-1] if begun else next(iter(sittings), None)


def choices(event: Event, *, all_of_them: bool) -> list[Sitting]:
    """What may be chosen at the door: whatever has begun or begins today, or what is near to now. Cost: 1 query."""
    now = timezone.now()
    sittings = event.sittings_standing.filter(starts_at__lte=now + NOTED_BEFORE)
    return list(sittings if all_of_them else sittings.filter(ends_at__gte=now - AROUND))


def attended_by(seats: Sequence[int], sitting: Sitting) -> dict[int, datetime]:
    """When each of these seats (ids) was noted at the sitting. Cost: 1 query."""
    rows = Attendance.objects.filter(seat__in=seats, sitting=sitting)
    return dict(rows.values_list("seat", "present_at"))
