"""Memberships in any state, as plain functions."""

from typing import Any

from django.utils import timezone

from network.membership import actions
from network.membership.models import CLOSED, MEMBER, Membership, State
from people.organisations.models import Organisation
from tests.factories.organisations import make_organisation

#: The shortest way to each state.
WAYS: dict[str, list[State]] = {
    State.DRAFT: [],
    State.SUBMITTED: [State.SUBMITTED],
    State.INFO_ASKED: [State.SUBMITTED, State.INFO_ASKED],
    State.APPROVED: [State.SUBMITTED, State.APPROVED],
    State.ACTIVE: [State.SUBMITTED, State.APPROVED, State.ACTIVE],
    State.RENEWAL_DUE: [State.SUBMITTED, State.APPROVED, State.ACTIVE, State.RENEWAL_DUE],
    State.SUSPENDED: [State.SUBMITTED, State.APPROVED, State.ACTIVE, State.SUSPENDED],
    State.LAPSED: [State.SUBMITTED, State.APPROVED, State.ACTIVE, State.RENEWAL_DUE, State.LAPSED],
    State.DECLINED: [State.SUBMITTED, State.DECLINED],
    State.WITHDRAWN: [State.WITHDRAWN],
}


def make_membership(
    state: str = State.ACTIVE, *, organisation: Organisation | None = None, **fields: Any
) -> Membership:
    """A membership that went the shortest way to ``state``; ``listed=True`` agreed to be named."""
    listed = fields.pop("listed", False)
    membership = actions.start(organisation=organisation or make_organisation(**fields), by=None)
    for step in WAYS[state]:
        membership = actions.transition(membership=membership, to=step, by=None, message="Voici pourquoi.")
    return actions.list_publicly(membership=membership, agreed=True, by=None) if listed else membership


def put_in(membership: Membership, state: str) -> Membership:
    """Write a state past the lifecycle, for tests of what follows from it."""
    day = timezone.localdate()
    Membership.objects.filter(pk=membership.pk).update(state=state, active_since=day, renew_by=day)
    membership.refresh_from_db()
    return membership


__all__ = ["CLOSED", "MEMBER", "WAYS", "make_membership", "put_in"]
