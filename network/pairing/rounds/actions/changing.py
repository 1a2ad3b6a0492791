"""A reviewer changes a board: a pair is moved, locked, excluded, added by hand; the last change is taken back.

Each asks the engine again with what is locked and excluded then (``board``), outside the transaction, and writes what came out in one, if
the board still stands as it was seen. So of two reviewers at once one is done, and the other reads what the first did.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, live
from core.forbidden import refuse_sensitive_words
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from network.pairing.rounds import board as boards
from network.pairing.rounds import fitting, refusals, writing
from network.pairing.rounds.actions.asking import _change
from network.pairing.rounds.board import Board, Outcome, Pair
from network.pairing.rounds.models import (
    LONGEST_REASON,
    Change,
    Exclusion,
    Origin,
    PairState,
    Round,
    RoundPair,
    State,
)
from people.accounts.models import Person

#: Rules that a person may go beyond, in writing. What people decided, what is full and what is of another edition stays apart.
BEYOND = ("format", "occupation", "language", "place", "time", "must", "failed_before")


@dataclass(frozen=True)
class Edit:
    """A change, before it is made: what is locked and excluded then, and the rows that a person makes themself."""

    board: Board
    kind: str
    request: int
    offer: int
    locked: Mapping[int, int]
    forbidden: frozenset[Pair]
    #: Request -> its row as a person wants it; others are the engine's.
    rows: Mapping[int, RoundPair] = field(default_factory=dict)
    scores: Mapping[Pair, int] = field(default_factory=dict)
    #: To be written, or lifted, with it.
    exclusion: Exclusion | None = None

    def outcome(self) -> Outcome:
        """What it would give. Cost: no query. Raises NotProven."""
        return self.board.trial(locked=self.locked, forbidden=self.forbidden, scores=self.scores)


# ------------------------------------------------------------------ what a change is


def moving(board: Board, request: int, offer: int, *, by: Person | None = None) -> Edit:
    """Another feasible host for a candidate, whether they have one or not; it is locked there.

    Raises NotInTheRound, AlreadyTogether, NeverTogether, NotFeasible, NoPlaceLeft.
    """
    _both_are_there(board, request, offer)
    score = board.snapshot.score(request, offer)
    if score is None:
        raise refusals.NotFeasible
    row = RoundPair(
        round=board.round,
        request_id=request,
        offer_id=offer,
        score=score,
        origin=Origin.MOVED,
        state=PairState.LOCKED,
        by=by,
    )
    return _forced(board, Change.Kind.MOVED, row)


def adding(
    board: Board, request: int, offer: int, *, beyond: Sequence[str], reason: str, by: Person | None = None
) -> Edit:
    """Two put together by a person, beyond rules perhaps, with a reason that both are shown; it is locked.

    Raises NotInTheRound, AlreadyTogether, NeverTogether, FullSince, NoPlaceLeft.
    """
    _both_are_there(board, request, offer)
    if "capacity" in beyond:
        raise refusals.FullSince
    if set(beyond) - set(BEYOND):
        raise refusals.NeverTogether
    score = board.snapshot.score(request, offer)
    row = RoundPair(
        round=board.round,
        request_id=request,
        offer_id=offer,
        score=score or 0,
        origin=Origin.HAND,
        state=PairState.LOCKED,
        reason=reason,
        beyond=list(beyond),
        by=by,
    )
    return _forced(board, Change.Kind.ADDED, row)


def _both_are_there(board: Board, request: int, offer: int) -> None:
    if request not in board.snapshot.days or offer not in board.snapshot.room:
        raise refusals.NotInTheRound
    if board.pairs.get(request) == offer:
        raise refusals.AlreadyTogether
    if (request, offer) in board.forbidden:
        raise refusals.NeverTogether


def _forced(board: Board, kind: str, row: RoundPair) -> Edit:
    locked = {key: offer for key, offer in board.locked.items() if key != row.request_id}
    if sum(offer == row.offer_id for offer in locked.values()) >= board.snapshot.room[row.offer_id]:
        raise refusals.NoPlaceLeft
    locked[row.request_id] = row.offer_id
    return Edit(
        board,
        kind,
        row.request_id,
        row.offer_id,
        locked,
        board.forbidden,
        {row.request_id: row},
        {(row.request_id, row.offer_id): row.score},
    )


def locking(board: Board, request: int, *, by: Person | None = None) -> Edit:
    """The pair stands whatever comes. Raises NotTogether."""
    pair = _pair(board, request)
    row = _like(pair, state=PairState.LOCKED, by=by)
    return Edit(
        board,
        Change.Kind.LOCKED,
        request,
        pair.offer_id,
        board.locked | {request: pair.offer_id},
        board.forbidden,
        {request: row},
    )


def unlocking(board: Board, request: int) -> Edit:
    """The engine may move it again: at once, where that gives more. A pair beyond a rule goes: the engine cannot make it. Raises NotTogether."""
    pair = _pair(board, request)
    locked = {key: offer for key, offer in board.locked.items() if key != request}
    feasible = board.snapshot.score(request, pair.offer_id) is not None
    rows = {request: _like(pair, state=PairState.PROPOSED)} if feasible else {}
    return Edit(board, Change.Kind.UNLOCKED, request, pair.offer_id, locked, board.forbidden, rows)


def excluding(board: Board, request: int, offer: int, exclusion: Exclusion | None = None) -> Edit:
    """These two are not put together; with ``exclusion`` of a host, in none of their offers. Raises NotInTheRound."""
    if request not in board.snapshot.days or offer not in board.snapshot.room:
        raise refusals.NotInTheRound
    apart = {(request, offer)}
    if exclusion is not None:
        apart |= boards.apart(board.round, [(exclusion.person_id, exclusion.offer_id, exclusion.host_id)])
    locked = {key: there for key, there in board.locked.items() if (key, there) not in apart}
    return Edit(board, Change.Kind.EXCLUDED, request, offer, locked, board.forbidden | apart, exclusion=exclusion)


def lifting(board: Board, request: int, offer: int, exclusion: Exclusion) -> Edit:
    """They may be put together again. Cost: up to 3 queries."""
    rules = (
        Exclusion.objects.standing()
        .filter(edition=board.round.edition_id)
        .exclude(pk=exclusion.pk)
        .values_list("person", "offer", "host")
    )
    forbidden = boards.apart(board.round, list(rules))
    return Edit(board, Change.Kind.LIFTED, request, offer, board.locked, forbidden, exclusion=exclusion)


def _pair(board: Board, request: int) -> RoundPair:
    pair = board.live.get(request)
    if pair is None:
        raise refusals.NotTogether
    return pair


def _like(pair: RoundPair, **facts: Any) -> RoundPair:
    same = {name: getattr(pair, name) for name in writing.KEPT}
    made = RoundPair(round_id=pair.round_id, request_id=pair.request_id, at=pair.at, **same)
    for name, value in facts.items():
        setattr(made, name, value)
    return made


# ------------------------------------------------------------------ what people do


def move(*, round: Round, request: int, offer: int, version: int, by: Person) -> Outcome:
    """Raises what ``moving`` raises, SomebodyChanged, MovedOn, NotProven."""
    return _do(moving(_board(round, version), request, offer, by=by), by=by)


def add(*, round: Round, request: int, offer: int, reason: str, version: int, by: Person) -> Outcome:
    """Add a pair by hand. Raises what ``adding`` raises, ReasonForBothWanted, SensitiveText, SomebodyChanged, MovedOn, NotProven."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise refusals.ReasonForBothWanted
    refuse_sensitive_words(reason)
    board = _board(round, version)
    _both_are_there(board, request, offer)
    return _do(
        adding(board, request, offer, beyond=fitting.rules_between(round, request, offer), reason=reason, by=by), by=by
    )


def lock(*, round: Round, request: int, version: int, by: Person) -> Outcome:
    """Raises NotTogether, SomebodyChanged, MovedOn."""
    return _do(locking(_board(round, version), request, by=by), by=by)


def unlock(*, round: Round, request: int, version: int, by: Person) -> Outcome:
    """Raises NotTogether, SomebodyChanged, MovedOn."""
    return _do(unlocking(_board(round, version), request), by=by)


def exclude(
    *, round: Round, request: int, offer: int, reason: str, version: int, by: Person, whole_host: bool = False
) -> Outcome:
    """Keep two apart, in this round and in those to come, until it is lifted.

    Raises ReasonWanted, SensitiveText, NotInTheRound, AlreadyExcluded, SomebodyChanged, MovedOn.
    """
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise refusals.ReasonWanted
    refuse_sensitive_words(reason)
    board = _board(round, version)
    exclusion = exclusion_of(round, request, offer, whole_host=whole_host, reason=reason, by=by)
    return _do(excluding(board, request, offer, exclusion), by=by)


def exclusion_of(
    round_: Round, request: int, offer: int, *, whole_host: bool, reason: str = "", by: Person | None = None
) -> Exclusion:
    """Not saved yet. Cost: 2 queries. Raises NotInTheRound."""
    person = (
        Request.objects.filter(pk=request, round_rows__round=round_)
        .values_list("candidacy__case_file__person", flat=True)
        .first()
    )
    host = Offer.objects.filter(pk=offer, round_rows__round=round_).values_list("host", flat=True).first()
    if person is None or host is None:
        raise refusals.NotInTheRound
    return Exclusion(
        edition_id=round_.edition_id,
        person_id=person,
        offer_id=None if whole_host else offer,
        host_id=host if whole_host else None,
        reason=reason,
        round=round_,
        by=by,
    )


def lift(*, exclusion: Exclusion, round: Round, request: int, offer: int, version: int, by: Person) -> Outcome:
    """Let two be put together again. Raises NotExcluded, SomebodyChanged, MovedOn."""
    if exclusion.lifted_at is not None:
        raise refusals.NotExcluded
    return _do(lifting(_board(round, version), request, offer, exclusion), by=by)


def lift_anywhere(*, exclusion: Exclusion, by: Person) -> None:
    """Lift it on the board that is under review, if both are on it; else from the next round on.

    Raises NotExcluded, SomebodyChanged, MovedOn.
    """
    if exclusion.lifted_at is not None:
        raise refusals.NotExcluded
    round_ = Round.objects.filter(edition=exclusion.edition_id, state=State.READY).first()
    request = offer = None
    if round_ is not None:
        there = Request.objects.filter(round_rows__round=round_, candidacy__case_file__person=exclusion.person_id)
        request = there.values_list("pk", flat=True).first()
        offers = Offer.objects.filter(round_rows__round=round_)
        offers = offers.filter(pk=exclusion.offer_id) if exclusion.offer_id else offers.filter(host=exclusion.host_id)
        offer = offers.values_list("pk", flat=True).first()
    if round_ is not None and request is not None and offer is not None:
        lift(exclusion=exclusion, round=round_, request=request, offer=offer, version=round_.version, by=by)
        return
    with transaction.atomic():
        _lift(exclusion, by)


def _board(round_: Round, version: int) -> Board:
    """The board, if it stands as it was seen. Cost: 3 to 5 queries. Raises MovedOn, SomebodyChanged."""
    found = Round.objects.filter(pk=round_.pk).first()
    if found is None or not found.is_ready:
        raise refusals.MovedOn
    if found.version != version:
        raise refusals.SomebodyChanged
    return boards.load(found)


def _do(edit: Edit, *, by: Person) -> Outcome:
    """Ask the engine, then write. Cost: about 15 queries, whatever the size, and some for each 200 rows that change."""
    outcome = edit.outcome()
    parts = fitting.parts_of(edit.board.round, _new_pairs(edit, outcome))
    with transaction.atomic():
        _write(edit, outcome, parts, by=by)
    return outcome


def _new_pairs(edit: Edit, outcome: Outcome) -> list[Pair]:
    """Pairs that did not stand before and that a rule lets be: their parts are said."""
    snapshot = edit.board.snapshot
    return [
        (each.request, each.after)
        for each in outcome.moved
        if each.after is not None and snapshot.score(each.request, each.after) is not None
    ]


def _write(edit: Edit, outcome: Outcome, parts: Mapping[Pair, Mapping[str, int]], *, by: Person) -> None:
    board, round_ = edit.board, edit.board.round
    touched = {each.request for each in outcome.moved} | set(edit.rows) | {edit.request}
    _take_version(round_, board, outcome)
    exclusion = _note_exclusion(edit, by)
    before = writing.rows_as_they_stand(round_, touched)
    rows = [row for request in sorted(touched) if (row := _row(edit, outcome, parts, request)) is not None]
    rows += _excluded(edit, rows, exclusion, by)
    if edit.kind == Change.Kind.LIFTED:
        free = [offer for request, offer in board.forbidden - edit.forbidden if request == edit.request]
        RoundPair.objects.filter(round=round_, request=edit.request, offer__in=free, state=PairState.EXCLUDED).delete()
    writing.replace(round_, touched, rows, live_alone=True)
    writing.write_candidates(round_, outcome.problem, outcome.solution)
    price = outcome.price
    change = Change.objects.create(
        round=round_,
        version=round_.version,
        kind=edit.kind,
        request_id=edit.request,
        offer_id=edit.offer,
        exclusion=exclusion,
        before=before,
        pairs=price.pairs,
        days=price.days,
        score=price.score,
        others=len(outcome.others(edit.request)),
        by=by,
    )
    audit.record(
        f"round.pair_{edit.kind}",
        round_,
        by=by,
        values={"request": edit.request, "offer": edit.offer, "change": change.pk, "others": change.others},
    )
    live.publish(round_.topic)


def _excluded(edit: Edit, rows: Sequence[RoundPair], exclusion: Exclusion | None, by: Person) -> list[RoundPair]:
    """The pair that an exclusion took apart, kept as such: at most one."""
    pair = edit.board.live.get(edit.request)
    if edit.kind != Change.Kind.EXCLUDED or exclusion is None or pair is None:
        return []
    if any((row.request_id, row.offer_id) == (edit.request, pair.offer_id) for row in rows):
        return []
    state = PairState.EXCLUDED
    return [_like(pair, state=state, reason=exclusion.reason, origin=_plain(pair), beyond=[], by=by)]


def _plain(pair: RoundPair) -> str:
    """An excluded pair is nobody's any more: that it came from a hand does not stay, nor its reason for both."""
    return Origin.ENGINE if pair.origin == Origin.HAND else pair.origin


def _row(edit: Edit, outcome: Outcome, parts: Mapping[Pair, Mapping[str, int]], request: int) -> RoundPair | None:
    """The pair of a candidate after the change; None: nobody."""
    offer = outcome.solution.pairs.get(request)
    if offer is None:
        return None
    snapshot = edit.board.snapshot
    wanted = edit.rows.get(request)
    standing = edit.board.live.get(request)
    if wanted is not None and wanted.offer_id == offer:
        row = wanted
    elif standing is not None and standing.offer_id == offer:
        return _like(standing)
    else:
        row = RoundPair(
            round=edit.board.round, request_id=request, offer_id=offer, score=snapshot.score(request, offer) or 0
        )
    if snapshot.score(request, offer) is not None and not row.parts:
        row.parts = dict(parts.get((request, offer), {}))
    return row


def _take_version(round_: Round, board: Board, outcome: Outcome) -> None:
    """One conditional UPDATE decides between two. Raises SomebodyChanged, MovedOn."""
    left = [days for request, days in board.snapshot.days.items() if request not in outcome.solution.pairs]
    _change(
        round_,
        round_.version,
        pairs=outcome.after.pairs,
        days=outcome.after.days,
        score=outcome.after.score,
        value=outcome.solution.value,
        longest_left=max(left, default=None),
    )


def _note_exclusion(edit: Edit, by: Person) -> Exclusion | None:
    exclusion = edit.exclusion
    if exclusion is None:
        return None
    if edit.kind == Change.Kind.EXCLUDED:
        try:
            with transaction.atomic():
                exclusion.save(force_insert=True)
        except IntegrityError:
            raise refusals.AlreadyExcluded from None
        audit.record("exclusion.made", exclusion, by=by, values={"round": edit.board.round.pk})
    else:
        _lift(exclusion, by)
    return exclusion


def _lift(exclusion: Exclusion, by: Person) -> None:
    if not Exclusion.objects.standing().filter(pk=exclusion.pk).update(lifted_at=timezone.now(), lifted_by=by):
        raise refusals.NotExcluded
    audit.record("exclusion.lifted", exclusion, by=by, fields=["lifted_at"])


# ------------------------------------------------------------------ taken back


def undo(*, round: Round, version: int, by: Person) -> Change:
    """Take the last change back: every pair it touched stands as it stood. The one before it is next.

    Raises NothingToUndo, CannotUndo, SomebodyChanged, MovedOn, NotProven.
    """
    board = _board(round, version)
    change = Change.objects.filter(round=board.round, undone_at=None).order_by("-version").first()
    if change is None:
        raise refusals.NothingToUndo
    rows = writing.put_back(board.round, change.before)
    touched = {each["request"] for each in change.before}
    live_rows = {row.request_id: row for row in rows if row.state in {PairState.PROPOSED, PairState.LOCKED}}
    standing = {key: pair for key, pair in board.live.items() if key not in touched} | live_rows
    before = Board(board.round, board.snapshot, standing, _forbidden_before(board, change))
    outcome = before.trial()
    if outcome.moved:
        # An exclusion was lifted elsewhere meanwhile: what stood is not the best any more.
        raise refusals.CannotUndo
    with transaction.atomic():
        _take_version(board.round, board, outcome)
        if not Change.objects.filter(pk=change.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=by):
            raise refusals.SomebodyChanged
        _take_exclusion_back(change, by)
        writing.replace(board.round, touched, rows, live_alone=False)
        writing.write_candidates(board.round, outcome.problem, outcome.solution)
        audit.record("round.change_undone", board.round, by=by, values={"change": change.pk})
        live.publish(board.round.topic)
    change.refresh_from_db()
    return change


def _forbidden_before(board: Board, change: Change) -> frozenset[Pair]:
    """What was excluded before the change. Cost: up to 3 queries."""
    exclusion = change.exclusion
    if exclusion is None:
        return board.forbidden
    rules: Collection[Any] = (
        Exclusion.objects.standing()
        .filter(edition=board.round.edition_id)
        .exclude(pk=exclusion.pk)
        .values_list("person", "offer", "host")
    )
    listed = list(rules)
    if change.kind == Change.Kind.LIFTED:
        listed.append((exclusion.person_id, exclusion.offer_id, exclusion.host_id))
    return boards.apart(board.round, listed)


def _take_exclusion_back(change: Change, by: Person) -> None:
    exclusion = change.exclusion
    if exclusion is None:
        return
    if change.kind == Change.Kind.EXCLUDED:
        if exclusion.lifted_at is None:
            _lift(exclusion, by)
        return
    try:
        with transaction.atomic():
            Exclusion.objects.filter(pk=exclusion.pk).update(lifted_at=None, lifted_by=None)
    except IntegrityError:
        raise refusals.AlreadyExcluded from None
    audit.record("exclusion.made", exclusion, by=by, fields=["lifted_at"])
