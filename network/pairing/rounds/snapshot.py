"""A round's snapshot as bytes: who waited, who had how many places, which pairs could be and for what score. Keys and numbers alone.

Kept with the round, so that a board is changed over the very facts that it was computed over, and every price it shows is the
price that is paid.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from network.pairing.problem import Row

#: Quick rather than small: 65,000 pairs take some 20 ms.
LEVEL = 1


@dataclass(frozen=True)
class Snapshot:
    """``days``: request -> days waited, in the order of the queue. ``room``: offer -> places. ``rows``: request -> offers and scores.

    ``kept``: pairs of the round before that nobody was asked about.
    """

    days: Mapping[int, int]
    room: Mapping[int, int]
    rows: Mapping[int, Row]
    kept: Mapping[int, int] = field(default_factory=dict)

    @property
    def edges(self) -> int:
        return sum(len(row[0]) for row in self.rows.values())

    def score(self, request: int, offer: int) -> int | None:
        """Score of a pair without any bonus; None where a rule keeps the two apart."""
        there, scores = self.rows.get(request, ((), ()))
        try:
            return scores[there.index(offer)]
        except ValueError:
            return None


def pack(snapshot: Snapshot) -> bytes:
    plain = [
        list(snapshot.days.items()),
        list(snapshot.room.items()),
        [[request, list(row[0]), list(row[1])] for request, row in snapshot.rows.items()],
        list(snapshot.kept.items()),
    ]
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), LEVEL)


def unpack(packed: bytes) -> Snapshot:
    days, room, rows, kept = json.loads(zlib.decompress(packed))
    return Snapshot(
        days=dict(days),
        room=dict(room),
        rows={request: (tuple(there), tuple(scores)) for request, there, scores in rows},
        kept=dict(kept),
    )
