"""What the actions share: the rows they hold, in one order, and the time of the two that a meeting takes."""

from datetime import datetime, timedelta
from typing import Any

from core.localtime import instant
from network.pairing.kinds import Format
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Match
from network.pairing.meetings import refusals
from network.pairing.meetings.models import Meeting
from people.timetable import actions as timetable
from people.timetable.actions import Clash

#: Longest meeting, from its beginning to its end.
LONGEST = timedelta(hours=12)
#: What a timetable calls a meeting; it names nobody.
TITLES = {
    Format.MENTORING: ("Rencontre de mentorat", "Mentoring meeting"),
    Format.PLACEMENT: ("Stage d’observation", "Job-shadowing placement"),
    Format.CONVERSATION: ("Conversation de maillage", "Pairing conversation"),
}


def held_with_match(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held after its two people and its match. Cost: 3 queries."""
    match = hold(meeting.match)
    found = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    found.match = match
    return found


def set_hours(meeting: Meeting, starts: datetime, ends: datetime, zone: str) -> None:
    """Local hours and the instants derived from them. Raises TooLong, NoSuchTime, AmbiguousTime."""
    meeting.start_date, meeting.start_time = starts.date(), starts.time()
    meeting.end_date, meeting.end_time = ends.date(), ends.time()
    meeting.zone, meeting.starts_at, meeting.ends_at = zone, instant(starts, zone), instant(ends, zone)
    span = meeting.ends_at - meeting.starts_at
    if not timedelta(minutes=meeting.break_minutes) < span <= LONGEST:
        raise refusals.TooLong


def take_time(meeting: Meeting, match: Match) -> None:
    """Claim the hour of both, in the order of their ids, so that two plans never wait for each other. Raises HourTaken."""
    title_fr, title_en = TITLES[Format(match.format)]
    facts: dict[str, Any] = {
        "source": meeting,
        "starts": meeting.starts,
        "ends": meeting.ends,
        "zone": meeting.zone,
        "title_fr": title_fr,
        "title_en": title_en,
        "place": meeting.place,
        "url": ("meetings:meeting", meeting.pk),
        "exclusive": True,
    }
    for person in sorted((match.candidate, match.host), key=lambda each: each.pk):
        try:
            timetable.claim(person=person, **facts)
        except Clash as clash:
            raise refusals.HourTaken(clash) from clash
