"""Requests for a match on the caseworkers' morning list."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.pairing.requests.models import Request, State
from people.participants.morning import COLUMNS, Source, on_the_morning_list
from people.programmes.models import State as Opened

#: Whoever waits so long is worth a talk; a draft that lies so long, too.
LONG = timedelta(days=45)
LYING = timedelta(days=7)


def _rows(user: Any, since: str, **facts: Any) -> QuerySet[Any, Any]:
    found = Request.objects.worked_on_by(user).filter(candidacy__edition__state=Opened.OPEN, **facts)
    rows: QuerySet[Any, Any] = (
        found.order_by()
        .annotate(
            case_file_id=F("candidacy__case_file"),
            object_id=F("pk"),
            since=F(since),
            due=Value(None, output_field=DateField()),
        )
        .values(*COLUMNS)
    )
    return rows


def waiting_long(user: Any) -> QuerySet[Any, Any]:
    """In the queue for 45 days and more."""
    return _rows(user, "waiting_since", state=State.WAITING, waiting_since__lte=timezone.now() - LONG)


def not_sent(user: Any) -> QuerySet[Any, Any]:
    """Begun a week ago and not sent, by people who may take part."""
    return _rows(
        user,
        "made_at",
        state=State.DRAFT,
        made_at__lte=timezone.now() - LYING,
        candidacy__state__in=["eligible", "in_pool"],
    )


def days_of(ids: Sequence[int]) -> Mapping[int, str | Promise]:
    """Request -> since when it waits, in days. Cost: 1 query."""
    found = Request.objects.filter(pk__in=ids)
    return {
        each.pk: ngettext("%(days)s day", "%(days)s days", each.days_waited) % {"days": each.days_waited}
        for each in found
    }


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_morning_list(
        Source(
            "pairing.waiting_long",
            _("Waits for a match for 45 days and more"),
            waiting_long,
            url_name="requests:staff",
            opens_file=False,
            order=46,
            days=60,
            details=days_of,
        )
    )
    on_the_morning_list(
        Source(
            "pairing.not_sent",
            _("Request for a match begun, not sent"),
            not_sent,
            url_name="requests:staff",
            opens_file=False,
            order=48,
            days=21,
        )
    )
