"""The check of a solution by its certificate alone. It shares nothing with the search: it reads the problem as it was given."""

from collections import Counter
from operator import sub

from network.pairing.problem import Amount, FaultCode, Problem, Proof, Solution


def verify(problem: Problem, solution: Solution) -> Proof:
    """Check a solution by its certificate alone: one scan of the edges, independent of how it was found. Call it after every run."""
    fault, at = _fault(problem, solution) or (None, ())
    return Proof(fault, at)


def _fault(problem: Problem, solution: Solution) -> tuple[FaultCode, tuple[int, ...]] | None:
    prices, gains, pairs = solution.certificate.prices, solution.certificate.gains, solution.pairs
    room, days, locked, kept, bonus = problem.room, problem.days, problem.locked, problem.kept, problem.keep_bonus
    open_keys = days.keys() - locked.keys()
    worth = {candidate: problem.worth(candidate) for candidate in days}
    if prices.keys() != room.keys() or gains.keys() != open_keys:
        return "price_missing", ()
    if min(prices.values(), default=0) < 0 or min(gains.values(), default=0) < 0:
        return "negative_price", ()
    taken = Counter[int]()
    value = score_sum = days_sum = 0
    for candidate, host in pairs.items():
        if candidate not in days or host not in room:
            return "unknown_key", (candidate, host)
        score = problem.score(candidate, host)
        if candidate in locked:
            score = score or 0
        else:
            if score is None:
                return "not_feasible", (candidate, host)
            taken[host] += 1
            if gains[candidate] + prices[host] != worth[candidate] + score:
                return "pair_not_tight", (candidate, host)
        value += worth[candidate] + score
        score_sum += score
        days_sum += days[candidate]
    for candidate, host in locked.items():
        if pairs.get(candidate) != host:
            return "locked_pair_moved", (candidate, host)
    for host, places in room.items():
        if taken[host] > places:
            return "over_capacity", (host,)
        if prices[host] and taken[host] < places:
            return "priced_with_room", (host,)
    for candidate in open_keys:
        if gains[candidate] and candidate not in pairs:
            return "gain_of_left_out", (candidate,)
    if solution.amount != Amount(value, len(pairs), days_sum, score_sum):
        return "wrong_value", ()
    price_of = prices.__getitem__
    for candidate, (there, scores) in problem.rows.items():
        if there and candidate not in locked:
            most = max(map(sub, scores, map(price_of, there)))
            if candidate in kept and kept[candidate] in there:
                most = max(most, scores[there.index(kept[candidate])] + bonus - prices[kept[candidate]])
            if most + worth[candidate] > gains[candidate]:
                return "better_pair", (candidate,)
    return None
