"""A meeting is planned, moved and called off; the time of both is held in the same transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.localtime import AmbiguousTime, NoSuchTime
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import MEETING, Match
from network.pairing.meetings import news, refusals, reminders, rules
from network.pairing.meetings.actions import settling
from network.pairing.meetings.actions.holding import held_with_match, set_hours, take_time
from network.pairing.meetings.models import Meeting, State
from people.accounts.models import Person
from people.timetable import actions as timetable

#: How far ahead a meeting is planned, and how far back one that was not planned here is entered.
AHEAD, BACK = timedelta(days=366), timedelta(days=60)
#: Meetings of one series at the most.
MOST_IN_A_SERIES = 12


@dataclass
class Planned:
    """What came of a plan: the meetings, and the days of a series that could not be planned, each with why."""

    meetings: list[Meeting] = field(default_factory=list)
    left_out: list[tuple[date, Exception]] = field(default_factory=list)


@transaction.atomic
def plan(
    *,
    match: Match,
    starts: datetime,
    minutes: int,
    zone: str,
    mode: str,
    by: Person,
    place: str = "",
    about: str = "",
    break_minutes: int = 0,
    every_weeks: int = 0,
    times: int = 1,
) -> Planned:
    """Fix an hour, or a series of them ``every_weeks`` weeks at the same local hour; ``starts`` is a naive local time.

    The first must be free for both; days of a series that are not are left out, and said. Both are written to once.
    Cost: about 25 queries, and 15 for each one more.

    Raises NotSigned, DaysAreAgreed, OneConversation, HourPassed, TooFarAhead, TooLong, HourPlanned, HourTaken, NoSuchTime,
    AmbiguousTime and SensitiveText.
    """
    refuse_sensitive_words(place, about)
    held = hold(match)
    _may_plan(held)
    several = every_weeks > 0 and times > 1
    days = [timedelta(weeks=every_weeks * number) for number in range(min(times, MOST_IN_A_SERIES) if several else 1)]
    series = uuid.uuid4() if len(days) > 1 else None
    done = Planned()
    for later in days:
        meeting = Meeting(
            match=held,
            mode=mode,
            place=place.strip(),
            about=about.strip(),
            break_minutes=break_minutes,
            planned_by=by,
            series=series,
        )
        begins = starts + later
        try:
            with transaction.atomic():
                _fix(meeting, held, begins, begins + timedelta(minutes=minutes), zone)
        except (Refusal, NoSuchTime, AmbiguousTime) as trouble:
            if not done.meetings:
                raise
            done.left_out.append((begins.date(), trouble))
            continue
        audit.record("meeting.planned", meeting, by=by, values={"match": held.pk})
        reminders.plan(meeting)
        done.meetings.append(meeting)
    first, *others = done.meetings
    news.tell_both(first, "planned", by=by, series=others, named=True)
    return done


def _may_plan(held: Match) -> None:
    if held.state not in MEETING:
        raise refusals.NotSigned
    if held.format == Format.PLACEMENT:
        raise refusals.DaysAreAgreed
    if held.format == Format.CONVERSATION and held.meetings.filter(state__in=[State.PLANNED, State.HELD]).exists():
        raise refusals.OneConversation


def _fix(meeting: Meeting, held: Match, starts: datetime, ends: datetime, zone: str) -> None:
    """Keep the meeting at this hour, and take the time of both; nothing of it stays when that is refused."""
    set_hours(meeting, starts, ends, zone)
    if meeting.has_started:
        raise refusals.HourPassed
    if meeting.starts_at > timezone.now() + AHEAD:
        raise refusals.TooFarAhead
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        raise refusals.HourPlanned from None
    take_time(meeting, held)


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    starts: datetime,
    minutes: int,
    zone: str,
    mode: str,
    by: Person,
    place: str = "",
    about: str = "",
    break_minutes: int = 0,
) -> Meeting:
    """To another hour or place: the same entry in both calendars, SEQUENCE raised. What says the same changes nothing.

    ``minutes``: from its beginning to its end, the break with it. Cost: about 25 queries.

    Raises MovedOn, DaysAreAgreed, HourPassed, TooFarAhead, TooLong, HourPlanned, HourTaken, NoSuchTime, AmbiguousTime and SensitiveText.
    """
    refuse_sensitive_words(place, about)
    held = held_with_match(meeting)
    if not held.may_change or held.match.state not in MEETING:
        raise refusals.MovedOn
    if held.match.format == Format.PLACEMENT:
        raise refusals.DaysAreAgreed
    before = (held.starts, held.ends, held.zone, held.mode, held.place, held.about, held.break_minutes)
    held.mode, held.place, held.about, held.break_minutes = mode, place.strip(), about.strip(), break_minutes
    ends = starts + timedelta(minutes=minutes)
    if before == (starts, ends, zone, held.mode, held.place, held.about, held.break_minutes):
        return held
    held.sequence += 1
    _fix(held, held.match, starts, ends, zone)
    audit.record("meeting.moved", held, by=by, values={"sequence": held.sequence})
    news.tell_both(held, "moved", by=by, named=True)
    reminders.plan(held)
    return held


@transaction.atomic
def cancel(*, meeting: Meeting, by: Person, reason: str = "") -> Meeting:
    """Call it off; both are told, and their calendars. Twice is once. Cost: about 18 queries.

    Raises MovedOn once it has begun, SensitiveText.
    """
    refuse_sensitive_words(reason)
    held = held_with_match(meeting)
    if held.state == State.CANCELLED:
        return held
    if not held.may_change:
        raise refusals.MovedOn
    call_off(held, by=by, reason=reason.strip()[:300], named=True)
    return held


def call_off(
    held: Meeting, *, by: Person | None, reason: str = "", but: Sequence[int] = (), named: bool = False
) -> None:
    """The caller holds the meeting and its match. ``but``: who leaves, and is written nothing; ``named``: the letter says who did it.

    Cost: about 14 queries.
    """
    held.state, held.cancelled_at, held.cancelled_by = State.CANCELLED, timezone.now(), by
    held.reason, held.sequence = reason, held.sequence + 1
    planned = Meeting.objects.planned().filter(pk=held.pk)
    if not planned.update(
        state=held.state,
        cancelled_at=held.cancelled_at,
        cancelled_by=by,
        reason=reason,
        sequence=held.sequence,
    ):
        raise refusals.MovedOn
    timetable.release(source=held)
    audit.record("meeting.cancelled", held, by=by, values={"sequence": held.sequence})
    news.tell_both(held, "cancelled", by=by, but=but, named=named)
    reminders.drop(held)


def call_off_all(match: Match, *, by: Person | None = None, but: Sequence[int] = ()) -> int:
    """Everything to come of a match that is over; how many. The caller holds the match. Cost: 1 query, 14 for each."""
    found = match.meetings.planned().filter(starts_at__gt=timezone.now()).select_for_update(of=("self",)).order_by("pk")
    number = 0
    for number, meeting in enumerate(found, 1):  # noqa: B007  (the last number is the answer)
        meeting.match = match
        call_off(meeting, by=by, but=but)
    return number


def plan_again(match: Match, *, since: datetime) -> list[Meeting]:
    """What was called off with the end of a match that goes on after all, where the hour still is free for both: the same entry
    of both calendars. The caller holds the match. Cost: 1 query, about 12 for each, and the letters.
    """
    gone = match.meetings.filter(
        state=State.CANCELLED, cancelled_at__gte=since, agreed_day=None, starts_at__gt=timezone.now()
    )
    back = []
    for meeting in gone.select_related("planned_by").order_by("starts_at", "pk"):
        meeting.match, meeting.state = match, State.PLANNED
        meeting.cancelled_at = meeting.cancelled_by = None
        meeting.reason, meeting.sequence = "", meeting.sequence + 1
        try:
            with transaction.atomic():
                _fix(meeting, match, meeting.starts, meeting.ends, meeting.zone)
        except (Refusal, NoSuchTime, AmbiguousTime):
            continue
        audit.record("meeting.planned", meeting, by=None, values={"match": match.pk})
        reminders.plan(meeting)
        back.append(meeting)
    if back:
        first, *others = back
        news.tell_both(first, "planned", by=first.planned_by, series=others)
    return back


@transaction.atomic
def note(
    *,
    match: Match,
    side: str,
    starts: datetime,
    minutes: int,
    zone: str,
    mode: str,
    by: Person,
    about: str = "",
) -> Meeting:
    """Enter a meeting that was not planned here: one side says how long it was, the other is asked to confirm it.

    Cost: about 15 queries. Raises NotSigned, NotBefore, TooLong, HourPlanned, NoSuchTime, AmbiguousTime, SensitiveText.
    """
    refuse_sensitive_words(about)
    held = hold(match)
    if not rules.may_note(held):
        raise refusals.NotSigned
    meeting = Meeting(match=held, mode=mode, about=about.strip(), planned_by=by, asked_at=timezone.now())
    set_hours(meeting, starts, starts + timedelta(minutes=minutes), zone)
    too_early = meeting.starts_at < timezone.now() - BACK or meeting.start_date < timezone.localdate(held.made_at)
    if not meeting.is_over or too_early:
        raise refusals.NotBefore
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        raise refusals.HourPlanned from None
    audit.record("meeting.noted", meeting, by=by, values={"match": held.pk})
    settling.keep_word(meeting, side, settling.Word(minutes=meeting.minutes), by=by)
    return meeting
