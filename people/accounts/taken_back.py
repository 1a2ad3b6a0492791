"""A role that was revoked stays revoked, also in a database from before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import journal
from people.accounts import actions
from people.accounts.models import Grant


@journal.replays(actions.REVOKED)
def revoke_again(facts: Mapping[str, Any]) -> bool:
    """The grant of that id and moment; one of the same id made at another moment is another. Raises LastAdministrator."""
    given_at = datetime.fromisoformat(facts["granted_at"])
    grant = Grant.objects.holding().filter(pk=facts["grant"], granted_at=given_at).select_related("user").first()
    if grant is None:
        return False
    actions.revoke(grant=grant, by=None)
    return True
