"""Put aside, taken up again, withdrawn, brought back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.forbidden import refuse_sensitive_words
from network.pairing.requests import refusals, telling
from network.pairing.requests.actions.holding import held, move
from network.pairing.requests.actions.writing import refuse_what_is_not_ready
from network.pairing.requests.models import IN_THE_QUEUE, Request, State
from people.accounts.models import Person

#: How long a withdrawn request can be brought back.
TAKEN_BACK_WITHIN = timedelta(days=30)


@transaction.atomic
def rest(*, request: Request, by: Person | None, reason: str = "", tell: bool = False) -> Request:
    """Put aside: no match is looked for, and the days waited stand still. Twice is once. Cost: 6 queries.

    A match that is proposed is let go by the room above. ``tell``: the person did not ask for it, and is written to.
    Raises MovedOn, SensitiveText.
    """
    refuse_sensitive_words(reason)
    found = held(request)
    if found.state == State.RESTING:
        return found
    move(found, State.RESTING, by=by, sources=IN_THE_QUEUE, reason=reason)
    if tell:
        telling.tell(found, "resting")
    return found


@transaction.atomic
def take_up(*, request: Request, by: Person | None) -> Request:
    """Back in the queue with the days waited before; those it lay aside do not count. Twice is once. Cost: about 9 queries.

    Raises MovedOn, DoesNotPair, NotEligibleYet, Incomplete.
    """
    found = held(request)
    if found.state == State.WAITING:
        return found
    if found.state != State.RESTING:
        raise refusals.MovedOn
    refuse_what_is_not_ready(found)
    return move(found, State.WAITING, by=by, waiting_since=_since(found))


@transaction.atomic
def end(*, request: Request, by: Person | None, reason: str = "", tell: bool = True) -> Request:
    """It ends: the person withdrew it, their caseworker closed it, or what it hangs on ended. Twice is once. Cost: 6 queries.

    ``by`` None, or ``tell`` False: another letter says so. Raises ReasonWanted when a caseworker ends it and says no reason,
    SensitiveText.
    """
    refuse_sensitive_words(reason)
    found = held(request)
    if found.state == State.ENDED:
        return found
    is_own = by is None or by.pk == found.person.pk
    if not is_own and not reason.strip():
        raise refusals.ReasonWanted
    before = found.state
    # The days it lay aside are taken off now: the next move counts from this one.
    aside: dict[str, Any] = {"waiting_since": _since(found)} if before == State.RESTING else {}
    move(found, State.ENDED, by=by, reason=reason, **aside)
    if tell and not is_own and before != State.DRAFT:
        telling.tell(found, "ended")
    return found


@transaction.atomic
def bring_back(*, request: Request, by: Person) -> Request:
    """What was withdrawn stands again where it stood, with the days waited; from a proposal, in the queue. Cost: about 10 queries.

    Raises MovedOn, NotTheirsToTakeBack where it was not withdrawn by hand, was matched, lies too far back, or where there is
    another one by now; DoesNotPair, NotEligibleYet, Incomplete.
    """
    found = held(request)
    if found.state != State.ENDED:
        raise refusals.MovedOn
    if not may_come_back(found) or found.candidacy.pairing_requests.live().exists():
        raise refusals.NotTheirsToTakeBack
    source = found.steps.all()[0].source
    if source == State.DRAFT:
        return move(found, State.DRAFT, by=by)
    if source == State.RESTING:
        return move(found, State.RESTING, by=by, waiting_since=_since(found))
    refuse_what_is_not_ready(found)
    return move(found, State.WAITING, by=by, waiting_since=_since(found))


def may_come_back(found: Request) -> bool:
    """Whether the one or the other may bring back what ended. Cost: 1 query."""
    last = found.steps.first()
    return (
        last is not None
        and last.target == State.ENDED
        and last.source != State.MATCHED
        and last.by_id is not None
        and last.at > timezone.now() - TAKEN_BACK_WITHIN
        and found.candidacy.is_active
    )


def _since(found: Request) -> datetime | None:
    """The clock of the queue, moved by the time that the request lay aside."""
    if found.waiting_since is None:
        return None
    return found.waiting_since + (timezone.now() - found.state_since)
