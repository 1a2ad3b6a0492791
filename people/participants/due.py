"""Work about requests that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core import clock
from people.participants import actions
from people.participants.models import Candidacy
from people.programmes.models import Edition


@clock.every("participants.share_out", timedelta(minutes=15))
def share_out(_payload: Mapping[str, Any]) -> None:
    """Requests that waited for an organisation find one, now that a partner takes people again. Cost: 1 query when none waits."""
    waiting = Candidacy.objects.unassigned().values("edition")
    for edition in Edition.objects.filter(pk__in=waiting).order_by("pk"):
        actions.share_out(edition)
