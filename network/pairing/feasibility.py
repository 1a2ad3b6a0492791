"""Which pairs may be at all, and what speaks for each: hard rules and score parts of one pair.

``network.pairing.edges`` answers the same for whole rounds.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from network.pairing.profiles import FORMATS, CandidateProfile, HostProfile, Weights

#: Hard rules, in the order in which they are told.
RULES: Final = (
    "edition", "format", "capacity", "excluded", "failed_before", "occupation", "language", "place", "time", "must",
)  # fmt: skip
#: How near two occupations are: digits of NOC 2021 they share, 5 (unit group) to 2 (major group); 1 (broad category) where
#: the candidate welcomes related fields.
CLOSENESS: Final = (0, 1, 2, 3, 4, 5)


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


#: Bits of ``availability`` that are evenings; those that are Saturday or Sunday.
EVENINGS: Final = sum(0b100 << 3 * day for day in range(7))
WEEKENDS: Final = 0b111111 << 15
#: Shares of the most points, in hundredths. Occupation: by digits shared, and by which of the occupations aimed at.
NEARNESS: Final = (0, 25, 55, 70, 85, 100)
RANKS: Final = (100, 90, 80)
#: Parts of the week both have free: one is enough to begin, six are as good as any.
OVERLAPS: Final = (0, 40, 60, 75, 85, 95, 100)
#: Levels above what is needed: just enough, and three above.
MARGINS: Final = (40, 60, 80, 100)
#: Where: at home, in a region wished for, at a distance, anywhere else they would go.
AT_HOME, WISHED, AT_A_DISTANCE, ELSEWHERE = 100, 80, 60, 40
PLACES: Final = {AT_HOME: "home", WISHED: "wished", AT_A_DISTANCE: "online", ELSEWHERE: "elsewhere"}
#: Pairs a host has had: none, one, more.
USED: Final = (100, 40, 0)


def closeness(aimed: str, offered: str) -> int:
    """Digits of NOC 2021 two occupations share from the left, 0 to 5. An offer of two digits is open to its whole major group: 4."""
    shared = 0
    for one, other in zip(aimed, offered, strict=False):
        if one != other:
            break
        shared += 1
    return 4 if shared == 2 == len(offered) else shared


def nearness(rank: int, closest: int) -> int:
    """Hundredths of the points for an occupation: how near the candidate's aim number ``rank`` (0: the main one) is."""
    return NEARNESS[closest] * RANKS[min(rank, len(RANKS) - 1)] // 100


def margin(levels: Mapping[str, int], needs: Iterable[tuple[str, int]]) -> int | None:
    """Levels above what is needed, in the skill where least is left; None if nothing is needed, negative if something is missing."""
    return min((levels.get(skill, 0) - least for skill, least in needs), default=None)


def comfort(above: int | None) -> int:
    """Hundredths of the points for so many levels above what is needed."""
    return 100 if above is None else MARGINS[min(max(above, 0), len(MARGINS) - 1)]


def share_of(wanted: Collection[str], met: int) -> int:
    """Hundredths of what was asked for that is met; all, if nothing was."""
    return 100 * met // len(wanted) if wanted else 100


def turn(host: HostProfile) -> int:
    """Hundredths of the points for a host who has not had their turn."""
    return USED[min(host.times_used, len(USED) - 1)]


def meets(wish: str, candidate: CandidateProfile, host: HostProfile) -> bool:
    """Whether a wish or a must is met by the offer, for this person."""
    both = candidate.availability & host.availability
    match wish:
        case "online":
            return host.online
        case "in_person":
            return host.region > 0
        case "evenings":
            return bool(both & EVENINGS)
        case "weekends":
            return bool(both & WEEKENDS)
        case "same_occupation":
            return any(aimed == offered for aimed in candidate.occupations for offered in host.occupations)
        case "own_region":
            return host.region > 0 and host.region == candidate.home
    return wish in host.facts


def reach(candidate: CandidateProfile, region: int, online: bool) -> int:
    """Hundredths of the points for the place; 0: cannot be reached."""
    if region and region == candidate.home:
        return AT_HOME
    if region and candidate.regions >> (region - 1) & 1:
        return WISHED
    if online and candidate.online:
        return AT_A_DISTANCE
    return ELSEWHERE if region and candidate.anywhere else 0


def explain(
    candidate: CandidateProfile,
    host: HostProfile,
    weights: Weights | None = None,
    *,
    excluded: Collection[tuple[int, int]] = (),
    failed: Collection[tuple[int, int]] = (),
) -> Explanation:
    """One pair, rule by rule and part by part."""
    pair = candidate.key, host.key
    found = list(_failures(candidate, host))
    if pair in excluded:
        found.append(Failure("excluded"))
    if pair in failed:
        found.append(Failure("failed_before"))
    return Explanation(
        tuple(sorted(found, key=lambda failure: RULES.index(failure.rule))),
        tuple(_parts(candidate, host, weights or Weights())),
    )


def _failures(candidate: CandidateProfile, host: HostProfile) -> Iterable[Failure]:
    if candidate.edition != host.edition:
        yield Failure("edition", {"edition": host.edition})
    if host.format not in candidate.formats or host.format not in FORMATS:
        yield Failure("format", {"format": host.format})
    if host.capacity < 1:
        yield Failure("capacity")
    aimed, offered, digits, _rank = _closest(candidate, host)
    shared = 5 if not host.related else 1 if candidate.related else 2
    if not any(one[:shared] == other[:shared] for one in candidate.occupations for other in host.occupations):
        yield Failure("occupation", {"aimed": aimed, "offered": offered, "digits": digits})
    for skill, least in host.needs.items():
        if candidate.levels.get(skill, 0) < least:
            yield Failure("language", {"skill": skill, "level": candidate.levels.get(skill), "needed": least})
    if not reach(candidate, host.region, host.online):
        yield Failure("place", {"region": host.region, "online": host.online})
    if not candidate.availability & host.availability and not host.has_dates:
        yield Failure("time", {"known": bool(candidate.availability)})
    for wish in sorted(candidate.must):
        if not meets(wish, candidate, host):
            yield Failure("must", {"wish": wish})


def _closest(candidate: CandidateProfile, host: HostProfile) -> tuple[str, str, int, int]:
    """The two occupations that give most points: aimed at, offered, digits they share, and which aim it is."""
    return max(
        (
            (aimed, offered, closeness(aimed, offered), rank)
            for rank, aimed in enumerate(candidate.occupations)
            for offered in host.occupations
        ),
        key=lambda found: (nearness(found[3], found[2]), -found[3], found[1]),
        default=("", "", 0, 0),
    )


def _parts(candidate: CandidateProfile, host: HostProfile, weights: Weights) -> Iterable[Part]:
    aimed, offered, digits, rank = _closest(candidate, host)
    both = (candidate.availability & host.availability).bit_count()
    place = reach(candidate, host.region, host.online)
    above = margin(candidate.levels, tuple(host.needs.items()))
    met = sorted(wish for wish in candidate.wishes if meets(wish, candidate, host))
    given = candidate.purposes & host.purposes
    found: list[tuple[str, int, dict[str, object]]] = [
        ("occupation", nearness(rank, digits), {"aimed": aimed, "offered": offered, "digits": digits, "rank": rank}),
        ("time", OVERLAPS[min(both, len(OVERLAPS) - 1)], {"parts": both, "has_dates": host.has_dates}),
        ("place", place, {"how": PLACES.get(place, "none"), "region": host.region}),
        ("language", comfort(above), {"above": above}),
        (
            "purpose",
            share_of(candidate.purposes, len(given)),
            {"met": tuple(sorted(given)), "unmet": tuple(sorted(candidate.purposes - given))},
        ),
        (
            "wishes",
            share_of(candidate.wishes, len(met)),
            {"met": tuple(met), "unmet": tuple(sorted(candidate.wishes - set(met)))},
        ),
        ("turn", turn(host), {"times": host.times_used}),
    ]
    points = {name: getattr(weights, name) * share // 100 for name, share, _facts in found}
    if not any(points.values()):
        # A pair that may be is worth something.
        points["occupation"] = 1
    for name, _share, facts in found:
        yield Part(name, points[name], getattr(weights, name), facts)
