"""An address of a feed that was given up opens nothing, also in a database from before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import journal
from people.timetable import actions
from people.timetable.models import Feed


@journal.replays(actions.GIVEN_UP)
def close_again(facts: Mapping[str, Any]) -> bool:
    """The feed of that id and moment; the address that came after it is lost with the restore: the person makes another."""
    made_at = datetime.fromisoformat(facts["made_at"])
    feed = Feed.objects.filter(pk=facts["feed"], made_at=made_at).select_related("person").first()
    if feed is None:
        return False
    actions.close_feed(person=feed.person)
    return True
