"""A board under review: what the engine is asked again when somebody changes it, and what it answers.

The board is a problem of its own: the round's snapshot, with what people locked and excluded, and the standing pairs in the place
of yesterday's. So nothing moves that need not, what a change costs is worked out before it is made, and the answer of the same
question on the same version is the same: the price shown is the price paid.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from network.pairing import engine, proof
from network.pairing.offers.models import Offer
from network.pairing.problem import Amount, Candidate, Certificate, Host, Objective, Problem, Solution
from network.pairing.requests.models import Request
from network.pairing.rounds import refusals
from network.pairing.rounds.models import Exclusion, PairState, Round, RoundCandidate, RoundHost, RoundPair
from network.pairing.rounds.snapshot import Snapshot, unpack

#: One request with one offer.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Totals:
    """What a whole comes to: persons, days they waited, points."""

    pairs: int
    days: int
    score: int

    def __sub__(self, other: "Totals") -> "Totals":
        return Totals(self.pairs - other.pairs, self.days - other.days, self.score - other.score)


@dataclass(frozen=True)
class Moved:
    """One candidate whose host is another now. None: nobody."""

    request: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Outcome:
    """What a change would give, or has given: the new whole with its proof."""

    problem: Problem
    solution: Solution
    before: Totals
    after: Totals
    moved: tuple[Moved, ...]

    @property
    def price(self) -> Totals:
        """What the whole gains (or, below nothing, loses)."""
        return self.after - self.before

    def others(self, request: int) -> tuple[Moved, ...]:
        """Those it moves beside the one it is about."""
        return tuple(each for each in self.moved if each.request != request)


@dataclass(frozen=True)
class Board:
    """One version of a board. ``live``: request -> its pair; ``forbidden``: pairs that people excluded."""

    round: Round
    snapshot: Snapshot
    live: Mapping[int, RoundPair]
    forbidden: frozenset[Pair]

    @cached_property
    def locked(self) -> dict[int, int]:
        return {key: pair.offer_id for key, pair in self.live.items() if pair.state == PairState.LOCKED}

    @cached_property
    def pairs(self) -> dict[int, int]:
        return {key: pair.offer_id for key, pair in self.live.items()}

    @cached_property
    def scores(self) -> dict[Pair, int]:
        """Of pairs by hand that no rule lets be."""
        return {(key, pair.offer_id): pair.score for key, pair in self.live.items()}

    def problem(
        self,
        *,
        locked: Mapping[int, int] | None = None,
        forbidden: Collection[Pair] | None = None,
        kept: Mapping[int, int] | None = None,
    ) -> Problem:
        """What the engine is asked. Without arguments: the board as it stands."""
        apart = frozenset(self.forbidden if forbidden is None else forbidden)
        concerned = {request for request, _offer in apart}
        rows = dict(self.snapshot.rows)
        for request in concerned & rows.keys():
            there, scores = rows[request]
            left = [(offer, score) for offer, score in zip(there, scores, strict=True) if (request, offer) not in apart]
            rows[request] = (tuple(offer for offer, _score in left), tuple(score for _offer, score in left))
        return Problem(
            candidates=tuple(Candidate(request, days) for request, days in self.snapshot.days.items()),
            hosts=tuple(Host(offer, places) for offer, places in self.snapshot.room.items()),
            rows=rows,
            locked=self.locked if locked is None else locked,
            kept=self.pairs if kept is None else kept,
            objective=cast(Objective, self.round.objective),
            keep_bonus=self.round.bonus,
        )

    def trial(
        self,
        *,
        locked: Mapping[int, int] | None = None,
        forbidden: Collection[Pair] | None = None,
        kept: Mapping[int, int] | None = None,
        scores: Mapping[Pair, int] | None = None,
    ) -> Outcome:
        """Ask the engine, check its proof, and compare with what stands. ``scores``: of pairs by hand that come in.

        Cost: no query; about a second of the processor for 2,000 candidates. Raises NotProven.
        """
        problem = self.problem(locked=locked, forbidden=forbidden, kept=kept)
        solution = engine.solve(problem)
        if not proof.verify(problem, solution).holds:
            raise refusals.NotProven
        known = self.scores | dict(scores or {})
        moved = tuple(
            Moved(request, self.pairs.get(request), solution.pairs.get(request))
            for request in self.snapshot.days
            if self.pairs.get(request) != solution.pairs.get(request)
        )
        return Outcome(problem, solution, self.totals(self.pairs, known), self.totals(solution.pairs, known), moved)

    def totals(self, pairs: Mapping[int, int], scores: Mapping[Pair, int]) -> Totals:
        return Totals(
            pairs=len(pairs),
            days=sum(self.snapshot.days[request] for request in pairs),
            score=sum(self.score(request, offer, scores) for request, offer in pairs.items()),
        )

    def score(self, request: int, offer: int, scores: Mapping[Pair, int]) -> int:
        """Points without any bonus; of a pair that a rule keeps apart, those it was given by hand."""
        found = self.snapshot.score(request, offer)
        return scores.get((request, offer), 0) if found is None else found

    def standing(self, prices: Mapping[int, int], gains: Mapping[int, int]) -> tuple[Problem, Solution]:
        """The board as it stands with the proof that is kept with it: nothing is solved."""
        problem = self.problem()
        amount = self.totals(self.pairs, self.scores)
        # With the bonus, as the engine counts: a pair that no rule lets be has no score of its own.
        score = sum(problem.score(request, offer) or 0 for request, offer in self.pairs.items())
        weight = score + sum(problem.worth(request) for request in self.pairs)
        open_gains = {request: gain for request, gain in gains.items() if request not in self.locked}
        return problem, Solution(
            pairs=self.pairs,
            amount=Amount(weight, amount.pairs, amount.days, score),
            certificate=Certificate(prices, open_gains),
            left_out={},
        )


def load(round_: Round) -> Board:
    """The board as it stands. Cost: 2 queries, 2 more with exclusions. Raises MovedOn for a round whose snapshot is gone."""
    if round_.problem is None:
        raise refusals.MovedOn
    return Board(
        round=round_,
        snapshot=unpack(bytes(round_.problem)),
        live={pair.request_id: pair for pair in RoundPair.objects.live().filter(round=round_)},
        forbidden=excluded(round_),
    )


def excluded(round_: Round) -> frozenset[Pair]:
    """Pairs of this round that a standing exclusion keeps apart. Cost: 1 query; 2 more where there are some."""
    rules = list(Exclusion.objects.standing().filter(edition=round_.edition_id).values_list("person", "offer", "host"))
    return apart(round_, rules) if rules else frozenset()


def apart(round_: Round, rules: Collection[tuple[int, int | None, int | None]]) -> frozenset[Pair]:
    """(person, offer or None, host or None) -> pairs of requests and offers of this round. Cost: 2 queries."""
    people = {person for person, _offer, _host in rules}
    requests: dict[int, list[int]] = {}
    of_people = Request.objects.filter(round_rows__round=round_, candidacy__case_file__person__in=people)
    for pk, person in of_people.values_list("pk", "candidacy__case_file__person"):
        requests.setdefault(person, []).append(pk)
    hosts = {host for _person, _offer, host in rules if host is not None}
    offers: dict[int, list[int]] = {}
    for pk, host in Offer.objects.filter(round_rows__round=round_, host__in=hosts).values_list("pk", "host"):
        offers.setdefault(host, []).append(pk)
    return frozenset(
        (request, each)
        for person, offer, host in rules
        for request in requests.get(person, [])
        for each in ([offer] if offer is not None else offers.get(host or 0, []))
    )


def proof_of(round_: Round) -> tuple[dict[int, int], dict[int, int]]:
    """Prices and gains that are kept with the board. Cost: 2 queries."""
    prices: Any = RoundHost.objects.filter(round=round_).values_list("offer", "price")
    gains: Any = RoundCandidate.objects.filter(round=round_).values_list("request", "gain")
    return dict(prices), dict(gains)


def proof_for_standing(problem: Problem, solution: Solution) -> tuple[dict[int, int], dict[int, int]]:
    """The proof of a solution, as that of the board it makes, whose own pairs carry the bonus. Prices, gains.

    Whoever is served by a pair that carried none gains the bonus more; a pair that carried it and is not chosen is worth less than before.
    """
    prices = {host.key: solution.certificate.prices.get(host.key, 0) for host in problem.hosts}
    gains = {one.key: solution.certificate.gains.get(one.key, 0) for one in problem.candidates}
    for request, offer in solution.pairs.items():
        if request not in problem.locked and problem.kept.get(request) != offer:
            gains[request] += problem.keep_bonus
    return prices, gains
