"""Two rounds to look at: one that was published some days ago, and one under review with what its reviewer changed. A third is a button away.

The older one holds the proposals that a programme made (``network.pairing.proposals.demo``), as pairs of a round whose proof is
checked like any other's; the other is computed by the engine over everybody who still waits.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from core import audit
from core.clock import Due
from network.pairing import engine, proof
from network.pairing.edges import edges
from network.pairing.editions.models import PairingSettings
from network.pairing.fit.candidates import people_of, ready_requests
from network.pairing.fit.hosts import host_profiles
from network.pairing.offers.models import Offer
from network.pairing.problem import Candidate, Host, Objective, Problem
from network.pairing.proposals.models import Proposal
from network.pairing.requests.models import Request
from network.pairing.rounds import actions, fitting
from network.pairing.rounds.actions import asking, computing
from network.pairing.rounds.models import (
    PairState,
    Round,
    RoundPair,
    Stage,
    State,
)
from network.pairing.rounds.snapshot import Snapshot, pack
from people.accounts.models import Person, Role
from people.programmes.models import Edition

#: Days since the older round was published; people of its time who still wait.
DAYS_AGO = 12
STILL_WAITING = 24


def seed(world: Any) -> None:
    """What is there already is kept."""
    edition: Edition | None = getattr(world, "pairing_edition", None)
    coordinator = getattr(world, "users", {}).get(Role.PROGRAMME_COORDINATOR.value)
    if edition is None or coordinator is None or Round.objects.filter(edition=edition).exists():
        return
    by = coordinator.person
    proposals = list(
        Proposal.objects.filter(request__candidacy__edition=edition, computed=True).order_by("made_at", "pk")
    )
    if proposals:
        with transaction.atomic():
            _published(edition, _once_each(proposals), by)
    made = actions.ask(edition=edition, by=by)
    actions.compute(made.pk)()
    Due.objects.filter(kind=asking.COMPUTE, key=str(made.pk)).delete()
    made.refresh_from_db()
    _review(made, by)


def _once_each(proposals: Sequence[Proposal]) -> list[Proposal]:
    """One of each request: the first."""
    first: dict[int, Proposal] = {}
    for proposal in proposals:
        first.setdefault(proposal.request_id, proposal)
    return list(first.values())


def _published(edition: Edition, proposals: Sequence[Proposal], by: Person) -> None:
    """The round that these proposals came from."""
    settings = PairingSettings.objects.get(pk=edition.pk)
    then = timezone.now() - timedelta(days=DAYS_AGO)
    round_ = Round(
        edition=edition, number=1, kind="weekly", objective=settings.objective, weights=settings.weights,
        keep_bonus=settings.keep_bonus, asked_at=then, started_at=then, state=State.RUNNING, stage=Stage.WRITING,
    )  # fmt: skip
    round_.save()
    work = computing.Work(round_)
    paired = {proposal.request_id: proposal for proposal in proposals}
    others = list(ready_requests(edition).by_waiting().exclude(pk__in=paired)[: STILL_WAITING * 3 : 3])
    keys = [*paired, *(request.pk for request in others)]
    waited = _days_then(keys, then)
    work.candidates = [
        profile
        for _key, profile in sorted(
            fitting.profiles_of_requests(keys).items(), key=lambda one: (-waited[one[0]], one[0])
        )
    ]
    room: dict[int, int] = {}
    for proposal in proposals:
        room[proposal.offer_id] = room.get(proposal.offer_id, 0) + 1
    work.hosts = host_profiles(Offer.objects.filter(pk__in=room), room=room)
    rows = edges(work.candidates, work.hosts, fitting.weights_of(round_))
    work.snapshot = Snapshot({one.key: waited[one.key] for one in work.candidates}, room, rows)
    work.locked = {
        proposal.request_id: RoundPair(
            request_id=proposal.request_id,
            offer_id=proposal.offer_id,
            score=proposal.score,
            parts=proposal.parts,
            by=by,
        )
        for proposal in proposals
    }
    problem = Problem(
        candidates=tuple(Candidate(key, days) for key, days in work.snapshot.days.items()),
        hosts=tuple(Host(key, places) for key, places in room.items()),
        rows=rows,
        locked={proposal.request_id: proposal.offer_id for proposal in proposals},
        objective=cast(Objective, round_.objective),
        keep_bonus=round_.bonus,
    )
    solution = engine.solve(problem)
    if not proof.verify(problem, solution).holds:
        return
    scores = {(proposal.request_id, proposal.offer_id): proposal.score for proposal in proposals}
    computing.write_rows(work, problem, solution, scores)
    for pair in RoundPair.objects.filter(round=round_):
        proposal = paired[pair.request_id]
        pair.state, pair.proposal, pair.parts, pair.by = PairState.PUBLISHED, proposal, proposal.parts, None
        pair.save()
    left = [days for key, days in work.snapshot.days.items() if key not in solution.pairs]
    Round.objects.filter(pk=round_.pk).update(
        state=State.PUBLISHED, stage="", progress=100, ended_at=then, closed_at=then, decided_by=by, decided_at=then,
        candidates=len(waited), hosts=len(room), places=sum(room.values()), edges=work.snapshot.edges, pairs=len(solution.pairs),
        days=sum(waited[key] for key in solution.pairs), score=sum(scores.values()), value=solution.value,
        longest_left=max(left, default=None), is_proven=True, problem=pack(work.snapshot),
    )  # fmt: skip
    audit.record("round.published", round_, by=by, values={"sent": len(solution.pairs), "fell": 0})


def _days_then(keys: Sequence[int], then: Any) -> dict[int, int]:
    since = Request.objects.filter(pk__in=keys).values_list("pk", "waiting_since")
    return {key: max((then - at).days, 0) if at else 0 for key, at in since}


def _review(round_: Round, by: Person) -> None:
    """What a reviewer has done so far: one pair locked, one kept apart, so that there is something to take back."""
    pairs = list(RoundPair.objects.live().filter(round=round_).order_by("request__waiting_since", "pk")[:8])
    if len(pairs) < 8 or not people_of(Request.objects.filter(pk=pairs[0].request_id)):
        return
    actions.lock(round=round_, request=pairs[2].request_id, version=0, by=by)
    actions.exclude(
        round=round_,
        request=pairs[5].request_id,
        offer=pairs[5].offer_id,
        reason="Ces deux personnes ont travaillé ensemble l’an dernier.",
        version=1,
        by=by,
    )
