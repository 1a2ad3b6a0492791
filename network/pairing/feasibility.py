"""Which pairs may be at all, and what speaks for each: hard rules and score parts, over declared facts alone.

The profiles have no field for origin, age, sex, religion or status: what is not there cannot be scored.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from network.pairing.problem import Row

#: Formats that rounds pair; a group session is joined, not matched.
FORMATS: Final = ("mentoring", "placement", "conversation")
#: What somebody wants of it, and what an offer gives.
PURPOSES: Final = ("contacts", "workplace", "choice", "training", "show")
#: What may be wished for, or be a must: each is answered by facts of the offer, with those of the person where it says "own".
WISHES: Final = (
    "online", "in_person", "evenings", "weekends", "accessible", "transit", "same_occupation", "own_region",
    "small_employer", "large_employer",
)  # fmt: skip
#: Hard rules, in the order in which they are told.
RULES: Final = (
    "edition", "format", "capacity", "excluded", "failed_before", "occupation", "language", "place", "time", "must",
)  # fmt: skip
PARTS: Final = ("occupation", "time", "place", "language", "wishes", "purpose", "fairness")
#: How near two occupations are: digits of NOC 2021 they share, 5 (unit group) to 2 (major group); 1 (broad category) where
#: the candidate welcomes related fields.
CLOSENESS: Final = (0, 1, 2, 3, 4, 5)


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
    ``facts``: codes of ``WISHES`` that are of the offer alone (accessible, transit, small_employer, large_employer).
    ``times_used``: pairs it has had.
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


@dataclass(frozen=True, slots=True)
class Weights:
    """Most points of each part; the settings of an edition. At most 1000 together."""

    occupation: int = 400
    time: int = 150
    place: int = 150
    language: int = 50
    wishes: int = 100
    purpose: int = 100
    fairness: int = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """A hard rule that does not hold: its code (``RULES``) and the facts that say so."""

    rule: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one part (``PARTS``), the most there are, and the facts they stand on."""

    name: str
    points: int
    most: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one pair: rules that fail (none: feasible), and the parts of its score, also where it is not feasible."""

    failures: tuple[Failure, ...]
    parts: tuple[Part, ...]

    @property
    def is_feasible(self) -> bool:
        return not self.failures

    @property
    def score(self) -> int:
        """Sum of the parts, 1 to 1000."""
        return sum(part.points for part in self.parts)


def edges(
    candidates: Iterable[CandidateProfile],
    hosts: Iterable[HostProfile],
    weights: Weights | None = None,
    *,
    excluded: Collection[tuple[int, int]] = (),
    failed: Collection[tuple[int, int]] = (),
    without: Collection[str] = (),
) -> dict[int, Row]:
    """Candidate's key -> feasible hosts' keys and scores, for ``Problem.rows``; candidates with none are left out.

    ``excluded``, ``failed``: pairs (candidate, host) that may not be. ``without``: rules (``RULES``) or single must-haves
    ("must:online") to leave out, to ask what they cost.
    """
    raise NotImplementedError


def explain(
    candidate: CandidateProfile,
    host: HostProfile,
    weights: Weights | None = None,
    *,
    excluded: Collection[tuple[int, int]] = (),
    failed: Collection[tuple[int, int]] = (),
) -> Explanation:
    """One pair, rule by rule and part by part."""
    raise NotImplementedError
