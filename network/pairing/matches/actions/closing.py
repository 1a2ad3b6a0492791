"""A match is completed, or ends early with a reason; whoever should meet somebody else waits again."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches import refusals, rules, signals, telling
from network.pairing.matches.actions import reviewing
from network.pairing.matches.actions.held import hold, move
from network.pairing.matches.models import EndReason, Logbook, Match, Moment, Review, Side, State
from network.pairing.offers import actions as offers
from network.pairing.offers.models import State as OfferState
from network.pairing.requests import actions as requests
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person
from people.follow_up import actions as follow_up
from people.follow_up.models import Track
from people.participants import actions as participants
from people.participants.models import Candidacy

#: What a follow-up says it comes from: this, and the match's number.
ORIGIN = "matches.match"
#: How long a match that was ended by mistake can be taken up again.
RESUMED_WITHIN = timedelta(days=7)


def close_completed(held: Match, *, by: Person | None, because: str = "") -> None:
    """Completed: the request ends, the person is followed up, both are told. The caller holds the match and its request.

    Cost: about 35 queries.
    """
    today = timezone.localdate()
    move(held, State.COMPLETED, completed_on=today, completed_because=because, closed_by=by)
    reviewing.drop(held, Moment.FIRST, Moment.MIDWAY)
    _end_request(held)
    follow_up.schedule(
        origin=f"{ORIGIN}:{held.pk}",
        begun_on=today,
        case_file=held.request.candidacy.case_file,
        kind=Track.Kind.PAIRING,
        edition=held.edition,
        by=by,
    )
    audit.record("match.completed", held, by=by, values={"by_hand": bool(because)})
    telling.tell_both(held, "completed")
    signals.match_completed.send(Match, match=held, by=by)
    if held.format == Format.PLACEMENT:
        signals.placement_completed.send(Match, match=held)


def complete_if_all_is_there(held: Match, by: Person | None) -> bool:
    """Both final reviews are given, and the logbook of a placement is written: it is completed. Cost: 2 queries when it is not."""
    if held.state != State.DONE:
        return False
    finals = Review.objects.filter(party__match=held, moment=Moment.FINAL, given_at__isnull=False)
    if finals.count() < 2 or not logbook_is_there(held):
        return False
    close_completed(held, by=by)
    return True


def logbook_is_there(held: Match) -> bool:
    """Whether the candidate wrote in the logbook that a placement asks for; others ask for none. Cost: 1 query."""
    if held.format != Format.PLACEMENT:
        return True
    book = Logbook.objects.filter(match=held).first()
    return book is not None and book.is_written


@transaction.atomic
def complete_without_reviews(*, match: Match) -> bool:
    """The agreed hours were spent and the reviews did not come: a mentorship or a conversation is completed all the same."""
    held = hold(match, with_request=True)
    if held.state != State.DONE or held.format == Format.PLACEMENT:
        return False
    if held.state_since > timezone.now() - reviewing.COMPLETE_AFTER:
        return False
    close_completed(held, by=None)
    return True


@transaction.atomic
def complete(*, match: Match, because: str, by: Person) -> Match:
    """The coordination says that it is completed, and why: reviews that do not come, fewer hours than agreed. Cost: about 40 queries.

    Raises ReasonWanted, MovedOn unless it is signed (and insured, for a placement), SensitiveText.
    """
    refuse_sensitive_words(because)
    if not because.strip():
        raise refusals.ReasonWanted
    held = hold(match, with_request=True)
    if held.state == State.COMPLETED:
        return held
    if not held.is_signed or (held.format == Format.PLACEMENT and not held.insurer):
        raise refusals.MovedOn
    close_completed(held, by=by, because=because.strip()[:300])
    return held


@transaction.atomic
def end(*, match: Match, reason: str, by: Person, side: str = "", words: str = "", again: bool | None = None) -> Match:
    """End it early. ``side``: who says so, "" for staff. ``again``: whether the candidate waits for another match; None: as the
    reason has it. The clock of the queue goes on, but for a candidate who did not come. Twice is once. Cost: about 40 queries.

    A host who is not available any more gets no proposals for this offer until they reopen it.
    Raises NotYourReason, MovedOn once it is completed, SensitiveText.
    """
    refuse_sensitive_words(words)
    if reason not in rules.REASONS[side]:
        raise refusals.NotYourReason
    held = hold(match, with_request=True)
    if held.state == State.ENDED:
        return held
    again = reason not in rules.NO_REMATCH if again is None else again
    _end(held, reason, by=by, side=side, words=words.strip()[:500])
    if held.request.state == RequestState.MATCHED:
        if again:
            restart = reason == EndReason.NO_SHOW
            held.request = requests.wait_again(request=held.request, restart=restart, by=by)
        else:
            _end_request(held)
    _give_back(held, by)
    once = _occasion(held)
    telling.tell_both(held, "ended", but=by, once=once, again=again)
    if side != Side.CANDIDATE:
        # Whoever waits again is told so, even if they stand beside the caseworker who says it.
        telling.tell(held, Side.CANDIDATE, "ended", once=once, again=again)
    telling.tell_staff(held, "ended", but=by, once=once)
    signals.match_ended.send(Match, match=held, by=by)
    return held


@transaction.atomic
def let_go(*, match: Match, by: Person | None = None, people: bool = True, leaving: Sequence[int] = ()) -> bool:
    """The ground is gone: somebody is erased (``leaving``), the request ended, two entries are one. Whether it was live.

    Who stays is told kindly; a candidate who stays waits again, the clock going on. Cost: 1 query, about 30 when it was live.
    """
    if not Match.objects.live().filter(pk=match.pk).exists():
        return False
    held = hold(match, people=people)
    if not held.is_live:
        return False
    _end(held, EndReason.LEFT, by=by, side="", words="")
    if held.request.state == RequestState.MATCHED:
        if held.candidate_id in leaving:
            _end_request(held)
        else:
            held.request = requests.wait_again(request=held.request, restart=False, by=None)
    _give_back(held, by)
    for side in Side:
        if held.person_of(side).pk not in leaving:
            again = held.request.state == RequestState.WAITING
            telling.tell(held, side, "ended", once=_occasion(held), again=again)
    signals.match_ended.send(Match, match=held, by=by)
    return True


def _occasion(held: Match) -> str:
    """Tells this end apart from one that was taken back."""
    return f"{held.state_since:%Y%m%d%H%M%S%f}"


def _end(held: Match, reason: str, *, by: Person | None, side: str, words: str) -> None:
    move(
        held,
        State.ENDED,
        ended_at=timezone.now(),
        end_reason=reason,
        end_words=words,
        ended_side=side,
        closed_by=by,
    )
    reviewing.drop(held, Moment.FIRST, Moment.MIDWAY)
    audit.record("match.ended", held, by=by, values={"reason": reason, "side": str(side)})
    if held.began_at and reason != EndReason.LEFT:
        reviewing.ask_both(held, Moment.FINAL)


def _end_request(held: Match) -> None:
    """What was asked for is answered: it ends without a letter of its own, and the candidacy is free for another one."""
    if held.request.state == RequestState.MATCHED:
        held.request = requests.end(request=held.request, by=None, tell=False)
    candidacy = Candidacy.objects.get(pk=held.request.candidacy_id)
    if candidacy.state == Candidacy.State.MATCHED:
        participants.unmatch(candidacy=candidacy, by=None)


def _give_back(held: Match, by: Person | None) -> None:
    """The place is free again; an offer whose host left rests."""
    held.offer = offers.give_back(held.offer, by=None)
    if held.end_reason == EndReason.HOST_LEFT and held.offer.state == OfferState.OPEN:
        held.offer = offers.pause(offer=held.offer, by=by)


@transaction.atomic
def resume(*, match: Match, by: Person) -> Match:
    """Take back the end of a match, while its candidate was proposed nowhere else and its place is free. Cost: about 35 queries.

    Raises TooLateToResume, MovedOn.
    """
    held = hold(match, with_request=True)
    if held.is_live:
        return held
    if not may_resume(held):
        raise refusals.TooLateToResume
    goal, ended_at = _state_before(held), held.ended_at
    try:
        held.request = requests.propose(request=held.request, by=by)
        held.request = requests.match(request=held.request, by=by)
        if held.offer.state == OfferState.PAUSED and held.end_reason == EndReason.HOST_LEFT:
            held.offer = offers.reopen(offer=held.offer, by=by)
        offers.take(offers.hold(held.offer), by=by)
    except Refusal:
        raise refusals.TooLateToResume from None
    if goal != State.DONE:
        reviewing.unask(held, Moment.FINAL)
    move(held, goal, ended_at=None, end_reason="", end_words="", ended_side="", closed_by=None)
    audit.record("match.resumed", held, by=by)
    telling.tell_both(held, "resumed", but=by, once=_occasion(held))
    signals.match_resumed.send(Match, match=held, by=by, ended_at=ended_at)
    return held


def may_resume(match: Match) -> bool:
    """Ended some days ago at the most, by somebody. What the request and the offer say is seen when it is tried."""
    return (
        match.state == State.ENDED
        and match.end_reason != EndReason.LEFT
        and match.ended_at is not None
        and match.ended_at > timezone.now() - RESUMED_WITHIN
    )


def _state_before(held: Match) -> State:
    if not held.is_signed:
        return State.TO_SIGN
    if held.began_at is not None:
        return State.DONE if held.minutes_done >= held.minutes_planned else State.UNDER_WAY
    return State.SCHEDULED if held.starts_on and held.format != Format.MENTORING else State.SIGNED
