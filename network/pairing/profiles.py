"""What the engine may know of a candidate and of an offer: declared facts alone, and how much each part of a score weighs.

There is no field for origin, age, sex, religion or status: what is not there cannot be scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from network.pairing.problem import MOST_SCORE, Unsound

#: Formats that rounds pair; a group session is joined, not matched.
FORMATS: Final = ("mentoring", "placement", "conversation")
#: What somebody wants of it, and what an offer gives.
PURPOSES: Final = ("contacts", "workplace", "choice", "training", "skills")
#: What may be wished for, or be a must: each is answered by facts of the offer, with those of the person where it says "own".
WISHES: Final = (
    "online", "in_person", "own_region", "evenings", "weekends", "same_occupation", "employer", "step_free", "transit",
)  # fmt: skip
#: Those that are facts of the offer alone.
FACTS: Final = ("employer", "step_free", "transit")
#: Parts of a score: names of the edition's weights, too. ``turn``: a host who has not had theirs.
PARTS: Final = ("occupation", "time", "place", "language", "purpose", "wishes", "turn")


@dataclass(frozen=True, slots=True)
class CandidateProfile:
    """What the engine may know of a candidate.

    ``occupations``: unit groups of NOC 2021 (five digits), 1 to 3, the main one first. ``levels``: "fr.oral_production" -> level
    (1 to 12 for French, ease 0 to 3 for others). ``regions``: bits, bit *n − 1* for administrative region *n*; ``home``: number of the
    region of living, 0 if unknown. ``availability``: 21 bits of ``people.timetable``. ``must`` and ``wishes``: codes of ``WISHES``.
    ``related``: related fields are welcome (to test a choice, say).
    """

    key: int
    edition: int
    formats: frozenset[str]
    occupations: tuple[str, ...]
    days_waited: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    regions: int = 0
    home: int = 0
    anywhere: bool = False
    online: bool = False
    availability: int = 0
    must: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    related: bool = False


@dataclass(frozen=True, slots=True)
class HostProfile:
    """What the engine may know of an offer.

    ``capacity``: places left. ``occupations``: codes of NOC 2021; five digits for a unit group, two for any of a major group.
    ``needs``: "fr.oral_production" -> least level. ``region``: 1 to 17, 0 if none; ``online``: can be done at a distance.
    ``availability``: 21 bits; with ``has_dates`` they are those of fixed dates, and the two sides may agree on others.
    ``facts``: codes of ``FACTS``.
    ``times_used``: pairs it has had. ``related``: people of related occupations are welcome, else those of these very ones.
    """

    key: int
    edition: int
    format: str
    occupations: tuple[str, ...]
    capacity: int = 1
    needs: Mapping[str, int] = field(default_factory=dict)
    region: int = 0
    online: bool = False
    availability: int = 0
    has_dates: bool = False
    facts: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    times_used: int = 0
    related: bool = True


@dataclass(frozen=True, slots=True)
class Weights:
    """Most points of each part; the settings of an edition. At most 1000 together."""

    occupation: int = 350
    time: int = 150
    place: int = 150
    language: int = 100
    purpose: int = 100
    wishes: int = 100
    turn: int = 50

    def __post_init__(self) -> None:
        most = [getattr(self, part) for part in PARTS]
        if min(most) < 0 or sum(most) > MOST_SCORE:
            raise Unsound("weights", sum(most))
