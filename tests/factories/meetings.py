"""Meetings as the two of a match plan them, and as time passes over them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core.dates import local_of
from core.localtime import Zone
from network.pairing.matches.models import Match
from network.pairing.meetings import actions
from network.pairing.meetings.models import Meeting
from people.accounts.models import Person
from people.timetable import actions as timetable
from tests.factories.canaries import Canaries, maker
from tests.factories.matches import _matched, make_signed

LINK = "https://rencontre.exemple.test/salle"


def hour(days: int = 3, at: time = time(18)) -> datetime:
    """A local hour in so many days."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), at)


def plan(match: Match, *, by: Person | None = None, days: int = 3, at: time = time(18), **facts: Any) -> Meeting:
    """One meeting, online for an hour unless told otherwise."""
    facts = {"zone": Zone.MONTREAL, "mode": "online", "place": LINK, "minutes": 60, "starts": hour(days, at)} | facts
    return actions.plan(match=match, by=by or match.candidate, **facts).meetings[0]


def make_meeting(match: Match | None = None, **facts: Any) -> Meeting:
    return plan(match or make_signed(), **facts)


def make_over(match: Match | None = None, *, days_ago: int = 1, **facts: Any) -> Meeting:
    """Planned, and over since so many days."""
    meeting = make_meeting(match, **facts)
    return put(meeting, timezone.now() - timedelta(days=days_ago))


def put(meeting: Meeting, ends_at: datetime) -> Meeting:
    """Time passes: it ends then."""
    length = meeting.ends_at - meeting.starts_at
    ends_at = ends_at.astimezone(UTC).replace(second=0, microsecond=0)
    starts_at = ends_at - length
    starts, ends = local_of(starts_at, meeting.zone), local_of(ends_at, meeting.zone)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=starts_at, ends_at=ends_at, start_date=starts.date(), start_time=starts.time(),
        end_date=ends.date(), end_time=ends.time(),
    )  # fmt: skip
    timetable.move(source=meeting, starts=starts, ends=ends, zone=meeting.zone)
    return now(meeting)


def now(meeting: Meeting) -> Meeting:
    related = ("match__candidate", "match__host", "match__request", "match__offer")
    return Meeting.objects.select_related(*related).get(pk=meeting.pk)


def make_held(match: Match | None = None, *, minutes: int = 60, **facts: Any) -> Meeting:
    """Over, said by the candidate, confirmed by the host."""
    meeting = make_over(match, **facts)
    for side in ("candidate", "host"):
        actions.say(meeting=meeting, side=side, minutes=minutes, by=meeting.match.person_of(side))
    return now(meeting)


@maker(Meeting)
def a_meeting(person: Person, sing: Canaries) -> Meeting:
    match = _matched(person, sing)
    there = match.meetings.first()
    if there is not None:
        return there
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
    starts = local_of(starts_at)
    ends = starts + timedelta(hours=1)
    return Meeting.objects.create(
        match=match, start_date=starts.date(), start_time=starts.time(), end_date=ends.date(), end_time=ends.time(),
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), zone=Zone.MONTREAL,
    )  # fmt: skip
