"""« Why not that one »: for any candidate and any host of a round, the rules that keep them apart, or who gains more and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from network.pairing import engine
from network.pairing.feasibility import Explanation
from network.pairing.problem import Unsound
from network.pairing.proposals.facts import facts_of
from network.pairing.proposals.models import Proposal
from network.pairing.proposals.wording import PartWords, parts_words
from network.pairing.rounds import fitting, showing, wording
from network.pairing.rounds import board as boards
from network.pairing.rounds.actions import changing
from network.pairing.rounds.board import Board, Outcome
from network.pairing.rounds.models import Round
from network.pairing.rounds.refusals import RoundRefused
from network.pairing.rounds.showing import CandidateFace, HostFace

#: Hosts whose price is worked out at once, the best fit first.
MOST_ALTERNATIVES = 12


@dataclass(frozen=True)
class Alternative:
    """A feasible host of a candidate, and what the whole loses if they are put together."""

    host: HostFace
    score: int
    pairs: int
    days: int
    is_theirs: bool
    is_locked_up: bool = False


@dataclass(frozen=True)
class MovedLine:
    """Somebody else whom a change moves."""

    candidate: CandidateFace
    before: HostFace | None
    after: HostFace | None


@dataclass(frozen=True)
class Between:
    """One candidate and one host of a round, whether they are together or not."""

    round: Round
    candidate: CandidateFace
    host: HostFace
    explanation: Explanation | None
    parts: list[PartWords]
    score: int | None
    are_together: bool
    is_locked: bool
    is_excluded: bool
    #: Rules in words.
    failures: list[str]
    #: Rules that a person may go beyond, and whether all of them are such.
    beyond: Sequence[str] = ()
    may_be_added: bool = False
    may_be_moved: bool = False
    #: What it would cost; None where it cannot be done, with the reason in words.
    outcome: Outcome | None = None
    price: list[str] = field(default_factory=list)
    moved: list[MovedLine] = field(default_factory=list)
    refusal: str = ""
    #: Who holds the places of this host.
    holders: list[CandidateFace] = field(default_factory=list)
    free: int = 0


class Asked:
    """A board that questions are asked of; the state of the engine is taken up once."""

    def __init__(self, board: Board) -> None:
        self.board = board

    @cached_property
    def state(self) -> engine.State:
        """From the proof that is kept with the board: nothing is solved. Cost: 2 queries."""
        problem, solution = self.board.standing(*boards.proof_of(self.board.round))
        return engine.State.resume(problem, solution)


def alternatives(asked: Asked, request: int) -> tuple[list[Alternative], int]:
    """Feasible hosts of a candidate, best fit first, with their price; and how many there are. Cost: 8 queries, and the engine's time."""
    board = asked.board
    there, scores = board.snapshot.rows.get(request, ((), ()))
    found = sorted(
        ((score, offer) for offer, score in zip(there, scores, strict=True) if (request, offer) not in board.forbidden),
        key=lambda one: (-one[0], one[1]),
    )
    shown = found[:MOST_ALTERNATIVES]
    faces = showing.hosts({offer for _score, offer in shown})
    lines = []
    is_locked = request in board.locked
    for score, offer in shown:
        is_theirs = board.pairs.get(request) == offer
        if is_theirs or is_locked:
            lines.append(Alternative(faces[offer], score, 0, 0, is_theirs))
            continue
        try:
            price = asked.state.price_of(request, offer)
        except Unsound:
            # Every place is locked for somebody else.
            lines.append(Alternative(faces[offer], score, 0, 0, is_theirs, is_locked_up=True))
        else:
            lines.append(Alternative(faces[offer], score, price.pairs, price.days, is_theirs))
    return lines, len(found)


def between(round_: Round, request: int, offer: int, user: Any) -> Between | None:
    """Everything about two of them; None where one was not in the round. Cost: about 35 queries, and one solution where a price is asked."""
    faces, offers = showing.candidates({request}, user), showing.hosts({offer})
    if request not in faces or offer not in offers:
        return None
    candidate, host = faces[request], offers[offer]
    explanation = fitting.explained(round_, [(request, offer)]).get((request, offer))
    rules = [failure.rule for failure in explanation.failures] if explanation else []
    facts: dict[str, Any] = {
        "round": round_,
        "candidate": candidate,
        "host": host,
        "explanation": explanation,
        "parts": _parts(round_, candidate, host, explanation),
        "failures": [wording.failure(failure) for failure in explanation.failures] if explanation else [],
        "beyond": rules,
    }
    if not round_.is_ready or round_.problem is None:
        pair = round_.pair_rows.live().filter(request=request).first()
        together = pair is not None and pair.offer_id == offer
        return Between(**facts, score=pair.score if pair and together else None, are_together=together, is_locked=False, is_excluded=False)
    board = boards.load(round_)
    return _on_a_board(board, request, offer, rules, facts, user)


def _on_a_board(
    board: Board, request: int, offer: int, rules: Sequence[str], facts: dict[str, Any], user: Any
) -> Between:
    score = board.snapshot.score(request, offer)
    together = board.pairs.get(request) == offer
    holders = [key for key, there in board.pairs.items() if there == offer and key != request]
    facts |= {
        "score": score,
        "are_together": together,
        "is_locked": together and request in board.locked,
        "is_excluded": (request, offer) in board.forbidden,
        "holders": list(showing.candidates(set(holders), user).values()),
        "free": board.snapshot.room.get(offer, 0) - len(holders) - together,
    }
    if together:
        return Between(**facts)
    try:
        if score is not None:
            edit = changing.moving(board, request, offer)
        else:
            edit = changing.adding(board, request, offer, beyond=rules, reason="")
        outcome = edit.outcome()
    except RoundRefused as refusal:
        return Between(**facts, refusal=str(refusal))
    return Between(
        **facts,
        may_be_moved=score is not None,
        may_be_added=True,
        outcome=outcome,
        price=wording.price(outcome.price),
        moved=moved_lines(outcome, request, user),
    )


def moved_lines(outcome: Outcome, request: int, user: Any) -> list[MovedLine]:
    """Others whom it moves. Cost: up to 12 queries."""
    others = outcome.others(request)
    faces = showing.candidates({each.request for each in others}, user)
    offers = showing.hosts({key for each in others for key in (each.before, each.after) if key is not None})
    return [
        MovedLine(faces[each.request], offers.get(each.before or 0), offers.get(each.after or 0)) for each in others
    ]


def _parts(
    round_: Round, candidate: CandidateFace, host: HostFace, explanation: Explanation | None
) -> list[PartWords]:
    """The parts that speak for the pair in the words both will read. Cost: about 10 queries."""
    if explanation is None or not explanation.is_feasible:
        return []
    unsaved = Proposal(
        request=candidate.request,
        offer=host.offer,
        parts=fitting.points_of(explanation),
        facts=facts_of(candidate.request, host.offer),
    )
    return parts_words(unsaved)
