"""The assignment: exact, with a proof, in the standard library. Knows no rule of the field and no row of the database.

Candidates come in one at a time, whoever waited longest first. Each takes the host that gains most over its price; where that one is
full, a shortest path is sought through those who hold its places: who would move where, and at what loss, until somebody
finds room, or is left out because that costs less than any move. Prices rise along the way, so that nothing that was decided
has to be looked at again (successive shortest paths with potentials; docs/decisions/0017).

Every solution is checked by ``network.pairing.proof.verify``, which shares nothing with the search.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import compress
from operator import sub
from typing import Final, Self

from network.pairing.problem import (
    KEEP_BONUS,
    MOST_SCORE,
    Amount,
    Candidate,
    Certificate,
    Host,
    LeftOut,
    Problem,
    Row,
    Scarcity,
    Solution,
    Unsound,
    WhyNot,
)
from network.pairing.proof import verify

#: Beyond every price, and below it.
FAR: Final = 1 << 100
#: Bits that hold a number in an entry of a heap, below its distance.
BITS: Final = 24
MASK: Final = (1 << BITS) - 1
#: In place of a candidate's or a host's number.
NOBODY: Final = -1
#: Hosts of a row that a search looks at first: those that were dearest to it when last looked at all.
SHORT: Final = 8
SCORES: Final = tuple(range(MOST_SCORE + KEEP_BONUS + 1))


class State:
    """A solved problem that goes on: arrivals and prices without solving again.

    Within, hosts and candidates are numbers; a price is a host's, a distance that of a place from who seeks one.
    """

    def __init__(self, problem: Problem) -> None:
        """Solve."""
        self._read(problem)
        for one in range(len(self._keys)):
            self._enter(one)

    @classmethod
    def resume(cls, problem: Problem, solution: Solution) -> Self:
        """From a solution that was kept: nothing is solved, the proof's prices are taken over. Raises ``Unsound`` if it proves nothing."""
        if not verify(problem, solution).holds:
            raise Unsound("not_proven")
        state = cls.__new__(cls)
        state._read(problem)
        state._price = [solution.certificate.prices[key] for key in state._host_keys]
        for key, host in solution.pairs.items():
            if key not in problem.locked:
                state._put(state._place[key], state._number[host])
        return state

    def _read(self, problem: Problem) -> None:
        """The problem as lists, in one order however it was given: hosts by key, candidates by wait, rows from the best score down."""
        if len(problem.hosts) + len(problem.candidates) >= MASK:
            raise Unsound("too_large")
        self._problem = problem
        self._later: tuple[list[Candidate], list[Host], dict[int, Row]] = ([], [], {})
        self._host_keys = sorted(problem.room)
        self._number = {key: number for number, key in enumerate(self._host_keys)}
        self._room = [problem.room[key] for key in self._host_keys]
        days = problem.days
        self._keys = sorted(days.keys() - problem.locked.keys(), key=lambda key: (-days[key], key))
        self._place = {key: place for place, key in enumerate(self._keys)}
        self._days = [days[key] for key in self._keys]
        self._worth = [problem.worth(key) for key in self._keys]
        hosts = len(self._host_keys)
        self._there: list[Sequence[int]] = []
        self._scores: list[Sequence[int]] = []
        # One number each in place of a new one a pair: a third of the memory.
        numbers = range(hosts)
        alike = {number: number for number in numbers}
        for key in self._keys:
            self._read_row(key, problem.rows.get(key, ((), ())), alike)
        self._price = [0] * hosts
        self._holders: list[list[int]] = [[] for _host in numbers]
        self._mate = [NOBODY] * len(self._keys)
        self._score = [0] * len(self._keys)
        self._short: list[list[tuple[int, int]] | None] = [None] * len(self._keys)
        self._rest = [0] * len(self._keys)
        self._columns: list[tuple[list[int], list[int]]] | None = None
        self._far = [FAR] * hosts
        self._before = [NOBODY] * hosts

    def _read_row(self, key: int, row: Row, alike: Mapping[int, int]) -> None:
        numbers = list(map(self._number.__getitem__, row[0]))
        scores = list(row[1])
        kept = self._problem.kept.get(key)
        if kept in row[0]:
            scores[row[0].index(kept)] += self._problem.keep_bonus
        packed = [score << BITS | MASK - number for number, score in zip(numbers, scores, strict=True)]
        packed.sort(reverse=True)
        self._there.append([alike[MASK - (each & MASK)] for each in packed])
        self._scores.append([SCORES[each >> BITS] if each >> BITS < len(SCORES) else each >> BITS for each in packed])

    # -- Coming in, giving up a place, filling one ----------------------------------------------------------------------

    def _put(self, one: int, host: int) -> None:
        """On a place that is free."""
        self._room[host] -= 1
        self._move(one, host)

    def _move(self, one: int, host: int) -> None:
        self._mate[one] = host
        self._holders[host].append(one)
        self._score[one] = self._scores[one][self._there[one].index(host)]

    def _leave(self, one: int) -> int:
        """Off the place they hold; the host it is at."""
        host = self._mate[one]
        self._holders[host].remove(one)
        self._mate[one], self._score[one] = NOBODY, 0
        return host

    def _enter(self, one: int) -> None:
        """Somebody comes in: the best for all together, given all who are in."""
        there, worth, room = self._there[one], self._worth[one], self._room
        costs = list(map(sub, map(self._price.__getitem__, there), self._scores[one]))
        least = min(costs, default=FAR)
        if least >= worth:
            return
        for host, cost in zip(there, costs, strict=True):
            if cost == least and room[host]:
                self._put(one, host)
                return
        # Distances from the least: numbers that fit one machine word, where prices of scarce places do not.
        starts = [(host, cost - least) for host, cost in zip(there, costs, strict=True) if cost < worth]
        self._search(starts, worth - least, one)

    def _give_up(self, host: int) -> None:
        """A full host loses a place: whoever it costs least moves, and so on, or is left out."""
        self._search([(host, 0)], FAR, NOBODY)

    def _shorten(self, one: int) -> list[tuple[int, int]]:
        """The hosts (with scores) that cost this candidate least as prices are, and what any other costs at least.

        Prices only rise while candidates come in, so that "at least" stays true.
        """
        there, scores = self._there[one], self._scores[one]
        costs = list(map(sub, map(self._price.__getitem__, there), scores))
        order = sorted(range(len(costs)), key=costs.__getitem__)
        short = self._short[one] = [(there[place], scores[place]) for place in order[:SHORT]]
        self._rest[one] = costs[order[SHORT]] if len(order) > SHORT else FAR
        return short

    def _search(self, starts: list[tuple[int, int]], best: int, seeker: int) -> None:
        """The cheapest way from a seeker's hosts to room or to somebody left out for less than ``best``; it is then gone.

        ``starts``: hosts with distances. ``seeker``: who is left out at ``best`` if there is no way, or NOBODY.
        """
        price, room, holders, worth, score = self._price, self._room, self._holders, self._worth, self._score
        all_there, all_scores, all_short, rest = self._there, self._scores, self._short, self._rest
        far, before = self._far, self._before
        hosts = len(price)
        touched: list[int] = []
        based: dict[int, int] = {}
        heap: list[int] = []
        end, out = NOBODY, seeker
        for host, cost in starts:
            far[host], before[host] = cost, seeker
            touched.append(host)
            if not room[host]:
                heap.append(cost << BITS | host)
            elif cost < best:
                best, end = cost, host
        heapify(heap)
        while heap:
            entry = heappop(heap)
            distance, host = entry >> BITS, entry & MASK
            if distance >= best:
                break
            if host >= hosts:
                # What is left of a row that was looked at in short.
                other = host - hosts
                self._shorten(other)
                looks: list[tuple[int, Iterable[tuple[int, int]]]] = [
                    (other, zip(all_there[other], all_scores[other], strict=True))
                ]
            elif distance > far[host]:
                continue
            else:
                looks = []
                offset = distance - price[host]
                for other in holders[host]:
                    base = based[other] = offset + score[other]
                    cost = base + worth[other]
                    if cost < best:
                        best, end, out = cost, NOBODY, other
                    looks.append((other, all_short[other] or self._shorten(other)))
                    cost = base + rest[other]
                    if cost < best:
                        heappush(heap, cost << BITS | other + hosts)
            for other, look in looks:
                base = based[other]
                for there, gain in look:
                    cost = base + price[there] - gain
                    if cost < far[there] and cost < best:
                        if far[there] == FAR:
                            touched.append(there)
                        far[there], before[there] = cost, other
                        if room[there]:
                            best, end = cost, there
                        else:
                            heappush(heap, cost << BITS | there)
        for host in touched:
            if far[host] < best:
                price[host] += best - far[host]
            far[host] = FAR
        if end != NOBODY:
            room[end] -= 1
            host = end
        elif out == seeker:
            return
        else:
            host = self._leave(out)
        while (mover := before[host]) != NOBODY:
            source = NOBODY if mover == seeker else self._leave(mover)
            self._move(mover, host)
            if source == NOBODY:
                return
            host = source

    def _fill(self, host: int) -> None:
        """A host has room at a price: whoever gains most comes, and so on, until the room is worth nothing or is taken."""
        while self._room[host] and self._price[host]:
            self._search_back(host)

    def _column(self, host: int) -> tuple[list[int], list[int]]:
        """Who may come to a host, and at what scores."""
        if self._columns is None:
            self._columns = [([], []) for _host in self._price]
            for one, (there, scores) in enumerate(zip(self._there, self._scores, strict=True)):
                for number, score in zip(there, scores, strict=True):
                    ones, gains = self._columns[number]
                    ones.append(one)
                    gains.append(score)
        return self._columns[host]

    def _search_back(self, host: int) -> None:
        """The cheapest way back from room at a host to somebody left out, or to a place that may as well stay free; prices fall."""
        price, mate, worth, score, far = self._price, self._mate, self._worth, self._score, self._far
        onward: dict[int, tuple[int, int]] = {}
        best, newcomer, at = price[host], NOBODY, host
        far[host] = 0
        touched, heap = [host], [host]
        while heap:
            entry = heappop(heap)
            distance, here = entry >> BITS, entry & MASK
            if distance >= best:
                break
            if distance > far[here]:
                continue
            offset = distance + price[here]
            for one, gain in zip(*self._column(here), strict=True):
                there = mate[one]
                if there == NOBODY:
                    cost = offset - worth[one] - gain
                    if cost < best:
                        best, newcomer, at = cost, one, here
                elif there != here:
                    cost = offset - price[there] + score[one] - gain
                    if cost < far[there] and cost < best:
                        if far[there] == FAR:
                            touched.append(there)
                        far[there] = cost
                        onward[there] = one, here
                        heappush(heap, cost << BITS | there)
                        if cost + price[there] < best:
                            best, newcomer, at = cost + price[there], NOBODY, there
        for number in touched:
            if far[number] < best:
                price[number] -= best - far[number]
                # What a row's other hosts cost at least is true no more.
                for one in self._column(number)[0]:
                    self._short[one] = None
            far[number] = FAR
        self._room[host] -= 1
        if newcomer == NOBODY:
            self._room[at] += 1
        else:
            self._move(newcomer, at)
        while at != host:
            one, onto = onward[at]
            self._leave(one)
            self._move(one, onto)
            at = onto

    # -- What others ask ------------------------------------------------------------------------------------------------

    @property
    def problem(self) -> Problem:
        """The problem as it stands, arrivals included."""
        candidates, hosts, rows = self._later
        if candidates or hosts:
            self._problem = replace(
                self._problem,
                candidates=(*self._problem.candidates, *candidates),
                hosts=(*self._problem.hosts, *hosts),
                rows={**self._problem.rows, **rows},
            )
            self._later = ([], [], {})
        return self._problem

    def arrive(self, candidate: Candidate, row: Row) -> int | None:
        """One more candidate; the host they get, or None. Raises ``Unsound`` if the row is."""
        alone = Problem((candidate,), tuple(Host(key) for key in row[0]), {candidate.key: row})
        if candidate.key in self._place or candidate.key in self._problem.locked:
            raise Unsound("candidate_twice", candidate.key)
        if not self._number.keys() >= set(row[0]):
            raise Unsound("unknown_host", candidate.key)
        one = len(self._keys)
        self._keys.append(candidate.key)
        self._place[candidate.key] = one
        self._days.append(candidate.days_waited)
        alone = replace(alone, objective=self._problem.objective)
        self._worth.append(alone.worth(candidate.key) // alone.scale * self._problem.scale)
        self._read_row(candidate.key, row, {number: number for number in map(self._number.__getitem__, row[0])})
        self._mate.append(NOBODY)
        for column in (self._score, self._rest):
            column.append(0)
        self._short.append(None)
        if self._columns is not None:
            for number, score in zip(self._there[one], self._scores[one], strict=True):
                self._columns[number][0].append(one)
                self._columns[number][1].append(score)
        self._later[0].append(candidate)
        self._later[2][candidate.key] = row
        self._enter(one)
        return self._host_keys[self._mate[one]] if self._mate[one] != NOBODY else None

    def arrive_host(self, host: Host, column: Mapping[int, int]) -> None:
        """One more host; ``column``: candidate's key -> score. Raises ``Unsound``."""
        if host.key in self._number:
            raise Unsound("host_twice", host.key)
        Problem(tuple(map(Candidate, column)), (host,), {key: ((host.key,), (score,)) for key, score in column.items()})
        unknown = column.keys() - self._place.keys() - self._problem.locked.keys()
        if unknown:
            raise Unsound("unknown_candidate", min(unknown))
        self._column(0) if self._price else None
        number = len(self._host_keys)
        self._host_keys.append(host.key)
        self._number[host.key] = number
        self._room.append(host.capacity)
        self._holders.append([])
        self._far.append(FAR)
        self._before.append(NOBODY)
        ones: list[int] = []
        gains: list[int] = []
        dearest = 0
        for key, score in sorted(column.items()):
            there, scores = self._problem.rows.get(key, ((), ())) if key not in self._later[2] else self._later[2][key]
            self._later[2][key] = (*there, host.key), (*scores, score)
            if key in self._place:
                one = self._place[key]
                gain = score + (self._problem.keep_bonus if self._problem.kept.get(key) == host.key else 0)
                ones.append(one)
                gains.append(gain)
                self._there[one] = [*self._there[one], number]
                self._scores[one] = [*self._scores[one], gain]
                self._short[one] = None
                dearest = max(dearest, self._worth[one] + gain - self._gain(one))
        self._price.append(dearest)
        if self._columns is None:
            self._columns = []
        self._columns.append((ones, gains))
        self._later[1].append(host)
        self._fill(number)

    def _gain(self, one: int) -> int:
        """What a candidate gains over the price of their place; 0 if left out."""
        host = self._mate[one]
        return 0 if host == NOBODY else self._worth[one] + self._score[one] - self._price[host]

    def amount(self) -> Amount:
        """What all pairs are worth, locked ones included."""
        problem = self._problem
        served = [host != NOBODY for host in self._mate]
        pairs, days, score = sum(served), sum(compress(self._days, served)), sum(self._score)
        for candidate, host in problem.locked.items():
            pairs, days = pairs + 1, days + problem.days[candidate]
            score += problem.score(candidate, host) or 0
        return _amount(problem, pairs, days, score)

    def solution(self) -> Solution:
        """The assignment as it stands, its value, its proof, and why each of the others was left out."""
        mates = {key: self._host_keys[host] for key, host in zip(self._keys, self._mate, strict=True) if host != NOBODY}
        gains = {key: self._gain(one) for one, key in enumerate(self._keys)}
        losses = self._losses() if NOBODY in self._mate else []
        return Solution(
            pairs=dict(sorted((mates | dict(self._problem.locked)).items())),
            amount=self.amount(),
            certificate=Certificate(dict(zip(self._host_keys, self._price, strict=True)), gains),
            left_out={
                key: self._why(one, losses) for one, key in enumerate(self._keys) if self._mate[one] == NOBODY
            },
        )  # fmt: skip

    def _locked_at(self, host: int) -> list[int]:
        return [candidate for candidate, key in self._problem.locked.items() if key == self._host_keys[host]]

    def _holding(self, host: int) -> tuple[int, ...]:
        """Keys of who holds a host's places."""
        return tuple(sorted([self._keys[one] for one in self._holders[host]] + self._locked_at(host)))

    def _losses(self) -> list[int]:
        """What the whole would lose, over the price, if each host lost a place: one search back from wherever a way may end."""
        price, mate, score = self._price, self._mate, self._score
        loss = [0 if room else FAR for room in self._room]
        for host, holders in enumerate(self._holders):
            if loss[host]:
                loss[host] = min(map(self._gain, holders), default=FAR)
        heap = [each << BITS | host for host, each in enumerate(loss) if each < FAR]
        heapify(heap)
        while heap:
            entry = heappop(heap)
            distance, host = entry >> BITS, entry & MASK
            if distance > loss[host]:
                continue
            offset = distance + price[host]
            for one, gain in zip(*self._column(host), strict=True):
                there = mate[one]
                if there != NOBODY:
                    cost = offset - price[there] + score[one] - gain
                    if cost < loss[there]:
                        loss[there] = cost
                        heappush(heap, cost << BITS | there)
        return loss

    def _why(self, one: int, losses: Sequence[int]) -> LeftOut:
        if not self._there[one]:
            return LeftOut("no_host")
        near = [
            (self._price[host] + losses[host] - score - self._worth[one], self._host_keys[host], host)
            for host, score in zip(self._there[one], self._scores[one], strict=True)
            if self._holders[host]
        ]
        if not near:
            return LeftOut("no_place")
        short, key, host = min(near)
        days, score = _apart(short, self._problem.scale)
        return LeftOut("longer_wait" if days else "better_fit", key, self._holding(host), days, score)

    def price_of(self, candidate: int, host: int) -> Amount:
        """What the whole changes (pairs, days, score; weight 0 or less) if these two are put together by hand.

        The pair need not be feasible (it then has no score). Raises ``Unsound`` where locked pairs hold the candidate or every place.
        """
        if candidate not in self._place or host not in self._number:
            raise Unsound("locked" if candidate in self._problem.locked else "unknown_key", candidate)
        one, number = self._place[candidate], self._number[host]
        if self._mate[one] == number:
            return Amount(0, 0, 0, 0)
        if not self._room[number] and not self._holders[number]:
            raise Unsound("no_place", host)
        without = self._fork()
        without._take_out(one)
        if without._room[number]:
            without._room[number] -= 1
        else:
            without._give_up(number)
        rest, before = without.amount(), self.amount()
        score = self._scores[one][self._there[one].index(number)] if number in self._there[one] else 0
        after = _amount(self._problem, rest.pairs + 1, rest.days + self._days[one], rest.score + score)
        return after - before

    def why_not(self, candidate: int, host: int) -> WhyNot:
        """Why these two are not together. Raises ``Unsound`` for a key that is unknown."""
        locked = self._problem.locked.get(candidate)
        if locked is not None:
            return WhyNot("paired" if locked == host else "locked")
        if candidate not in self._place or host not in self._number:
            raise Unsound("unknown_key", candidate)
        one, number = self._place[candidate], self._number[host]
        if self._mate[one] == number:
            return WhyNot("paired")
        if number not in self._there[one]:
            return WhyNot("not_feasible")
        holders = self._holding(number)
        if not self._room[number] and not self._holders[number]:
            return WhyNot("full", holders)
        price = self.price_of(candidate, host)
        return WhyNot("better_elsewhere", (), price) if self._room[number] else WhyNot("full", holders, price)

    def _fork(self) -> "State":
        """A state of its own to try something in; rows are shared."""
        fork = State.__new__(State)
        fork.__dict__.update(self.__dict__)
        for name in ("_price", "_room", "_mate", "_score", "_short", "_rest", "_worth"):
            setattr(fork, name, list(getattr(self, name)))
        self._column(0) if self._price else None
        fork._columns = self._columns
        fork._holders = [list(holders) for holders in self._holders]
        return fork

    def _take_out(self, one: int) -> None:
        """Somebody is no longer to be served by the engine."""
        self._worth[one] = -FAR
        if self._mate[one] != NOBODY:
            host = self._leave(one)
            self._room[host] += 1
            self._fill(host)


def _amount(problem: Problem, pairs: int, days: int, score: int) -> Amount:
    persons = pairs + days if problem.objective == "longest_waiting" else pairs
    return Amount(problem.scale * persons + score, pairs, days, score)


def _apart(weight: int, scale: int) -> tuple[int, int]:
    """A weight as days (or persons) and score."""
    days = (weight + scale // 2) // scale
    return days, weight - days * scale


def solve(problem: Problem) -> Solution:
    """The best assignment, its value, its proof, and why each of the others was left out."""
    return State(problem).solution()


def price_of_rule(problem: Problem, solution: Solution, rows: Mapping[int, Row]) -> Amount:
    """What a rule costs: the whole without it (``rows`` as they are then) less the whole as it stands."""
    return State(problem.with_rows(rows)).amount() - solution.amount


def scarcity(
    problem: Problem,
    solution: Solution,
    *,
    candidates: Callable[[int], Iterable[str]],
    hosts: Callable[[int], Iterable[str]],
) -> list[Scarcity]:
    """Where hosts are missing, by any grouping of both sides (occupation family, region), the scarcest first."""
    whole, left, without, places, serving = (Counter[str]() for _count in range(5))
    dearest: dict[str, int] = {}
    for key in problem.days:
        for group in set(candidates(key)):
            whole[group] += 1
            if key in solution.left_out:
                left[group] += 1
                without[group] += solution.left_out[key].because == "no_host"
    for host in problem.hosts:
        price = solution.certificate.prices[host.key]
        for group in set(hosts(host.key)):
            places[group] += host.capacity
            serving[group] += price > problem.scale // 2
            dearest[group] = max(dearest.get(group, 0), price)
    found = [
        Scarcity(group, whole[group], places[group], left[group], without[group], serving[group], dearest.get(group, 0))
        for group in whole.keys() | places.keys()
    ]
    return sorted(found, key=lambda each: (-each.left_out, -each.would_serve, each.group))
