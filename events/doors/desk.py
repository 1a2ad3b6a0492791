"""The figures of an event's day, as the desk and the door show them. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, chain, count
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.dates import local_of
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import sittings
from events.doors.coming import Flow, ToCome, flow, to_come
from events.doors.forecast import Forecast, forecast
from events.doors.models import Attendance, DoorPass, Scan
from events.registration.models import Registration, Seat

LATELY = timedelta(minutes=30)
#: How wide the steps of the arrivals curve may be, in minutes: the narrowest that keeps it readable is taken.
STEPS = (15, 30, 60, 180, 360, 1440)
MOST_STEPS = 48


@dataclass(frozen=True)
class Figures:
    """Seats of an event: who is in, who holds a seat, who came in the last half hour, who waits, who is in unannounced."""

    present: int
    registered: int
    lately: int
    waiting: int
    walk_ins: int = 0


def walked_in() -> Q:
    """Seats of those who came to the door without a registration, and are in: they count among the present, and apart."""
    return Q(state=Seat.State.PRESENT, registration__source=Registration.Source.DOOR)


def figures(event: Event, sitting: Sitting | None = None) -> Figures:
    """Of the event, or of one of its sittings: who is in is then in at that one. Cost: 1 query, 2 for a sitting."""
    seats = Seat.objects.filter(event=event)
    held = ~Q(state__in=[Seat.State.WAITING, Seat.State.CANCELLED])
    since = timezone.now() - LATELY
    counted = seats.aggregate(
        present=Count("pk", filter=Q(state=Seat.State.PRESENT)),
        registered=Count("pk", filter=held),
        lately=Count("pk", filter=Q(present_at__gt=since)),
        waiting=Count("pk", filter=Q(state=Seat.State.WAITING)),
        walk_ins=Count("pk", filter=walked_in()),
    )
    if sitting is not None:
        counted |= Attendance.objects.filter(sitting=sitting).aggregate(
            present=Count("pk"),
            lately=Count("pk", filter=Q(present_at__gt=since)),
            walk_ins=Count("pk", filter=Q(seat__registration__source=Registration.Source.DOOR)),
        )
    return Figures(**counted)


@dataclass(frozen=True)
class Step:
    """Arrivals between two local moments, and how many were in at its end."""

    start: datetime
    end: datetime
    arrivals: int
    total: int


@dataclass(frozen=True)
class Curve:
    """Cumulative arrivals in steps of equal width up to ``until``, on an axis from ``begins`` to ``ends``.

    All moments are naive local ones of the venue. ``ceiling`` is the top of the upright axis.
    """

    steps: Sequence[Step]
    begins: datetime
    until: datetime
    ends: datetime
    ceiling: int

    @property
    def arrived(self) -> Sequence[Step]:
        """The steps in which somebody came, for the table beside the picture."""
        return [step for step in self.steps if step.arrivals]


def curve(event: Event, registered: int, sitting: Sitting | None = None) -> Curve:
    """Arrivals of those who are present (at a sitting), in local time of the venue. Cost: 1 query."""
    present: QuerySet[Any] = Seat.objects.present().filter(event=event)
    if sitting is not None:
        present = Attendance.objects.filter(sitting=sitting)
    moments = present.order_by("present_at").values_list("present_at", flat=True)
    came = [local_of(moment, event.zone) for moment in moments if moment]
    held = sitting or event
    begins, ends = local_of(held.starts_at, event.zone), local_of(held.ends_at, event.zone)
    now = local_of(timezone.now(), event.zone)
    if came:
        # Whoever was noted on another day (from a paper list) does not stretch the axis.
        day = timedelta(hours=12)
        came = [moment for moment in came if begins - day <= moment <= ends + day]
    first, last = (came[0], came[-1]) if came else (begins, begins)
    begins, ends = min(begins, first), max(ends, last)
    width = next(
        (timedelta(minutes=step) for step in STEPS if (ends - begins) / timedelta(minutes=step) <= MOST_STEPS),
        timedelta(minutes=STEPS[-1]),
    )
    begins = _floor(begins, width)
    edges = [begins]
    while edges[-1] < ends:
        edges.append(edges[-1] + width)
    until = max(begins, min(max(now, last), edges[-1]))
    past = [edge for edge in edges[:-1] if edge <= until]
    counts = [sum(edge <= moment < edge + width for moment in came) for edge in past]
    steps = [
        Step(edge, edge + width, arrivals, total)
        for edge, arrivals, total in zip(past, counts, accumulate(counts), strict=True)
    ]
    return Curve(steps, begins, until, edges[-1], ceiling=_round_up(max(registered, len(came), 4)))


def _floor(moment: datetime, width: timedelta) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (moment - midnight) // width * width


def _round_up(number: int) -> int:
    """The next number that four grid lines divide into round ones: 347 → 400, 512 → 600."""
    small = (4, 8, 12, 16, 20, 24, 32)
    large = (lead * 10**power for power in count(1) for lead in (4, 6, 8, 10, 12, 16, 20, 24, 32))
    sizes: Iterator[int] = chain(small, large)
    return next(size for size in sizes if size >= number)


@dataclass(frozen=True)
class Desk:
    """Everything the live desk shows of an event."""

    figures: Figures
    curve: Curve
    forecast: Forecast
    to_come: ToCome
    flow: Flow
    scans: Sequence[Scan]
    #: Doors at work in the last half hour, and how many came in by each.
    doors: Sequence[tuple[str, int]]
    #: Of a series: the one all this is about, and how many were at each.
    sitting: Sitting | None = None
    sittings: Sequence[tuple[Sitting, int]] = ()


def desk(event: Event, number: int = 12) -> Desk:
    """Cost: 7 queries, however many came; up to 12 for a series. Twice a day those of the forecast."""
    sitting = sittings.shown(event) if event.is_series else None
    counted = figures(event, sitting)
    since = timezone.now() - LATELY
    came = Count("seat", filter=_still_in(event), distinct=True)
    at_work: Any = Scan.objects.filter(event=event, at__gt=since).order_by("door").values_list("door").annotate(n=came)
    arrivals = curve(event, counted.registered, sitting)
    held = sitting or event
    return Desk(
        counted,
        arrivals,
        forecast(
            event,
            counted.registered,
            starts=local_of(held.starts_at, event.zone),
            ends=local_of(held.ends_at, event.zone),
            now=local_of(timezone.now(), event.zone),
        ),
        to_come(event, sitting),
        flow(event),
        list(Scan.objects.latest_of(event, number)),
        list(at_work),
        sitting,
        by_sitting(event) if sitting else (),
    )


def _still_in(event: Event) -> Q:
    """Scans by which somebody is in now (at that sitting): none that was taken back."""
    if event.is_series:
        noted = Attendance.objects.filter(seat=OuterRef("seat"), sitting=OuterRef("sitting"), present_at=OuterRef("at"))
        return Q(Exists(noted), outcome=Scan.Outcome.CHECKED_IN)
    return Q(outcome=Scan.Outcome.CHECKED_IN, at=F("seat__present_at"))


def by_sitting(event: Event) -> list[tuple[Sitting, int]]:
    """Each sitting that stands, and how many were there. Cost: 2 queries."""
    rows = Attendance.objects.filter(sitting__event=event).order_by().values_list("sitting").annotate(n=Count("pk"))
    came = dict(rows)
    return [(sitting, came.get(sitting.pk, 0)) for sitting in event.sittings_standing]


def doors_of(event: Event) -> list[str]:
    """Names of the event's doors: where somebody is posted, and where somebody was scanned. Cost: 1 query."""
    posted: Any = DoorPass.objects.filter(event=event).order_by().values_list("door", flat=True)
    used: Any = Scan.objects.filter(event=event).order_by().values_list("door", flat=True)
    return sorted(posted.union(used))
