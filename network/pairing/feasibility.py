"""Which pairs may be at all, and what speaks for each: hard rules and score parts, over declared facts alone.

The profiles have no field for origin, age, sex, religion or status: what is not there cannot be scored.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import add
from typing import Final, Generic, TypeVar

from network.pairing.problem import MOST_SCORE, Row, Unsound

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
#: Hard rules, in the order in which they are told.
RULES: Final = (
    "edition", "format", "capacity", "excluded", "failed_before", "occupation", "language", "place", "time", "must",
)  # fmt: skip
#: Parts of a score: names of the edition's weights, too. ``turn``: a host who has not had theirs.
PARTS: Final = ("occupation", "time", "place", "language", "purpose", "wishes", "turn")
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


def bits(mask: int) -> list[int]:
    """Numbers of the bits that are set, ascending."""
    found = []
    while mask:
        last = mask & -mask
        found.append(last.bit_length() - 1)
        mask ^= last
    return found


T = TypeVar("T")


class Numbers(Generic[T]):
    """Things that are alike get one number."""

    def __init__(self) -> None:
        self.things: list[T] = []
        self._number: dict[T, int] = {}

    def of(self, thing: T) -> int:
        found = self._number.setdefault(thing, len(self.things))
        if found == len(self.things):
            self.things.append(thing)
        return found


class Asked(dict[int, int]):
    """Answers that are worked out when first asked for, and looked up after."""

    __slots__ = ("ask",)

    def __init__(self, ask: Callable[[int], int]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, key: int) -> int:
        answer = self[key] = self.ask(key)
        return answer


#: One number for each score, in place of a new one a pair.
SCORES = tuple(range(MOST_SCORE + 1))


class Offers:
    """Offers of one edition and format, as columns and as sets: a set of offers is a whole number, an offer one of its bits.

    So a rule is asked once for each set of alike offers, and pairs that may not be are never looked at.
    """

    def __init__(self, hosts: Sequence[HostProfile], weights: Weights) -> None:
        self.weights = weights
        self.all = (1 << len(hosts)) - 1
        self.keys = [host.key for host in hosts]
        self._columns(hosts)
        self._sets(hosts)
        self._near: dict[tuple[str, int], Asked] = {}
        self._comforts: dict[tuple[tuple[str, int], ...], tuple[int, list[int]]] = {}
        self._reached: dict[tuple[int, int, bool, bool], tuple[int, list[int]]] = {}
        self._gifts: dict[frozenset[str], list[int]] = {}
        self._free: dict[int, int] = {}
        self._overlaps = [weights.time * OVERLAPS[min(parts, len(OVERLAPS) - 1)] // 100 for parts in range(22)]

    def _columns(self, hosts: Sequence[HostProfile]) -> None:
        self.occupations, self.needs = Numbers[tuple[str, ...]](), Numbers[tuple[tuple[str, int], ...]]()
        self.places, self.purposes = Numbers[tuple[int, bool]](), Numbers[frozenset[str]]()
        self.occupation = [self.occupations.of(host.occupations) for host in hosts]
        self.need = [self.needs.of(tuple(sorted(host.needs.items()))) for host in hosts]
        self.place = [self.places.of((host.region, host.online)) for host in hosts]
        self.purpose = [self.purposes.of(host.purposes) for host in hosts]
        self.availability = [host.availability for host in hosts]
        self.turn = [self.weights.turn * turn(host) // 100 for host in hosts]

    def _sets(self, hosts: Sequence[HostProfile]) -> None:
        self.of_group, self.of_fact = dict[str, int](), dict[str, int]()
        self.of_need, self.of_place, self.of_part = (
            [0] * len(self.needs.things), [0] * len(self.places.things), [0] * 21,
        )  # fmt: skip
        self.dated = self.exact = 0
        for number, host in enumerate(hosts):
            bit = 1 << number
            # By broad category, by major group, and by what is offered itself.
            for occupation in host.occupations:
                for code in {occupation[:1], occupation[:2], occupation}:
                    self.of_group[code] = self.of_group.get(code, 0) | bit
            for fact in host.facts:
                self.of_fact[fact] = self.of_fact.get(fact, 0) | bit
            for part in bits(host.availability):
                self.of_part[part] |= bit
            self.of_need[self.need[number]] |= bit
            self.of_place[self.place[number]] |= bit
            self.dated |= bit if host.has_dates else 0
            self.exact |= bit if not host.related else 0

    def near(self, aimed: str, rank: int) -> Asked:
        """Points for each list of occupations offered, seen from the candidate's aim number ``rank``."""
        found = self._near.get((aimed, rank))
        if found is None:
            lists, most = self.occupations.things, self.weights.occupation

            def points(number: int) -> int:
                closest = max((closeness(aimed, offered) for offered in lists[number]), default=0)
                return most * nearness(rank, closest) // 100

            found = self._near[aimed, rank] = Asked(points)
        return found

    def comforts(self, levels: Mapping[str, int]) -> tuple[int, list[int]]:
        """Offers whose needs are met, and points for each list of needs."""
        key = tuple(sorted(levels.items()))
        found = self._comforts.get(key)
        if found is None:
            met, points = 0, []
            for needs, offers in zip(self.needs.things, self.of_need, strict=True):
                above = margin(levels, needs)
                met |= offers if above is None or above >= 0 else 0
                points.append(self.weights.language * comfort(above) // 100)
            found = self._comforts[key] = met, points
        return found

    def reached(self, candidate: CandidateProfile) -> tuple[int, list[int]]:
        """Offers at places that can be reached, and points for each place."""
        key = candidate.regions, candidate.home, candidate.anywhere, candidate.online
        found = self._reached.get(key)
        if found is None:
            offers, points = 0, []
            for place, there in zip(self.places.things, self.of_place, strict=True):
                share = reach(candidate, *place)
                offers |= there if share else 0
                points.append(self.weights.place * share // 100)
            found = self._reached[key] = offers, points
        return found

    def gifts(self, purposes: frozenset[str]) -> list[int]:
        """Points for each set of what is given."""
        found = self._gifts.get(purposes)
        if found is None:
            found = self._gifts[purposes] = [
                self.weights.purpose * share_of(purposes, len(purposes & given)) // 100
                for given in self.purposes.things
            ]
        return found

    def free(self, availability: int) -> int:
        """Offers that have a part of the week among these."""
        found = self._free.get(availability)
        if found is None:
            found = 0
            for part in bits(availability):
                found |= self.of_part[part]
            self._free[availability] = found
        return found

    def meeting(self, wish: str, candidate: CandidateProfile) -> int:
        """Offers that meet a wish or a must of this person: the same answer as ``meets``."""
        match wish:
            case "online" | "in_person" | "own_region":
                found = 0
                for (region, online), offers in zip(self.places.things, self.of_place, strict=True):
                    if {"online": online, "in_person": region > 0, "own_region": 0 < region == candidate.home}[wish]:
                        found |= offers
                return found
            case "evenings":
                return self.free(candidate.availability & EVENINGS)
            case "weekends":
                return self.free(candidate.availability & WEEKENDS)
            case "same_occupation":
                found = 0
                for aimed in candidate.occupations:
                    found |= self.of_group.get(aimed, 0)
                return found
        return self.of_fact.get(wish, 0)

    def feasible(self, candidate: CandidateProfile, without: Collection[str]) -> int:
        """Offers that no hard rule keeps from this candidate; pairs that were excluded one by one are still among them."""
        found = self.all
        if "occupation" not in without:
            found, digits = 0, 1 if candidate.related else 2
            for aimed in candidate.occupations:
                near = self.of_group.get(aimed[:digits], 0)
                found |= near & (~self.exact | self.of_group.get(aimed, 0))
        if found and "place" not in without:
            found &= self.reached(candidate)[0]
        if found and "time" not in without:
            found &= self.free(candidate.availability) | self.dated
        if found and "language" not in without:
            found &= self.comforts(candidate.levels)[0]
        if found and candidate.must and "must" not in without:
            for wish in candidate.must:
                if f"must:{wish}" not in without:
                    found &= self.meeting(wish, candidate)
        return found

    def scores(self, candidate: CandidateProfile, found: Sequence[int]) -> list[int]:
        """Scores of these offers for this candidate, column by column."""
        occupations = [self.occupation[number] for number in found]
        near = [
            map(self.near(aimed, rank).__getitem__, occupations) for rank, aimed in enumerate(candidate.occupations)
        ]
        closest: Iterable[int] = repeat(0) if not near else near[0] if len(near) == 1 else map(max, *near)
        time, availability, availabilities = self._overlaps, candidate.availability, self.availability
        places, place = self.reached(candidate)[1], self.place
        comforts, need = self.comforts(candidate.levels)[1], self.need
        gifts, purpose = self.gifts(candidate.purposes), self.purpose
        fair = self.turn
        met: Iterable[int] = repeat(self.weights.wishes)
        if candidate.wishes:
            counts = [0] * len(found)
            for wish in candidate.wishes:
                offers = self.meeting(wish, candidate)
                counts = list(map(add, counts, [offers >> number & 1 for number in found]))
            most = len(candidate.wishes)
            points = [self.weights.wishes * share_of(candidate.wishes, count) // 100 for count in range(most + 1)]
            met = map(points.__getitem__, counts)
        return [
            SCORES[
                points
                + time[(availability & availabilities[number]).bit_count()]
                + places[place[number]]
                + comforts[need[number]]
                + wishes
                + gifts[purpose[number]]
                + fair[number]
                or 1
            ]
            for number, points, wishes in zip(found, closest, met)  # noqa: B905 -- what is repeated has no end
        ]


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

    ``excluded``, ``failed``: pairs (candidate, host) that may not be. ``without``: rules (``RULES``, but edition and capacity) or
    single must-haves ("must:online") to leave out, to ask what they cost.
    """
    apart: dict[int, set[int]] = {}
    for rule, pairs in (("excluded", excluded), ("failed_before", failed)):
        for candidate_key, host_key in () if rule in without else pairs:
            apart.setdefault(candidate_key, set()).add(host_key)
    listed: dict[tuple[int, str], list[HostProfile]] = {}
    for host in sorted(hosts, key=lambda host: host.key):
        if host.capacity > 0 and host.format in FORMATS:
            listed.setdefault((host.edition, host.format), []).append(host)
    offers = {kind: Offers(group, weights or Weights()) for kind, group in listed.items()}
    rows: dict[int, Row] = {}
    for candidate in candidates:
        keys: list[int] = []
        scores: list[int] = []
        for format_ in FORMATS:
            if format_ in candidate.formats or "format" in without:
                group = offers.get((candidate.edition, format_))
                if group is not None and (mask := group.feasible(candidate, without)):
                    found = bits(mask)
                    if candidate.key in apart:
                        found = [number for number in found if group.keys[number] not in apart[candidate.key]]
                    keys += [group.keys[number] for number in found]
                    scores += group.scores(candidate, found)
        if keys:
            rows[candidate.key] = tuple(keys), tuple(scores)
    return rows


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
