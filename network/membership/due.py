"""What the calendar does to memberships."""

from collections.abc import Mapping
from typing import Any

from core import clock
from network.membership import actions
from network.membership.models import Membership, State


@clock.handler("membership.renewal")
def renewal(payload: Mapping[str, Any]) -> None:
    """The term is over: ask for the renewal. Nothing to do if the membership moved meanwhile."""
    for membership in Membership.objects.filter(pk=payload["membership"], state=State.ACTIVE):
        actions.transition(membership=membership, to=State.RENEWAL_DUE, by=None)


@clock.handler("membership.lapse")
def lapse(payload: Mapping[str, Any]) -> None:
    """The grace is over and nobody renewed."""
    for membership in Membership.objects.filter(pk=payload["membership"], state=State.RENEWAL_DUE):
        actions.transition(membership=membership, to=State.LAPSED, by=None)
