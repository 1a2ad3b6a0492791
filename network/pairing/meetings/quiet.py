"""Quiet pairs: how long no meeting was planned or held."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from network.pairing.matches.models import MEETING, Match
from network.pairing.meetings.models import Meeting, Quiet, State


def with_last_sign(matches: QuerySet[Match]) -> QuerySet[Any]:
    """``last_sign``: the last moment at which something was planned or held: the signature, the end of a meeting that was not
    called off, or the moment it was.
    """
    own = Meeting.objects.filter(match=OuterRef("pk")).order_by().values("match")
    ended = own.exclude(state=State.CANCELLED).annotate(at=Max("ends_at")).values("at")
    called_off = own.filter(state=State.CANCELLED).annotate(at=Max("cancelled_at")).values("at")
    return matches.annotate(
        last_sign=Greatest(
            F("signed_at"), Coalesce(Subquery(ended), F("signed_at")), Coalesce(Subquery(called_off), F("signed_at"))
        )
    )


def quiet_for(matches: QuerySet[Match], days: int, today: date | None = None, *, less: int = 0) -> QuerySet[Any]:
    """Signed ones under way in which nothing is planned, and nothing was for so many days; those that rest are left alone.

    ``less``: not yet for so many; 0: however long.
    """
    today = today or timezone.localdate()
    found: QuerySet[Any] = with_last_sign(matches.filter(state__in=MEETING, signed_at__isnull=False))
    found = found.filter(_nothing_since(today - timedelta(days=days)))
    return found.exclude(_nothing_since(today - timedelta(days=less))) if less else found


def _nothing_since(day: date) -> Q:
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    return Q(Q(paused_until=None) | Q(paused_until__lte=day), last_sign__lt=midnight)


def since(match: Any) -> date:
    """The day it became quiet. Needs ``last_sign``."""
    last = timezone.localdate(match.last_sign)
    return max(last, match.paused_until) if match.paused_until else last


def due_steps(match: Any, today: date, told: Iterable[int]) -> list[int]:
    """Steps that have come and were not told in this spell; of several that are due at once the last alone is told."""
    days = (today - since(match)).days
    return [step for step in Quiet.Step.values if step <= days and step not in set(told)]
