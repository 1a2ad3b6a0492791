"""What a person has before them, where they are free, and what would clash."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import models

from people.accounts.models import Person
from people.timetable import intervals
from people.timetable.availability import Availability
from people.timetable.intervals import Interval
from people.timetable.models import Busy

#: When people meet, unless they said otherwise.
USUAL_HOURS = (time(8), time(20))
#: Days one may look over at once.
MOST_DAYS = 92


def clashes(person: Person, starts_at: datetime, ends_at: datetime, but: models.Model | None = None) -> list[Busy]:
    """What already takes the person between two instants, in order, without what ``but`` itself takes. Cost: 1 query."""
    return list(Busy.objects.of_person(person).between(starts_at, ends_at).but(but))


def free_hours(
    person: Person,
    day_from: date,
    day_to: date,
    zone: str,
    length_minutes: int,
    within: tuple[time, time] | Availability = USUAL_HOURS,
    margin_minutes: int = 0,
) -> list[Interval]:
    """Where the person is free for at least ``length_minutes``, on the days from one to the other, both included.

    ``within``: local hours of every day in ``zone``, or the weekly grid the person gave. Tentative hours count as taken.
    The stretches are whole; :func:`intervals.slots` cuts what can be offered. Cost: 1 query.

    Raises ValueError for more than 92 days.
    """
    if (day_to - day_from).days >= MOST_DAYS:
        raise ValueError(f"free hours are looked for over at most {MOST_DAYS} days")
    days = [day_from + timedelta(days=number) for number in range((day_to - day_from).days + 1)]
    spans = [span for day in days for span in intervals.hours_of(day, _hours(within, day), zone)]
    if not spans:
        return []
    margin = timedelta(minutes=margin_minutes)
    rows = Busy.objects.of(person).between(spans[0].starts_at - margin, spans[-1].ends_at + margin)
    taken = [Interval(*row) for row in rows.values_list("starts_at", "ends_at")]
    return intervals.free(taken, spans, length_minutes=length_minutes, margin_minutes=margin_minutes)


def _hours(within: tuple[time, time] | Availability, day: date) -> Sequence[intervals.Hours]:
    return within.hours_on(day) if isinstance(within, Availability) else [within]


def coming(person: Person, limit: int | None = None) -> list[Busy]:
    """What comes next, soonest first, each marked with what it overlaps: for ``timetable/_next.html``. Cost: 1 query."""
    rows = Busy.objects.of(person).upcoming()
    return with_overlaps(rows if limit is None else rows[:limit])


def with_overlaps(rows: Iterable[Busy]) -> list[Busy]:
    """The rows, each with ``clash``: the first other one of them that takes some of the same time, or None."""
    found = list(rows)
    for busy in found:
        busy.clash = next((other for other in found if other is not busy and busy.overlaps(other)), None)
    return found
