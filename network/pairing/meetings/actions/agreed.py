"""The days of an agreement that both signed are meetings: made, moved and called off as its versions have it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import audit
from core.dates import day_words
from network.pairing.kinds import Format
from network.pairing.matches.models import Agreement, Channel, Day, Match
from network.pairing.meetings import news, refusals, reminders
from network.pairing.meetings.actions.holding import set_hours, take_time
from network.pairing.meetings.actions.planning import call_off
from network.pairing.meetings.models import Meeting, Mode, State
from people.accounts.models import Person

MODES = {Channel.ONLINE.value: Mode.ONLINE, Channel.PHONE.value: Mode.PHONE}


def follow_agreement(*, match: Match, agreement: Agreement, by: Person | None) -> list[Meeting]:
    """Meetings of the agreement's days, as they are now. The caller holds the match, in the transaction that signs.

    A day that was held or missed stays; one that was called off and stands in the version that is signed now is planned anew.
    One that is in it no more is called off. Nothing is signed where one of the two is expected elsewhere.
    Cost: 2 queries, about 14 for each day, and the letters.

    Raises HourTaken, which names the day.
    """
    if match.format == Format.MENTORING:
        return []
    days = list(agreement.days.all())
    there = {each.agreed_day: each for each in match.meetings.exclude(state=State.CANCELLED) if each.agreed_day}
    if match.format == Format.CONVERSATION:
        there = _the_conversation(match, days) or there
    wanted = {day.day for day in days}
    for meeting in there.values():
        meeting.match = match
        if meeting.agreed_day not in wanted and meeting.may_change and (days or match.format == Format.PLACEMENT):
            call_off(meeting, by=by)
    made, moved = [], []
    for day in days:
        known = there.get(day.day)
        if known is None:
            made.append(_make(match, agreement, day, by))
        elif known.may_change and not _was_agreed(match, agreement, day) and _move(known, agreement, day):
            moved.append(known)
    if made:
        first, *others = made
        news.tell_both(first, "planned", by=by, series=others)
    for meeting in moved:
        news.tell_both(meeting, "moved", by=by)
    return made


def _the_conversation(match: Match, days: list[Day]) -> "dict[Any, Meeting]":
    """The hour that was planned meanwhile is the one that the version names: it moves there, rather than two being planned."""
    live = match.meetings.planned().order_by("pk").first()
    if live is None or not days:
        return {}
    if live.may_change and live.agreed_day != days[0].day:
        live.agreed_day = days[0].day
        live.save(update_fields=["agreed_day"])
    return {live.agreed_day: live}


def _was_agreed(match: Match, agreement: Agreement, day: Day) -> bool:
    """Whether the version before said the same of a conversation's hour: where the two moved it since, it stays. Cost: 2 queries."""
    if match.format != Format.CONVERSATION:
        return False
    before = match.agreements.filter(number__lt=agreement.number, in_force_at__isnull=False).first()
    if before is None or any(
        getattr(before, name) != getattr(agreement, name) for name in ("zone", "channel", "place")
    ):
        return False
    return before.days.filter(day=day.day, starts=day.starts, ends=day.ends).exists()


def _facts(match: Match, agreement: Agreement, day: Day) -> dict[str, Any]:
    mode = MODES.get(agreement.channel, Mode.PLACE) if match.format == Format.CONVERSATION else Mode.PLACE
    return {"mode": mode, "place": agreement.place, "break_minutes": day.break_minutes}


def _make(match: Match, agreement: Agreement, day: Day, by: Person | None) -> Meeting:
    meeting = Meeting(match=match, agreed_day=day.day, planned_by=by, **_facts(match, agreement, day))
    set_hours(meeting, datetime.combine(day.day, day.starts), datetime.combine(day.day, day.ends), agreement.zone)
    meeting.save()
    if not meeting.is_over:
        _take(meeting, match, day)
    audit.record("meeting.planned", meeting, by=by, values={"match": match.pk})
    reminders.plan(meeting)
    return meeting


def _move(meeting: Meeting, agreement: Agreement, day: Day) -> bool:
    """To what the version that was signed now says; whether that is another hour or place."""
    before = (meeting.starts, meeting.ends, meeting.zone, meeting.mode, meeting.place, meeting.break_minutes)
    for name, value in _facts(meeting.match, agreement, day).items():
        setattr(meeting, name, value)
    set_hours(meeting, datetime.combine(day.day, day.starts), datetime.combine(day.day, day.ends), agreement.zone)
    after = (meeting.starts, meeting.ends, meeting.zone, meeting.mode, meeting.place, meeting.break_minutes)
    if before == after:
        return False
    meeting.sequence += 1
    meeting.save()
    if meeting.ends_at > timezone.now():
        _take(meeting, meeting.match, day)
    reminders.plan(meeting)
    return True


def _take(meeting: Meeting, match: Match, day: Day) -> None:
    try:
        take_time(meeting, match)
    except refusals.HourTaken as taken:
        words = format_lazy(
            _("On {day} one of you is expected elsewhere at these hours. Change that day in the agreement, then sign."),
            day=day_words(day.day),
        )
        raise refusals.HourTaken(taken.clash, words) from taken
