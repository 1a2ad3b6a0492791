"""Work about requests that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import clock
from people.participants import actions, coordination
from people.participants.models import Candidacy
from people.programmes.models import Edition


@clock.every("participants.share_out", timedelta(minutes=15))
def share_out(_payload: Mapping[str, Any]) -> None:
    """Requests that waited for an organisation find one, now that a partner takes people again. Cost: 1 query when none waits."""
    waiting = Candidacy.objects.unassigned().values("edition")
    for edition in Edition.objects.filter(pk__in=waiting).order_by("pk"):
        actions.share_out(edition)


@clock.every("participants.unassigned", timedelta(hours=24))
def tell_coordinators(_payload: Mapping[str, Any]) -> None:
    """A request that found no organisation for a day is told to those who coordinate. Cost: 1 query when none waits."""
    if coordination.overdue().exists():
        coordination.tell(timezone.localdate())


@clock.every("participants.let_go", timedelta(hours=24))
def let_go(_payload: Mapping[str, Any]) -> None:
    """Nobody who is no caseworker there any more answers for a file. Cost: 1 query when there is none."""
    actions.let_go_where_gone()
