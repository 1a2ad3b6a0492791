"""What rooms above do with a request of the queue: they have decided, and this room says whether it stands."""

from django.db import transaction
from django.utils import timezone

from network.pairing.requests import refusals
from network.pairing.requests.actions.holding import held, move
from network.pairing.requests.models import Request, State
from people.accounts.models import Person
from people.participants import actions as participants
from people.participants.models import Candidacy
from people.participants.refusals import NoSuchMove


@transaction.atomic
def propose(*, request: Request, by: Person | None) -> Request:
    """A match is put before the person: out of the queue until both have answered. Cost: about 5 queries. Raises MovedOn, NotReady."""
    found = held(request)
    if found.state != State.WAITING:
        raise refusals.MovedOn
    if found.candidacy.state != Candidacy.State.IN_POOL:
        raise refusals.NotReady
    return move(found, State.PROPOSED, by=by)


@transaction.atomic
def match(*, request: Request, by: Person | None) -> Request:
    """Both said yes. The candidacy is matched, too. Cost: about 9 queries. Raises MovedOn, NotReady."""
    found = held(request)
    move(found, State.MATCHED, by=by, sources={State.PROPOSED})
    try:
        found.candidacy = participants.match(candidacy=found.candidacy, by=by)
    except NoSuchMove as refusal:
        raise refusals.NotReady from refusal
    return found


@transaction.atomic
def wait_again(*, request: Request, restart: bool, by: Person | None, reason: str = "") -> Request:
    """What was proposed, or matched, came to nothing: back in the queue. Cost: 5 queries, about 9 after a match.

    ``restart`` False: with all the days waited (the host left, or said no). True: the clock starts anew (the candidate did
    not come). Whoever no longer looks for matches meanwhile is put aside instead. Raises MovedOn.
    """
    found = held(request)
    was_matched = found.state == State.MATCHED
    facts = {"waiting_since": timezone.now(), "news": 0} if restart else {}
    move(found, State.WAITING, by=by, sources={State.PROPOSED, State.MATCHED}, reason=reason, **facts)
    if was_matched:
        found.candidacy = participants.unmatch(candidacy=found.candidacy, by=by)
        # Who turned matching off meanwhile was put aside.
        found.refresh_from_db(fields=["state", "state_since", "reason"])
    return found
