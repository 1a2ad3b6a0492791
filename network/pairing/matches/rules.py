"""Who may see and do what with a match."""

from typing import Any

from network.pairing.editions.models import COORDINATORS, works_for
from network.pairing.matches.models import EndReason, Match, Side, State
from people.participants.models import CaseFile
from people.programmes.models import Edition

#: Who completes a match by hand, and sets links, in their editions.
COMPLETING_ROLES = COORDINATORS

#: Who may edit the agreement, tick goals and count days: while it is not over and the final reviews are not asked for.
GOING_ON = (State.TO_SIGN, State.SIGNED, State.SCHEDULED, State.UNDER_WAY)

#: Why each side may end it; staff may give all of them.
REASONS: dict[str, tuple[EndReason, ...]] = {
    Side.CANDIDATE: (
        EndReason.FOUND_JOB, EndReason.NOT_SUITED, EndReason.HOST_LEFT, EndReason.STOPS, EndReason.OTHER,
    ),
    Side.HOST: (EndReason.HOST_LEFT, EndReason.NO_SHOW, EndReason.NOT_SUITED, EndReason.FOUND_JOB, EndReason.OTHER),
    "": tuple(reason for reason in EndReason if reason != EndReason.LEFT),
}  # fmt: skip
#: After these the candidate does not wait again, unless they say so.
NO_REMATCH = (EndReason.FOUND_JOB, EndReason.STOPS)


def coordinates(user: Any, match: Match) -> bool:
    """Whether the user keeps the match's edition: they complete it, and read what is for the coordination alone. Cost: 1 query."""
    return Edition.objects.kept_by(user).filter(pk=match.edition_id).exists()


def follows_candidate(user: Any, match: Match) -> bool:
    """Whether one of the user's organisations follows the candidate now. Cost: 1 query."""
    return CaseFile.objects.visible_to(user).filter(person=match.candidate_id).exists()


def reads_what_they_say(user: Any, match: Match) -> bool:
    """Reviews, and words on an end: whoever follows the candidate, and the coordination, as both were told. Cost: 1 or 2 queries."""
    return follows_candidate(user, match) or coordinates(user, match)


def may_edit(match: Match) -> bool:
    """Change the agreement, tick goals, confirm days."""
    return match.state in GOING_ON


def may_end(match: Match) -> bool:
    return match.is_live


def may_complete(user: Any, match: Match) -> bool:
    """Complete it by hand, with a reason: what was signed, and a placement that is insured."""
    signed = match.is_live and match.is_signed
    insured = match.format != "placement" or bool(match.insurer)
    return signed and insured and coordinates(user, match)


def sees_the_name(user: Any, match: Match) -> bool:
    """Who follows the candidate reads their name; who brought the host, once both signed. The coordination reads a number. Cost: 1 or 2 queries."""
    if follows_candidate(user, match):
        return True
    if not match.is_signed:
        return False
    brought = Match.objects.filter(works_for(user, "offer__partner__organisation"), pk=match.pk)
    return brought.exists()
