"""The pairs of a whole round that may be, and their scores: what ``network.pairing.feasibility`` says of each, asked for many at once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import repeat
from operator import add
from typing import Generic, TypeVar

from network.pairing.feasibility import (
    EVENINGS,
    OVERLAPS,
    WEEKENDS,
    closeness,
    comfort,
    margin,
    nearness,
    reach,
    share_of,
    turn,
)
from network.pairing.problem import MOST_SCORE, Row
from network.pairing.profiles import FORMATS, CandidateProfile, HostProfile, Weights


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
