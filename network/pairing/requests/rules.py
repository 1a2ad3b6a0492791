"""Who may do what with a request. Which rows one reaches at all the model's doors say."""

from typing import Any

from network.pairing.editions.models import COORDINATORS
from network.pairing.requests.models import Request, State
from people.accounts.models import Role

#: Who writes requests on behalf.
WORKING_ROLES = (Role.CASEWORKER,)
#: Who sees the queue.
WATCHING_ROLES = (*WORKING_ROLES, *COORDINATORS)


def may_write(request: Request) -> bool:
    return request.is_writable


def may_send(request: Request) -> bool:
    return request.state == State.DRAFT


def may_rest(request: Request) -> bool:
    """From a proposal, too: it is let go."""
    return request.state in {State.WAITING, State.PROPOSED}


def may_take_up(request: Request) -> bool:
    return request.state == State.RESTING


def may_end(request: Request) -> bool:
    """A match ends on its own page, with its reasons."""
    return request.state not in {State.MATCHED, State.ENDED}


def what_may_be_done(request: Request) -> dict[str, Any]:
    """For the pages."""
    return {
        "may_write": may_write(request),
        "may_send": may_send(request),
        "may_rest": may_rest(request),
        "may_take_up": may_take_up(request),
        "may_end": may_end(request),
    }
