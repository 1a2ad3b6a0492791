"""How long an offered place waits for its answer: hours in which people are awake, fewer of them close to the event. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: From when to when the time to answer runs, on the clock of the place.
WAKES, SLEEPS = time(8), time(21)
#: Nobody is asked to answer in less.
LEAST = timedelta(minutes=30)
#: At most this share of the waking time that is left until the event may be spent on waiting for one answer.
SHARE = 3


def time_to_answer(now: datetime, *, starts_at: datetime, zone: str, hours: int) -> datetime | None:
    """Until when an offer made ``now`` can be answered (aware); None when there is no time left to ask anybody.

    ``hours`` of waking time, but no more than a third of the waking time before the event begins, and half an hour at
    least. What would end in the night ends in the morning after, since the night does not count.
    """
    place = ZoneInfo(zone)
    left = awake_between(now, starts_at, place)
    if left < 2 * LEAST:
        return None
    wanted = min(timedelta(hours=hours), left / SHARE)
    return min(after_awake(now, max(wanted, LEAST), place), starts_at)


def awake_between(start: datetime, end: datetime, place: ZoneInfo) -> timedelta:
    """Waking time between two moments."""
    total, day = timedelta(), start.astimezone(place).date()
    last = end.astimezone(place).date()
    # Beyond some weeks nobody's answer depends on how many nights there are.
    for _night in range(60):
        if day > last:
            break
        wakes = datetime.combine(day, WAKES, tzinfo=place)
        sleeps = datetime.combine(day, SLEEPS, tzinfo=place)
        total += max(timedelta(), min(sleeps, end) - max(wakes, start))
        day += timedelta(days=1)
    return total


def after_awake(start: datetime, span: timedelta, place: ZoneInfo) -> datetime:
    """The moment at which ``span`` of waking time has gone by since ``start``."""
    day = start.astimezone(place).date()
    while True:
        wakes = datetime.combine(day, WAKES, tzinfo=place)
        sleeps = datetime.combine(day, SLEEPS, tzinfo=place)
        begins = max(wakes, start)
        today = max(timedelta(), sleeps - begins)
        if span <= today:
            return begins + span
        span -= today
        day += timedelta(days=1)
