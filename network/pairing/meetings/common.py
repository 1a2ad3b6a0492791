"""Hours at which both are free: what each said of their week, without what their calendars hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.dates import local_of
from network.pairing.matches.models import Match
from people.timetable import hours, intervals
from people.timetable.availability import Availability
from people.timetable.intervals import Interval

#: Nobody is asked to come at once.
NOTICE = timedelta(hours=12)
#: Days looked over at once, and hours proposed on one of them.
DAYS, MOST_A_DAY = 7, 4


@dataclass(frozen=True)
class Proposed:
    """Hours that suit both, by day; ``grids_meet`` False: their weeks have no hour in common, so that any usual one is proposed."""

    days: list[tuple[date, list[Interval]]]
    grids_meet: bool


def week_of(match: Match) -> Availability:
    """Parts of the week in which both are usually free; of whoever said nothing, all. Needs request and offer. No query."""
    own, theirs = Availability(match.request.availability), Availability(match.offer.availability)
    return own & theirs if own and theirs else own or theirs


def proposed(match: Match, *, first: date, minutes: int, zone: str, now: datetime | None = None) -> Proposed:
    """Beginnings of a week from ``first`` on, in the local time of ``zone``, a few a day. Cost: 2 queries."""
    week = week_of(match)
    within: tuple[time, time] | Availability = week or hours.USUAL_HOURS
    last = first + timedelta(days=DAYS - 1)
    both = [
        hours.free_hours(person, first, last, zone, minutes, within=within) for person in (match.candidate, match.host)
    ]
    soonest = (now or timezone.now()) + NOTICE
    free = [span for span in shared(*both) if span.minutes >= minutes]
    found: dict[date, list[Interval]] = {}
    for slot in intervals.slots(free, length_minutes=minutes, every_minutes=60 if minutes >= 60 else 30):
        if slot.starts_at >= soonest:
            found.setdefault(local_of(slot.starts_at, zone).date(), []).append(slot)
    return Proposed([(day, spread(slots)) for day, slots in sorted(found.items())], bool(week))


def shared(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The time that is in both, in order."""
    pairs = ((a, b) for a in one for b in other if a.overlaps(b))
    return sorted(Interval(max(a.starts_at, b.starts_at), min(a.ends_at, b.ends_at)) for a, b in pairs)


def spread(slots: Sequence[Interval], most: int = MOST_A_DAY) -> list[Interval]:
    """A few of them, from the first to the last of the day."""
    if len(slots) <= most:
        return list(slots)
    return [slots[round(place * (len(slots) - 1) / (most - 1))] for place in range(most)]
