"""Free time between what is taken: pure arithmetic on instants, no query and no row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Local hours of a day, first and last moment.
Hours = tuple[time, time]


@dataclass(frozen=True, order=True)
class Interval:
    """From one instant to another; both aware, the end not included."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def overlaps(self, other: "Interval") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time, in order, with what overlaps or touches made one."""
    found: list[Interval] = []
    for interval in sorted(intervals):
        if found and interval.starts_at <= found[-1].ends_at:
            found[-1] = Interval(found[-1].starts_at, max(found[-1].ends_at, interval.ends_at))
        else:
            found.append(interval)
    return found


def without(span: Interval, taken: Iterable[Interval]) -> Iterator[Interval]:
    """What is left of a span."""
    start = span.starts_at
    for interval in joined(taken):
        if interval.ends_at <= start:
            continue
        if interval.starts_at >= span.ends_at:
            break
        if interval.starts_at > start:
            yield Interval(start, interval.starts_at)
        start = interval.ends_at
    if start < span.ends_at:
        yield Interval(start, span.ends_at)


def hours_of(day: date, hours: Sequence[Hours], zone: str) -> Iterator[Interval]:
    """Local hours of a day as instants.

    The night the clocks skip an hour, a moment in it is read an hour later (2:30 is 3:30): a span across it is an hour
    shorter, one that ends in it is as long as any night. The night an hour comes twice, its first time is meant: a span
    that begins in it or before, and ends after it, is an hour longer.
    """
    info = ZoneInfo(zone)
    for first, last in hours:
        start, end = (datetime.combine(day, moment, tzinfo=info).astimezone(UTC) for moment in (first, last))
        if start < end:
            yield Interval(start, end)


def free(
    taken: Iterable[Interval], spans: Iterable[Interval], *, length_minutes: int, margin_minutes: int = 0
) -> list[Interval]:
    """Stretches of the spans of at least ``length_minutes``, ``margin_minutes`` away from whatever is taken."""
    margin = timedelta(minutes=margin_minutes)
    kept_away = joined(Interval(one.starts_at - margin, one.ends_at + margin) for one in taken)
    left = (part for span in joined(spans) for part in without(span, kept_away))
    return [part for part in left if part.minutes >= length_minutes]


def slots(intervals: Iterable[Interval], *, length_minutes: int, every_minutes: int = 30) -> Iterator[Interval]:
    """What can be offered inside free time: spans of the length asked, beginning on the round minute (of the UTC hour)."""
    length, step = timedelta(minutes=length_minutes), timedelta(minutes=every_minutes)
    for interval in intervals:
        midnight = interval.starts_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight - (midnight - interval.starts_at) // step * step
        while start + length <= interval.ends_at:
            yield Interval(start, start + length)
            start += step
