"""How many should be in by now: the arrivals at past events of the same kind, laid over those registered for this one. Reads only.

What is kept of past events is shares by minutes, and nobody's moment.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils import timezone

from events.agenda.models import Event, Kind
from events.agenda.series import Sitting
from events.doors.models import GRACE, Attendance
from events.registration.models import Seat

#: How many past events are looked at, and how many of them say more than a curve of ours.
LATEST, ENOUGH = 12, 3
#: An event of fewer says little about when people come.
FEWEST = 5
#: Seats of those who were to come, whatever came of it.
HELD = (Seat.State.EXPECTED, Seat.State.PRESENT, Seat.State.ABSENT)
#: The grid of what is learned, in minutes from the start: from an hour before to as long as the longest day lasts.
STEP, FIRST, LAST = 5, -60, 12 * 60
#: Read anew once a day: what is over does not change often.
KEPT = timedelta(hours=12)

#: (minutes from the start, share of those registered who are in): people come to be there when it begins.
TO_BEGIN = ((-30, 0.0), (-15, 0.16), (-5, 0.42), (0, 0.56), (5, 0.68), (15, 0.77), (30, 0.8), (60, 0.82))
#: (share of the hours that are over, share of those registered): people come when it suits them.
ALL_DAY = ((-0.04, 0.0), (0.0, 0.06), (0.1, 0.22), (0.25, 0.45), (0.4, 0.61), (0.6, 0.74), (0.8, 0.8), (1.0, 0.82))
OPEN_ALL_DAY = frozenset({Kind.JOB_FAIR, Kind.RECRUITING_MISSION, Kind.CAMPAIGN})


@dataclass(frozen=True)
class Habit:
    """Shares of those registered who are in, at moments that rise; ``learned_from`` past events, 0: a curve of ours."""

    minutes: Sequence[float]
    shares: Sequence[float]
    learned_from: int = 0

    def share(self, minute: float) -> float:
        """Straight lines between what is known; flat before and after."""
        place = bisect_right(self.minutes, minute)
        if place == 0:
            return 0.0
        if place == len(self.minutes):
            return self.shares[-1]
        before, after = self.minutes[place - 1], self.minutes[place]
        part = (minute - before) / (after - before)
        return self.shares[place - 1] + part * (self.shares[place] - self.shares[place - 1])


@dataclass(frozen=True)
class Forecast:
    """``expected`` by now, and ``in_all`` by the end, of those who hold a seat."""

    habit: Habit
    starts: datetime
    registered: int
    expected: int
    in_all: int
    is_over: bool = False

    @property
    def learned_from(self) -> int:
        return self.habit.learned_from

    def at(self, moment: datetime) -> float:
        """How many should be in; ``moment`` as ``starts`` is, naive and local."""
        return self.registered * self.habit.share((moment - self.starts) / timedelta(minutes=1))


def forecast(event: Event, registered: int, *, starts: datetime, ends: datetime, now: datetime) -> Forecast:
    """Of an event or a sitting from ``starts`` to ``ends``, by ``now``: naive local moments. Cost: none; 2 or 3 queries twice a day."""
    habit = habit_of(event, minutes=(ends - starts) / timedelta(minutes=1))
    expected = registered * habit.share((min(now, ends) - starts) / timedelta(minutes=1))
    in_all = registered * habit.shares[-1]
    return Forecast(habit, starts, registered, round(expected), round(in_all), is_over=now >= ends)


def habit_of(event: Event, *, minutes: float) -> Habit:
    """Learned where enough events of the kind are over, else a usual one for events that last so long."""
    known = cache.get_or_set(_key(event), lambda: _learned(event), KEPT.total_seconds())
    return Habit(*known) if known else usual(event, minutes=minutes)


def usual(event: Event, *, minutes: float) -> Habit:
    """The curve of ours for an event that lasts so long. No query."""
    if event.kind in OPEN_ALL_DAY and not event.is_series:
        return Habit([share * minutes for share, _in in ALL_DAY], [share for _over, share in ALL_DAY])
    return Habit([minute for minute, _in in TO_BEGIN], [share for _minute, share in TO_BEGIN])


def _key(event: Event) -> str:
    today: date = timezone.localdate()
    return f"doors.habit.{event.kind}.{int(event.is_series)}.{today:%Y%m%d}"


def _learned(event: Event) -> tuple[list[int], list[float], int] | tuple[()]:
    """As the cache keeps it; empty where too few events are over. Cost: 2 queries, 3 for series."""
    shares = _by_sitting(event) if event.is_series else _by_event(event)
    if len(shares) < ENOUGH:
        return ()
    minutes = list(range(FIRST, LAST + 1, STEP))
    return minutes, [sum(one) / len(shares) for one in zip(*shares, strict=True)], len(shares)


def _by_event(event: Event) -> list[list[float]]:
    over: QuerySet[Any] = Event.objects.filter(
        kind=event.kind, sitting_count=0, cancelled_at=None, ends_at__lt=timezone.now() - GRACE
    )
    starts = dict(over.order_by("-starts_at").values_list("pk", "starts_at")[:LATEST])
    came: dict[int, list[datetime | None]] = {pk: [] for pk in starts}
    seats = Seat.objects.filter(event__in=starts, state__in=HELD).order_by()
    for pk, at in seats.values_list("event", "present_at"):
        came[pk].append(at)
    found = [_shares(starts[pk], moments, len(moments)) for pk, moments in came.items()]
    return [one for one in found if one]


def _by_sitting(event: Event) -> list[list[float]]:
    """Sittings that are over, each with those registered for its series."""
    over = Sitting.objects.standing().filter(event__kind=event.kind, ends_at__lt=timezone.now() - GRACE)
    sittings = list(over.order_by("-starts_at")[:LATEST])
    seats = Seat.objects.filter(event__in={one.event_id for one in sittings}, state__in=HELD).order_by()
    held = dict(seats.values_list("event").annotate(n=Count("pk")))
    came: dict[int, list[datetime | None]] = {one.pk: [] for one in sittings}
    for pk, at in Attendance.objects.filter(sitting__in=came).order_by().values_list("sitting", "present_at"):
        came[pk].append(at)
    found = [_shares(one.starts_at, came[one.pk], held.get(one.event_id, 0)) for one in sittings]
    return [one for one in found if one]


def _shares(starts: datetime, moments: Iterable[datetime | None], held: int) -> list[float]:
    """Share of ``held`` who are in at each step; empty for too few. Whoever was noted days later came like the others."""
    known = sorted((at - starts) / timedelta(minutes=1) for at in moments if at)
    timed = [minute for minute in known if minute <= LAST]
    if held < FEWEST or not timed:
        return []
    whole = len(known) / len(timed) / held
    return [bisect_right(timed, minute) * whole for minute in range(FIRST, LAST + 1, STEP)]
