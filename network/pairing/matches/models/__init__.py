"""What a match is made of: who, the agreement, goals, minutes, reviews, the logbook, and links for each phase."""

from network.pairing.matches.models.agreement import Agreement, Channel, Day, Goal, Insurer, Rhythm
from network.pairing.matches.models.logbook import Logbook, Phase, Resource
from network.pairing.matches.models.match import (
    LIVE,
    MOVES,
    SIGNED,
    WORKING_ROLES,
    EndReason,
    Match,
    MatchQuerySet,
    Minutes,
    Party,
    State,
    shows_its_card,
)
from network.pairing.matches.models.reviews import Moment, Review
from network.pairing.proposals.models import Side

__all__ = [
    "LIVE",
    "MOVES",
    "SIGNED",
    "WORKING_ROLES",
    "Agreement",
    "Channel",
    "Day",
    "EndReason",
    "Goal",
    "Insurer",
    "Logbook",
    "Match",
    "MatchQuerySet",
    "Minutes",
    "Moment",
    "Party",
    "Phase",
    "Resource",
    "Review",
    "Rhythm",
    "Side",
    "State",
    "shows_its_card",
]
