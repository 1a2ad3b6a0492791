"""A caseworker opens hours, and closes them again; and somebody says in which zone they read hours."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from core.dates import local_of
from core.localtime import AmbiguousTime, NoSuchTime, instant
from people.accompaniment import refusals, rules
from people.accompaniment.models import Appointment, OwnZone, Slot
from people.accounts.models import Person
from people.organisations.models import Organisation

#: Appointments that one opening makes at most.
MOST = 400


@transaction.atomic
def open_hours(
    *,
    organisation: Organisation,
    caseworker: Person,
    by: Person,
    day: date,
    begins: time,
    ends: time,
    minutes: int,
    zone: str,
    mode: str,
    place: str = "",
    weeks: int = 1,
) -> list[Slot]:
    """Open the hours from ``begins`` to ``ends`` (local), cut in appointments of ``minutes``, on ``weeks`` weeks in a row.

    Each week keeps its local hours across a change of the clocks; an hour that the clocks skip or repeat is left out, and so
    is what lies in the past or over hours opened before. Cost: 4 queries.

    Raises NotACaseworkerThere, TooManyHours, NothingToOpen.
    """
    if not rules.is_caseworker_of(caseworker, organisation.pk):
        raise refusals.NotACaseworkerThere
    series, now = uuid.uuid4(), timezone.now()
    wanted = []
    for week in range(weeks):
        for starts_at, ends_at in _cut(day + timedelta(weeks=week), begins, ends, minutes, zone):
            if starts_at > now:
                wanted.append((starts_at, ends_at))
    if len(wanted) > MOST:
        raise refusals.TooManyHours
    there = []
    if wanted:
        earlier = Slot.objects.opened_by(caseworker).filter(closed_at=None, ends_at__gt=wanted[0][0])
        there = list(earlier.filter(starts_at__lt=wanted[-1][1]).values_list("starts_at", "ends_at"))
    slots = []
    for starts_at, ends_at in wanted:
        if any(starts_at < other_end and other_start < ends_at for other_start, other_end in there):
            continue
        start, end = local_of(starts_at, zone), local_of(ends_at, zone)
        slots.append(
            Slot(
                organisation=organisation,
                caseworker=caseworker,
                start_date=start.date(),
                start_time=start.time(),
                end_date=end.date(),
                end_time=end.time(),
                zone=zone,
                starts_at=starts_at,
                ends_at=ends_at,
                mode=mode,
                place=place.strip(),
                series=series,
            )
        )
    if not slots:
        raise refusals.NothingToOpen
    # Of two openings at once the same hour stands once.
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    opened = list(Slot.objects.filter(series=series).in_order())
    audit.record("hours.opened", organisation, by=by, values={"caseworker": caseworker.pk, "slots": len(opened)})
    return opened


def _cut(day: date, begins: time, ends: time, minutes: int, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Spans of so many real minutes, each beginning on its own local hour; skipped and repeated hours are left out."""
    local, last = datetime.combine(day, begins), datetime.combine(day, ends)
    length = timedelta(minutes=minutes)
    while local + length <= last:
        try:
            span = instant(local, zone), instant(local + length, zone)
        except (NoSuchTime, AmbiguousTime):
            span = None
        if span is not None:
            yield span
        local += length


@transaction.atomic
def close_hours(*, slot: Slot, by: Person, whole_series: bool = False) -> int:
    """Take back an hour, or what is still free of those opened together from it on; how many. Booked ones stay.

    Cost: 3 queries. Raises BookedHour when the one hour is booked.
    """
    rows = Slot.objects.filter(closed_at=None)
    rows = rows.filter(series=slot.series, starts_at__gte=slot.starts_at) if whole_series else rows.filter(pk=slot.pk)
    held = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    taken = set(
        Appointment.objects.filter(slot__in=held)
        .exclude(state=Appointment.State.CANCELLED)
        .values_list("slot", flat=True)
    )
    if not whole_series and taken:
        raise refusals.BookedHour
    closed = Slot.objects.filter(pk__in=set(held) - taken).update(closed_at=timezone.now().astimezone(UTC))
    if closed:
        audit.record("hours.closed", slot, by=by, values={"slots": closed})
    return closed


@transaction.atomic
def set_zone(*, person: Person, zone: str) -> None:
    """Remember the zone somebody reads hours in. Cost: 2 to 3 queries."""
    OwnZone.objects.update_or_create(person=person, defaults={"zone": zone})
