"""Who may do what with the meetings of a match. Which rows they reach is each queryset's."""

from network.pairing.kinds import Format
from network.pairing.matches.models import MEETING, Match
from network.pairing.matches.models import WORKING_ROLES as WORKING_ROLES
from network.pairing.meetings.models import Meeting


def may_plan(match: Match) -> bool:
    """Fix an hour: the two of a match under way. The days of a placement stand in its agreement. No query."""
    return match.state in MEETING and match.format != Format.PLACEMENT


def may_move(meeting: Meeting) -> bool:
    """Another hour or place, without the agreement being signed anew. Needs the match. No query."""
    return meeting.may_change and meeting.match.format != Format.PLACEMENT


def may_note(match: Match) -> bool:
    """Enter a meeting that was not planned here. No query."""
    return match.state in MEETING and match.format == Format.MENTORING


def may_rest(match: Match) -> bool:
    return match.state in MEETING
