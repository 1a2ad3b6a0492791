"""A key that was revoked and a subscription that was ended stay so, also in a database from before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import journal
from events.exchange import actions
from events.exchange.models import Subscription, Token


@journal.replays(actions.REVOKED)
def revoke_again(facts: Mapping[str, Any]) -> bool:
    made_at = datetime.fromisoformat(facts["made_at"])
    token = Token.objects.filter(pk=facts["token"], made_at=made_at, revoked_at=None).first()
    if token is not None:
        actions.revoke_token(token=token, by=None)
    return token is not None


@journal.replays(actions.ENDED)
def end_again(facts: Mapping[str, Any]) -> bool:
    made_at = datetime.fromisoformat(facts["made_at"])
    held = Subscription.objects.filter(pk=facts["subscription"], made_at=made_at).first()
    if held is not None:
        actions.end(subscription=held, by=None)
    return held is not None
