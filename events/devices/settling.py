"""What becomes of a seat, from everything that devices say of it: the earliest entry that nobody took back, whatever came first.

Pure: the same set of claims gives the same answer in any order, twice or once.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events.devices.models import ScannedSeat

Outcome = ScannedSeat.Outcome


@dataclass(frozen=True)
class Claim:
    """One scan, as far as it concerns one seat. ``device`` is None at a door of ours."""

    id: uuid.UUID
    device: int | None
    door: str
    at: datetime
    #: Whether the door let the holder in; else it said that somebody was in already.
    let_in: bool = True
    #: Whether an undo of any kind took it back.
    undone: bool = False


@dataclass(frozen=True)
class Settled:
    """The claim by which the holder is in (None: by none), and what became of each."""

    entry: Claim | None
    outcomes: dict[uuid.UUID, Outcome]


def settle(claims: Iterable[Claim]) -> Settled:
    """Of all who were let in with a seat's ticket the first came in; a second device that let somebody in is a double.

    The same device again is somebody who comes back, or a ticket held up twice.
    """
    entry: Claim | None = None
    outcomes: dict[uuid.UUID, Outcome] = {}
    met: set[int | None] = set()
    for claim in sorted(set(claims), key=lambda claim: (claim.at, claim.id)):
        if claim.undone:
            outcomes[claim.id] = Outcome.UNDONE
        elif not claim.let_in:
            outcomes[claim.id] = Outcome.ALREADY
        elif entry is None:
            entry, outcomes[claim.id] = claim, Outcome.ENTERED
            met.add(claim.device)
        else:
            outcomes[claim.id] = Outcome.ALREADY if claim.device in met else Outcome.DOUBLE
            met.add(claim.device)
    return Settled(entry, outcomes)


def between_sittings(claims: Iterable[Claim]) -> dict[uuid.UUID, Outcome]:
    """Of a series, while no door was open: nobody came to anything, whatever the door said."""
    return {claim.id: Outcome.UNDONE if claim.undone else Outcome.REFUSED for claim in claims}
