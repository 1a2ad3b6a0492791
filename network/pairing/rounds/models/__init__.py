"""A round and what it found: who is put with whom, who is left out and why, what was changed by hand, and what may never be."""

from network.pairing.rounds.models.changes import Change
from network.pairing.rounds.models.exclusions import Exclusion
from network.pairing.rounds.models.round import ON_THE_TABLE, UNDER_WAY, Kind, Round, Stage, State, Trouble
from network.pairing.rounds.models.rows import (
    LIVE,
    LONGEST_REASON,
    Because,
    Origin,
    PairState,
    RoundCandidate,
    RoundHost,
    RoundPair,
)

__all__ = [
    "LIVE",
    "LONGEST_REASON",
    "ON_THE_TABLE",
    "UNDER_WAY",
    "Because",
    "Change",
    "Exclusion",
    "Kind",
    "Origin",
    "PairState",
    "Round",
    "RoundCandidate",
    "RoundHost",
    "RoundPair",
    "Stage",
    "State",
    "Trouble",
]
