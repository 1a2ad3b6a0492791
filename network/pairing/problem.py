"""What the engine is given and what it answers: plain facts, whole numbers, keys of the house's own rows.

A candidate *i* on host *j* is worth ``worth(i) + w_ij``; left out, nothing. ``w_ij`` is 1 to 1000, and more by the keep bonus
where the pair stood in yesterday's proposals. ``worth(i)`` is ``scale`` for "most pairs" and ``scale × (1 + days waited)``
for "longest waiting first"; ``scale`` is larger than all scores together, so that no score outweighs a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

Objective = Literal["longest_waiting", "most_pairs"]
#: A candidate's feasible hosts and what each is worth: keys of hosts, scores of 1 to 1000, in the same order.
Row = tuple[Sequence[int], Sequence[int]]

MOST_SCORE: Final = 1000
KEEP_BONUS: Final = 50
#: The least scale: constant for every problem of the house's size, so that prices of two runs can be compared.
LEAST_SCALE: Final = 1 << 31


class Unsound(ValueError):
    """The problem contradicts itself; ``code`` says how, ``key`` where."""

    def __init__(self, code: str, key: object = None) -> None:
        super().__init__(code, key)
        self.code, self.key = code, key


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be paired. ``days_waited``: 0 or more, since the candidacy began to wait."""

    key: int
    days_waited: int = 0


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who receives. ``capacity``: places left, confirmed pairs already taken off; locked pairs not."""

    key: int
    capacity: int = 1


@dataclass(frozen=True)
class Problem:
    """One round's snapshot.

    ``rows``: candidate's key -> its feasible hosts with scores; a candidate without a row has none. ``locked``: pairs that
    stand whatever comes (they need no row: a caseworker may lock by hand). ``kept``: yesterday's open proposals.
    Raises ``Unsound``.
    """

    candidates: tuple[Candidate, ...]
    hosts: tuple[Host, ...]
    rows: Mapping[int, Row]
    locked: Mapping[int, int] = field(default_factory=dict)
    kept: Mapping[int, int] = field(default_factory=dict)
    objective: Objective = "longest_waiting"
    keep_bonus: int = KEEP_BONUS

    def __post_init__(self) -> None:
        hosts = set(self.room)
        if len(self.days) != len(self.candidates):
            raise Unsound("candidate_twice")
        if len(hosts) != len(self.hosts):
            raise Unsound("host_twice")
        if self.keep_bonus < 0 or any(days < 0 for days in self.days.values()):
            raise Unsound("negative")
        for key, (there, scores) in self.rows.items():
            if key not in self.days:
                raise Unsound("unknown_candidate", key)
            if len(there) != len(scores):
                raise Unsound("scores_missing", key)
            if not scores:
                continue
            if min(scores) < 1 or max(scores) > MOST_SCORE:
                raise Unsound("score_out_of_range", key)
            known = set(there)
            if len(known) != len(there):
                raise Unsound("pair_twice", key)
            if not known <= hosts:
                raise Unsound("unknown_host", key)
        for candidate, host in self.locked.items():
            if candidate not in self.days:
                raise Unsound("unknown_candidate", candidate)
            if host not in hosts:
                raise Unsound("unknown_host", host)
        for host, room in self.room.items():
            if room < 0:
                raise Unsound("more_locked_than_places", host)

    @cached_property
    def days(self) -> dict[int, int]:
        """Candidate's key -> days waited."""
        return {one.key: one.days_waited for one in self.candidates}

    @cached_property
    def room(self) -> dict[int, int]:
        """Host's key -> places that locked pairs leave."""
        room = {one.key: one.capacity for one in self.hosts}
        for host in self.locked.values():
            if host in room:
                room[host] -= 1
        return room

    @cached_property
    def scale(self) -> int:
        """What one person served outweighs: four times all scores together, at least ``LEAST_SCALE``."""
        return max(LEAST_SCALE, 4 * (len(self.candidates) + 1) * (MOST_SCORE + self.keep_bonus + 1))

    def worth(self, candidate: int) -> int:
        """What it is worth that this candidate is served at all, in units of score."""
        return self.scale * (1 + self.days[candidate] if self.objective == "longest_waiting" else 1)

    def score(self, candidate: int, host: int) -> int | None:
        """Score of a pair, keep bonus included; None where it is not feasible."""
        there, scores = self.rows.get(candidate, ((), ()))
        try:
            score = scores[there.index(host)]
        except ValueError:
            return None
        return score + self.keep_bonus if self.kept.get(candidate) == host else score

    def with_rows(self, rows: Mapping[int, Row]) -> "Problem":
        """The same round under other rules."""
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value taken apart: persons, days they waited, score. Differences may be negative.

    ``weight``: the same in one number, units of score.
    """

    weight: int
    pairs: int
    days: int
    score: int

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(
            self.weight - other.weight, self.pairs - other.pairs, self.days - other.days, self.score - other.score
        )


LeftOutBecause = Literal["no_host", "no_place", "longer_wait", "better_fit"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why somebody has no proposal.

    ``no_host``: no host is feasible. ``no_place``: feasible hosts have no place left at all, or locked pairs hold them.
    ``longer_wait`` and ``better_fit``: every place is held by whoever gains more. ``host``: where they came nearest;
    ``holders``: who holds its places; ``short_days`` and ``short_score``: what all together would lose, in days waited and in
    score, if they had a place there.
    """

    because: LeftOutBecause
    host: int | None = None
    holders: tuple[int, ...] = ()
    short_days: int = 0
    short_score: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof: what a place is worth at each host, and what each candidate gains over it; units of score, 0 or more.

    No pair is worth more than its two prices; each chosen pair is worth exactly these; a place costs something only where
    all are taken, and a candidate gains something only where served. So no other assignment is worth more.
    """

    prices: Mapping[int, int]
    gains: Mapping[int, int]


@dataclass(frozen=True)
class Solution:
    """An assignment with its proof. ``pairs`` (candidate -> host) holds the locked ones too."""

    pairs: Mapping[int, int]
    amount: Amount
    certificate: Certificate
    left_out: Mapping[int, LeftOut]

    @property
    def value(self) -> int:
        """What all pairs are worth, in units of score."""
        return self.amount.weight


FaultCode = Literal[
    "unknown_key", "not_feasible", "locked_pair_moved", "over_capacity", "negative_price", "price_missing",
    "priced_with_room", "gain_of_left_out", "pair_not_tight", "better_pair", "wrong_value",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What ``verify`` found. ``fault``: the first thing that does not hold; ``at``: keys it concerns."""

    fault: FaultCode | None = None
    at: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.fault is None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate is not with a host.

    ``paired``: they are. ``locked``: a locked pair has them elsewhere. ``not_feasible``: ask ``feasibility.explain`` for the rules. ``full``: its places are held by
    whoever gains more. ``better_elsewhere``: there is room, or would be, but the whole is worth more otherwise.
    ``price``: what the round as a whole would lose if they were paired all the same.
    """

    because: Literal["paired", "locked", "not_feasible", "full", "better_elsewhere"]
    holders: tuple[int, ...] = ()
    price: Amount | None = None


@dataclass(frozen=True, slots=True)
class Scarcity:
    """Where hosts are missing. ``places``: in all; ``left_out``: candidates without a host, ``without_any`` of them with none
    feasible; ``would_serve``: hosts of the group where one more place would serve one more person, or one who waits longer;
    ``price``: the highest price of a place, in units of score.
    """

    group: str
    candidates: int
    places: int
    left_out: int
    without_any: int
    would_serve: int
    price: int


def pairs_of(row: Iterable[tuple[int, int]]) -> Row:
    """A row of (host, score) pairs, as the engine wants it."""
    listed = list(row)
    return tuple(host for host, _score in listed), tuple(score for _host, score in listed)
