"""A round is computed, apart from every transaction: read, find who could be with whom, solve, check the proof, ask what rules cost, write.

A worker that is killed leaves the round « running »: its due work comes back after the lease, begins from nothing, and gives up the
third time in words. Nothing of a round stands before all of it stands.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit, live
from network.pairing import engine, proof
from network.pairing.edges import edges
from network.pairing.editions.models import PairingSettings
from network.pairing.fit.apart import Apart
from network.pairing.problem import Candidate, Host, Objective, Problem, Row, Solution
from network.pairing.profiles import CandidateProfile, HostProfile
from network.pairing.rounds import fitting, telling
from network.pairing.rounds.board import Totals, proof_for_standing
from network.pairing.rounds.models import (
    Because,
    Origin,
    PairState,
    Round,
    RoundCandidate,
    RoundHost,
    RoundPair,
    Stage,
    State,
    Trouble,
)
from network.pairing.rounds.snapshot import Snapshot, pack
from network.pairing.rounds.writing import BATCH, facts_of, reasons, used_places

log = logging.getLogger("maillage.rounds")

#: How often a computation is begun before it is given up.
MOST_ATTEMPTS = 3
#: Rules whose price is asked: what a request or an offer wants, not what people decided.
PRICED = ("occupation", "language", "place", "time", "must")
#: Candidates × hosts beyond which the price of rules is not asked: it would take longer than the round.
MOST_PRICED = 4_000_000
#: Groups shown where hosts are missing.
MOST_GROUPS = 40


class Unproven(Exception):
    """The certificate does not hold: the engine's mistake, never shown as an answer."""


class Gone(Exception):
    """The round is not being computed any more."""


@dataclass
class Work:
    """What a computation knows so far."""

    round: Round
    candidates: list[CandidateProfile] = field(default_factory=list)
    hosts: list[HostProfile] = field(default_factory=list)
    apart: Apart = field(default_factory=Apart)
    snapshot: Snapshot = field(default_factory=lambda: Snapshot({}, {}, {}))
    #: Pairs that people locked on the board before, with their rows.
    locked: dict[int, RoundPair] = field(default_factory=dict)
    rule_prices: list[dict[str, Any]] = field(default_factory=list)
    #: Request -> rule -> hosts that would suit without it.
    keeps_away: dict[int, dict[str, int]] = field(default_factory=dict)
    scarcity: dict[str, Any] = field(default_factory=dict)
    parts: Mapping[tuple[int, int], dict[str, int]] = field(default_factory=dict)
    verify_ms: int = 0


def compute(pk: int) -> Callable[[], object]:
    """Compute one round; the answer writes it. A round that is no longer to be computed is left as it is."""
    round_ = _begin(pk)
    if round_ is None:
        return lambda: None
    if round_.attempts > MOST_ATTEMPTS:
        return lambda: fail(round_, Trouble.STOPPED)
    if not PairingSettings.objects.open().filter(edition=round_.edition_id).exists():
        return lambda: fail(round_, Trouble.NOT_OPEN)
    started = time.process_time()
    try:
        work, solution, problem = _work(round_)
    except Gone:
        return lambda: None
    except Unproven:
        log.error("round %s: the proof does not hold", pk)
        return lambda: fail(round_, Trouble.UNPROVEN)
    except Exception:
        if round_.attempts < MOST_ATTEMPTS:
            # The clock notes it, and comes back.
            raise
        log.exception("round %s: given up", pk)
        return lambda: fail(round_, Trouble.ERROR)
    spent = int((time.process_time() - started) * 1000)
    return lambda: _write(work, problem, solution, spent)


@transaction.atomic
def _begin(pk: int) -> Round | None:
    """Take it up, or take it up again after a stop. Cost: 3 queries."""
    under_way = Round.objects.under_way().filter(pk=pk)
    if not under_way.update(
        state=State.RUNNING, started_at=timezone.now(), attempts=F("attempts") + 1, stage=Stage.READING, progress=1
    ):
        return None
    round_ = Round.objects.select_related("edition").get(pk=pk)
    live.publish(round_.topic)
    return round_


def _now(round_: Round, stage: Stage, progress: int) -> None:
    """Say how far it is. Cost: 2 queries, in a transaction of their own. Raises Gone."""
    with transaction.atomic():
        same = Round.objects.filter(pk=round_.pk, state=State.RUNNING, attempts=round_.attempts)
        if not same.update(stage=stage, progress=progress):
            raise Gone
        live.publish(round_.topic)


def _work(round_: Round) -> tuple[Work, Solution, Problem]:
    work = Work(round_)
    _read(work)
    _now(round_, Stage.EDGES, 15)
    rows = _edges(work, ())
    room = {host.key: host.capacity for host in work.hosts}
    days = {one.key: one.days_waited for one in work.candidates}
    work.snapshot = Snapshot(days, room, rows, _kept(work, rows))
    work.locked = _locked(work)
    _now(round_, Stage.SOLVING, 35)
    problem = _problem(work)
    solution = engine.solve(problem)
    _now(round_, Stage.PROVING, 60)
    before = time.process_time()
    if not proof.verify(problem, solution).holds:
        raise Unproven
    work.verify_ms = round((time.process_time() - before) * 1000)
    _now(round_, Stage.PRICES, 65)
    _ask_prices(work, problem, solution)
    work.scarcity = _scarcity(work, problem, solution)
    _now(round_, Stage.WRITING, 90)
    work.parts = fitting.parts_of(round_, list(solution.pairs.items()))
    return work, solution, problem


def _read(work: Work) -> None:
    edition = work.round.edition
    work.candidates = list(fitting.candidates(edition))
    work.apart = fitting.kept_apart(edition)
    work.hosts = [host for host in fitting.hosts(edition) if host.capacity > 0]


def _edges(work: Work, without: tuple[str, ...]) -> dict[int, Row]:
    return edges(
        work.candidates,
        work.hosts,
        fitting.weights_of(work.round),
        excluded=work.apart.excluded,
        failed=work.apart.failed,
        without=without,
    )


def _last(round_: Round) -> Round | None:
    return Round.objects.before(round_).first()


def _kept(work: Work, rows: Mapping[int, Row]) -> dict[int, int]:
    """« Yesterday's »: pairs of the round before that nobody was asked about, because it was not sent, or these could not be.

    Proposals that are open are none of them: they hold their place and have left the queue. One that a person declined or let
    lapse is none either: whoever was silent is no reason to be asked again first.
    """
    last = _last(work.round)
    if last is None:
        return {}
    unsent = RoundPair.objects.filter(
        round=last, state__in=[PairState.PROPOSED, PairState.LOCKED, PairState.FELL_THROUGH]
    )
    pairs = unsent.values_list("request", "offer")
    return {request: offer for request, offer in pairs if offer in rows.get(request, ((), ()))[0]}


def _locked(work: Work) -> dict[int, RoundPair]:
    """Pairs locked on the board that is under review: they stay, as long as both are still there and there is room."""
    under_review = Round.objects.filter(edition=work.round.edition_id, state=State.READY).first()
    if under_review is None:
        return {}
    left, locked = dict(work.snapshot.room), dict[int, RoundPair]()
    for pair in RoundPair.objects.filter(round=under_review, state=PairState.LOCKED).order_by("at", "pk"):
        is_there = pair.request_id in work.snapshot.days and left.get(pair.offer_id, 0) > 0
        still_fits = (
            pair.beyond
            or pair.origin == Origin.HAND
            or (pair.offer_id in work.snapshot.rows.get(pair.request_id, ((), ()))[0])
        )
        if is_there and still_fits and (pair.request_id, pair.offer_id) not in work.apart.excluded:
            left[pair.offer_id] -= 1
            locked[pair.request_id] = pair
    return locked


def _problem(work: Work) -> Problem:
    snapshot, round_ = work.snapshot, work.round
    return Problem(
        candidates=tuple(Candidate(request, days) for request, days in snapshot.days.items()),
        hosts=tuple(Host(offer, places) for offer, places in snapshot.room.items()),
        rows=snapshot.rows,
        locked={request: pair.offer_id for request, pair in work.locked.items()},
        kept=snapshot.kept,
        objective=cast(Objective, round_.objective),
        keep_bonus=round_.bonus,
    )


def _ask_prices(work: Work, problem: Problem, solution: Solution) -> None:
    """What each rule costs the whole, and which rules keep everybody away from those whom no host suits."""
    if len(problem.candidates) * len(problem.hosts) > MOST_PRICED:
        return
    alone = [key for key, left in solution.left_out.items() if left.because == "no_host"]
    for number, rule in enumerate(PRICED):
        rows = _edges(work, (rule,))
        for key in alone:
            if reached := len(rows.get(key, ((), ()))[0]):
                work.keeps_away.setdefault(key, {})[rule] = reached
        gained = engine.price_of_rule(problem, solution, rows)
        work.rule_prices.append(
            {
                "rule": rule,
                "pairs": gained.pairs,
                "days": gained.days,
                "edges": sum(len(row[0]) for row in rows.values()) - work.snapshot.edges,
            }
        )
        _now(work.round, Stage.PRICES, 65 + 5 * (number + 1) - 1)


def _scarcity(work: Work, problem: Problem, solution: Solution) -> dict[str, Any]:
    """Where hosts are missing: by major group of NOC 2021, and by region."""
    wanted = {one.key: one for one in work.candidates}
    offered = {one.key: one for one in work.hosts}
    families = engine.scarcity(
        problem,
        solution,
        candidates=lambda key: {code[:2] for code in wanted[key].occupations[:1]},
        hosts=lambda key: {code[:2] for code in offered[key].occupations},
    )
    regions = engine.scarcity(
        problem,
        solution,
        candidates=lambda key: {f"{wanted[key].home:02}"},
        hosts=lambda key: {f"{offered[key].region:02}"},
    )
    return {
        name: [
            {
                "group": each.group,
                "candidates": each.candidates,
                "places": each.places,
                "left_out": each.left_out,
                "without_any": each.without_any,
                "would_serve": each.would_serve,
            }
            for each in found[:MOST_GROUPS]
        ]
        for name, found in (("family", families), ("region", regions))
    }


# ------------------------------------------------------------------ writing, in the clock's transaction


def _write(work: Work, problem: Problem, solution: Solution, spent: int) -> None:
    """All of it, or nothing: the board before, if nobody has decided on it, makes room. Cost: some 12 queries, and 1 for each 200 rows."""
    round_, snapshot, now = work.round, work.snapshot, timezone.now()
    scores = {pair: _score(work, *pair) for pair in solution.pairs.items()}
    left = [snapshot.days[key] for key in snapshot.days if key not in solution.pairs]
    totals = Totals(len(solution.pairs), sum(snapshot.days[key] for key in solution.pairs), sum(scores.values()))
    _make_room(round_)
    running = Round.objects.filter(pk=round_.pk, state=State.RUNNING, attempts=round_.attempts)
    if not running.update(
        state=State.READY,
        stage="",
        progress=100,
        ended_at=now,
        candidates=len(snapshot.days),
        hosts=len(snapshot.room),
        places=sum(snapshot.room.values()),
        edges=snapshot.edges,
        pairs=totals.pairs,
        days=totals.days,
        score=totals.score,
        value=solution.value,
        longest_left=max(left, default=None),
        is_proven=True,
        verify_ms=work.verify_ms,
        cpu_ms=spent,
        rule_prices=work.rule_prices,
        scarcity=work.scarcity,
        problem=pack(snapshot),
    ):
        raise Gone
    write_rows(work, problem, solution, scores)
    round_.refresh_from_db()
    audit.record(
        "round.ready", round_, by=None, values={"pairs": totals.pairs, "candidates": round_.candidates, "proven": True}
    )
    telling.tell_reviewers(round_)
    live.publish(round_.topic)


def _make_room(round_: Round) -> None:
    """The board before, if it is still under review: what is locked on it has come along."""
    for before in Round.objects.filter(edition=round_.edition_id, state=State.READY):
        Round.objects.filter(pk=before.pk, state=State.READY).update(
            state=State.DISCARDED, closed_at=timezone.now(), replaced_by=round_
        )
        audit.record("round.replaced", before, by=None, fields=["state"], values={"round": round_.pk})
        live.publish(before.topic)


def _score(work: Work, request: int, offer: int) -> int:
    found = work.snapshot.score(request, offer)
    if found is not None:
        return found
    pair = work.locked.get(request)
    return pair.score if pair else 0


def write_rows(work: Work, problem: Problem, solution: Solution, scores: Mapping[tuple[int, int], int]) -> None:
    round_, snapshot = work.round, work.snapshot
    prices, gains = proof_for_standing(problem, solution)
    used, why = used_places(solution.pairs), reasons(problem, solution)
    RoundHost.objects.bulk_create(
        (
            RoundHost(round=round_, offer_id=offer, room=room, used=used.get(offer, 0), price=prices[offer])
            for offer, room in snapshot.room.items()
        ),
        batch_size=BATCH,
    )
    candidates = []
    for order, (request, days) in enumerate(snapshot.days.items(), 1):
        left, rules = why.get(request), work.keeps_away.get(request)
        candidates.append(
            RoundCandidate(
                round=round_,
                request_id=request,
                order=order,
                days_waited=days,
                reach=len(snapshot.rows.get(request, ((), ()))[0]),
                because=left.because if left else Because.PAIRED,
                facts=facts_of(left, rules) if left else {},
                gain=gains[request],
            )
        )
    RoundCandidate.objects.bulk_create(candidates, batch_size=BATCH)
    RoundPair.objects.bulk_create(
        (_pair(work, request, offer, scores[request, offer]) for request, offer in solution.pairs.items()),
        batch_size=BATCH,
    )


def _pair(work: Work, request: int, offer: int, score: int) -> RoundPair:
    parts = work.parts.get((request, offer), {}) if work.snapshot.score(request, offer) is not None else {}
    made = RoundPair(round=work.round, request_id=request, offer_id=offer, score=score, parts=parts)
    if locked := work.locked.get(request):
        made.state, made.origin, made.reason = PairState.LOCKED, locked.origin, locked.reason
        made.beyond, made.by_id, made.at = locked.beyond, locked.by_id, locked.at
    elif work.snapshot.kept.get(request) == offer:
        made.origin = Origin.KEPT
    return made


@transaction.atomic
def fail(round_: Round, trouble: Trouble) -> None:
    """It stops here, in words. Cost: about 5 queries."""
    running = Round.objects.under_way().filter(pk=round_.pk)
    if running.update(state=State.FAILED, trouble=trouble, ended_at=timezone.now(), stage=""):
        round_.refresh_from_db()
        audit.record("round.failed", round_, by=None, fields=["state"], values={"trouble": str(trouble)})
        telling.tell_it_failed(round_)
        live.publish(round_.topic)
