"""What a solution becomes as rows of a round."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from network.pairing.problem import LeftOut, Problem, Solution
from network.pairing.rounds.board import proof_for_standing
from network.pairing.rounds.models import LIVE, Because, Round, RoundCandidate, RoundHost, RoundPair

BATCH = 200
#: What is kept of a pair to put it back as it was.
KEPT = ("offer_id", "score", "parts", "origin", "state", "reason", "beyond", "by_id")


def reasons(problem: Problem, solution: Solution) -> dict[int, LeftOut]:
    """Why each of the others is left out, measured against whoever holds the place they came nearest to.

    The prices of the proof are bounds, and say 0 where two are tied; people are told by how much the holder waits longer, or fits better.
    """
    holders: dict[int, list[int]] = {}
    for request, offer in solution.pairs.items():
        if request not in problem.locked:
            holders.setdefault(offer, []).append(request)
    return {key: _reason(problem, holders, key, left) for key, left in solution.left_out.items()}


def _reason(problem: Problem, holders: Mapping[int, list[int]], key: int, left: LeftOut) -> LeftOut:
    if left.because not in {"longer_wait", "better_fit"}:
        return left
    by_wait = problem.objective == "longest_waiting"
    near: tuple[int, int, int] | None = None
    for offer, own in zip(*problem.rows[key], strict=True):
        for holder in holders.get(offer, ()):
            days = problem.days[holder] - problem.days[key] if by_wait else 0
            found = max(days, 0), max((problem.score(holder, offer) or 0) - own, 0), offer
            near = found if near is None else min(near, found)
    if near is None:
        return left
    days, score, offer = near
    names = tuple(sorted(holders[offer]))
    if days:
        return LeftOut("longer_wait", offer, names, days)
    return LeftOut("better_fit", offer, names, 0, score)


def facts_of(left: LeftOut, rules: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Codes and numbers alone; ``rules``: rule -> hosts that would suit without it."""
    facts: dict[str, Any] = {"rules": dict(rules)} if rules else {}
    if left.host is not None:
        facts |= {"offer": left.host, "holders": list(left.holders)}
    if left.short_days:
        facts["days"] = left.short_days
    if left.short_score:
        facts["score"] = left.short_score
    return facts


def write_candidates(round_: Round, problem: Problem, solution: Solution) -> None:
    """Reasons and prices of the proof, where they are others now. Cost: 2 queries, and 2 for each 200 rows that changed."""
    prices, gains = proof_for_standing(problem, solution)
    why = reasons(problem, solution)
    changed = []
    for row in RoundCandidate.objects.filter(round=round_):
        left = why.get(row.request_id)
        because = left.because if left else Because.PAIRED
        rules = row.facts.get("rules")
        facts = facts_of(left, rules) if left else ({"rules": rules} if rules else {})
        if (row.because, row.facts, row.gain) != (because, facts, gains.get(row.request_id, 0)):
            row.because, row.facts, row.gain = because, facts, gains.get(row.request_id, 0)
            changed.append(row)
    RoundCandidate.objects.bulk_update(changed, ["because", "facts", "gain"], batch_size=BATCH)
    used = used_places(solution.pairs)
    hosts = []
    for host in RoundHost.objects.filter(round=round_):
        if (host.used, host.price) != (used.get(host.offer_id, 0), prices[host.offer_id]):
            host.used, host.price = used.get(host.offer_id, 0), prices[host.offer_id]
            hosts.append(host)
    RoundHost.objects.bulk_update(hosts, ["used", "price"], batch_size=BATCH)


def used_places(pairs: Mapping[int, int]) -> dict[int, int]:
    used: dict[int, int] = {}
    for offer in pairs.values():
        used[offer] = used.get(offer, 0) + 1
    return used


def rows_as_they_stand(round_: Round, requests: Collection[int]) -> list[dict[str, Any]]:
    """All rows of these candidates, to put them back one day. Cost: 1 query for each 500."""
    kept: dict[int, list[dict[str, Any]]] = {request: [] for request in requests}
    for pair in rows_of(round_, requests):
        kept[pair.request_id].append({name: getattr(pair, name) for name in KEPT} | {"at": pair.at.isoformat()})
    return [{"request": request, "rows": rows} for request, rows in kept.items()]


def put_back(round_: Round, before: Iterable[Mapping[str, Any]]) -> list[RoundPair]:
    """Rows as they were kept, not saved yet."""
    return [
        RoundPair(round=round_, request_id=each["request"], **{name: row[name] for name in row})
        for each in before
        for row in each["rows"]
    ]


def rows_of(round_: Round, requests: Collection[int]) -> list[RoundPair]:
    listed = sorted(requests)
    return [
        pair
        for first in range(0, len(listed), 500)
        for pair in RoundPair.objects.filter(round=round_, request__in=listed[first : first + 500])
    ]


def replace(round_: Round, requests: Collection[int], rows: Iterable[RoundPair], *, live_alone: bool) -> None:
    """New rows in the place of these candidates'. ``live_alone``: what was excluded stays as it is, unless it is together again."""
    listed, made = sorted(requests), list(rows)
    together = {(row.request_id, row.offer_id) for row in made}
    for first in range(0, len(listed), 500):
        there = RoundPair.objects.filter(round=round_, request__in=listed[first : first + 500])
        going = [
            pair.pk
            for pair in there.only("pk", "request_id", "offer_id", "state")
            if not live_alone or pair.state in LIVE or (pair.request_id, pair.offer_id) in together
        ]
        RoundPair.objects.filter(pk__in=going).delete()
    RoundPair.objects.bulk_create(made, batch_size=BATCH)
