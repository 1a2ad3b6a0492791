"""« Why not that one »: for any candidate and any host of a round, the rules that keep them apart, or who gains more and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page

from network.pairing import engine
from network.pairing.feasibility import Explanation
from network.pairing.offers.models import Offer
from network.pairing.problem import Unsound
from network.pairing.proposals.facts import facts_of
from network.pairing.proposals.models import Proposal
from network.pairing.proposals.wording import BEYOND, PartWords, parts_words
from network.pairing.rounds import board as boards
from network.pairing.rounds import fitting, reading, showing, wording
from network.pairing.rounds.actions import changing
from network.pairing.rounds.board import Board, Outcome, Totals
from network.pairing.rounds.models import PairState, Round, RoundCandidate, RoundHost, RoundPair
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

    @property
    def words(self) -> list[str]:
        """Pairs and days; the points are worked out where somebody decides."""
        return wording.price(Totals(self.pairs, self.days, 0))


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
        "failures": [wording.failure(each, host.languages) for each in explanation.failures] if explanation else [],
        "beyond": rules,
    }
    full = Round.objects.get(pk=round_.pk)
    if not full.is_ready or full.problem is None:
        pair = full.pair_rows.live().filter(request=request).first()
        together = pair is not None and pair.offer_id == offer
        return Between(
            **facts,
            score=pair.score if pair and together else None,
            are_together=together,
            is_locked=False,
            is_excluded=False,
        )
    return _on_a_board(boards.load(full), request, offer, rules, facts, user)


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


@dataclass(frozen=True)
class OfCandidate:
    """One candidate of a round: the pair they are in, or why they are in none, and whom else they could be with."""

    row: RoundCandidate
    face: CandidateFace
    pair: RoundPair | None
    host: HostFace | None
    bars: list[reading.Bar]
    parts: list[PartWords]
    beyond: list[str]
    because: str
    more: list[str]
    remedies: list[str]
    alternatives: list[Alternative]
    reach: int
    is_locked: bool
    fell: str
    #: With whom the round before had put them, if it is another.
    before: HostFace | None


def of_candidate(round_: Round, request: int, user: Any) -> OfCandidate | None:
    """None for somebody who was not in the round. Cost: about 40 queries, and no solution of the engine's."""
    row = RoundCandidate.objects.filter(round=round_, request=request).first()
    if row is None:
        return None
    face = showing.candidates({request}, user)[request]
    shown = [*PairState.values]
    shown.remove(PairState.EXCLUDED)
    pair = RoundPair.objects.filter(round=round_, request=request, state__in=shown).select_related("by").first()
    last = Round.objects.before(round_).first()
    earlier = RoundPair.objects.filter(round=last, request=request, state__in=shown).first() if last else None
    nearest = row.facts.get("offer")
    offers = showing.hosts({key for key in (pair and pair.offer_id, earlier and earlier.offer_id, nearest) if key})
    host = offers.get(pair.offer_id) if pair else None
    lines: list[Alternative] = []
    reach = row.reach
    full = Round.objects.get(pk=round_.pk)
    if full.is_ready and full.problem is not None:
        lines, reach = alternatives(Asked(boards.load(full)), request)
    explanation = fitting.explained(round_, [(request, pair.offer_id)]).get((request, pair.offer_id)) if pair else None
    return OfCandidate(
        row=row,
        face=face,
        pair=pair,
        host=host,
        bars=reading.bars(pair.parts, round_.weights) if pair else [],
        parts=_parts(round_, face, host, explanation) if host else [],
        beyond=[str(BEYOND.get(code, code)) for code in pair.beyond] if pair else [],
        because=wording.left_out(row),
        more=wording.left_out_more(row, {key: each.title for key, each in offers.items()}),
        remedies=wording.remedies(row),
        alternatives=lines,
        reach=reach,
        is_locked=pair is not None and pair.is_locked,
        fell=wording.fell(pair.fell_because) if pair and pair.fell_because else "",
        before=offers.get(earlier.offer_id) if earlier and (not pair or earlier.offer_id != pair.offer_id) else None,
    )


@dataclass(frozen=True)
class BesideLine:
    """One offer of the round, seen from a candidate."""

    host: HostFace
    free: int
    score: int
    failures: list[str]
    is_theirs: bool


def beside_all(
    round_: Round, request: int, user: Any, *, words: str = "", number: str | None = None
) -> tuple[Page[RoundHost], CandidateFace, list[BesideLine]] | None:
    """Cost: about 30 queries, however long the page."""
    if not RoundCandidate.objects.filter(round=round_, request=request).exists():
        return None
    found = RoundHost.objects.filter(round=round_).order_by("offer__title", "offer")
    if words:
        found = found.filter(offer__in=Offer.objects.matching(words))
    page = reading.page_of(found, number)
    rows = list(page)
    face = showing.candidates({request}, user)[request]
    faces = showing.hosts({row.offer_id for row in rows})
    pair = RoundPair.objects.live().filter(round=round_, request=request).first()
    explained = fitting.explained(round_, [(request, row.offer_id) for row in rows])
    lines = []
    for row in rows:
        said = explained.get((request, row.offer_id))
        failures = [wording.failure(each, faces[row.offer_id].languages) for each in said.failures] if said else []
        is_theirs = pair is not None and pair.offer_id == row.offer_id
        lines.append(BesideLine(faces[row.offer_id], row.free, said.score if said else 0, failures, is_theirs))
    return page, face, lines


def moved_lines(outcome: Outcome, request: int, user: Any) -> list[MovedLine]:
    """Others whom it moves. Cost: up to 12 queries."""
    others = outcome.others(request)
    faces = showing.candidates({each.request for each in others}, user)
    offers = showing.hosts({key for each in others for key in (each.before, each.after) if key is not None})
    return [
        MovedLine(faces[each.request], offers.get(each.before or 0), offers.get(each.after or 0)) for each in others
    ]


def _parts(round_: Round, candidate: CandidateFace, host: HostFace, explanation: Explanation | None) -> list[PartWords]:
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
