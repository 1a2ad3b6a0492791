"""What pages and letters say of meetings: hours in the reader's own zone, how it went, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from network.pairing.kinds import Format
from network.pairing.matches.models import Match
from network.pairing.matches.showing import duration
from network.pairing.meetings import rules
from network.pairing.meetings.models import Meeting, Missed, State
from people.accompaniment.telling import Told, zone_of
from people.accounts.models import Person

#: Colour of a state's tag.
KINDS: dict[str, str] = {State.PLANNED: "region", State.HELD: "success", State.MISSED: "warn", State.CANCELLED: ""}
#: Past ones that the match's page names; the others stand on a page of their own.
NAMED = 3


def title_of(match: Match) -> str:
    """What a meeting of the match is called; names nobody."""
    if match.format == Format.MENTORING:
        return _("Mentoring meeting")
    return _("Job-shadowing placement") if match.format == Format.PLACEMENT else _("Pairing conversation")


def outcome(minutes: int | None, missed: str, side: str) -> str:
    """What was said or settled, to whoever is on ``side``; "" is staff."""
    if minutes is not None:
        return (
            _("you were together for %(time)s") % {"time": duration(minutes)}
            if side
            else _("held, %(time)s") % {"time": duration(minutes)}
        )
    if missed == Missed.BOTH:
        return _("neither of you came") if side else _("neither came")
    if missed == side:
        return _("you did not come")
    if missed == Missed.CANDIDATE:
        return _("the candidate did not come")
    return _("the host did not come")


@dataclass(frozen=True)
class Line:
    """One meeting as one reader reads it. ``side`` "": staff."""

    meeting: Meeting
    side: str
    zone: str

    @property
    def told(self) -> Told:
        return Told(self.meeting, self.zone)

    @property
    def kind(self) -> str:
        waits = self.meeting.is_to_say and (self.is_my_turn or not self.side)
        return "warn" if waits else KINDS[self.meeting.state]

    @property
    def state(self) -> str:
        """In words: planned, to be said, waiting for the other, held, …"""
        meeting = self.meeting
        if not meeting.is_to_say:
            return str(meeting.get_state_display())
        if not meeting.said_side:
            return pgettext("meeting", "How did it go?")
        if not self.side:
            return pgettext("meeting", "Said by one side")
        return pgettext("meeting", "To confirm") if self.is_my_turn else pgettext("meeting", "Waits for the other")

    @property
    def is_my_turn(self) -> bool:
        """It is over, and the reader has not said how it went, or has to answer the other."""
        return bool(self.side) and self.meeting.is_to_say and self.meeting.said_side != self.side

    @property
    def said(self) -> str:
        """What one side said, in words; "" before."""
        meeting = self.meeting
        return outcome(meeting.said_minutes, meeting.said_missed, self.side) if meeting.said_side else ""

    @property
    def settled(self) -> str:
        """What was settled, in words; "" before."""
        meeting = self.meeting
        if meeting.state == State.HELD and meeting.counted_minutes is not None:
            return outcome(meeting.counted_minutes, "", self.side)
        return outcome(None, meeting.missed_by, self.side) if meeting.state == State.MISSED else ""

    @property
    def planner(self) -> str:
        """Who of the staff planned it; "" where the two did, or their agreement. Needs ``planned_by`` loaded."""
        by, match = self.meeting.planned_by, self.meeting.match
        if by is None or by.erased_at or self.meeting.agreed_day or match.side_of(by) is not None:
            return ""
        return by.name

    @property
    def planned_words(self) -> str:
        return duration(self.meeting.minutes)

    @property
    def break_words(self) -> str:
        return duration(self.meeting.break_minutes) if self.meeting.break_minutes else ""


def lines(meetings: Iterable[Meeting], side: str, zone: str) -> list[Line]:
    return [Line(meeting, side, zone) for meeting in meetings]


def of_match(match: Match, side: str, reader: Person) -> dict[str, Any]:
    """What the section of the match's page shows. Cost: 4 queries."""
    zone = zone_of(reader)
    found = list(Meeting.objects.filter(match=match).order_by("starts_at", "pk"))
    for meeting in found:
        meeting.match = match
    past = [each for each in reversed(found) if not each.is_planned]
    return {
        "match": match,
        "side": side,
        "coming": lines([each for each in found if each.is_planned and not each.is_over], side, zone),
        "to_say": lines([each for each in found if each.is_to_say], side, zone),
        "past": lines(past[:NAMED], side, zone),
        # Staff have no page of all of them.
        "older": [] if side else lines(past[NAMED:], side, zone),
        "more": len(past) > NAMED,
        "any": bool(found),
        "may_plan": rules.may_plan(match) and not _is_planned_conversation(match, found),
        "may_note": rules.may_note(match),
        "may_rest": rules.may_rest(match),
    }


def _is_planned_conversation(match: Match, found: list[Meeting]) -> bool:
    live = {State.PLANNED, State.HELD}
    return match.format == Format.CONVERSATION and any(each.state in live for each in found)
