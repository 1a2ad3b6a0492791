"""Handovers on the caseworkers' morning list."""

from datetime import timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.participants.morning import COLUMNS, Source, on_the_morning_list
from people.pool.models import Enquiry, Handover

#: A person who was asked and has not answered for so long is worth a call.
QUIET = timedelta(days=5)


def _rows(found: QuerySet[Handover], since: str) -> QuerySet[Any, Any]:
    zone = timezone.get_default_timezone()
    day = TruncDate("due_at", tzinfo=zone)
    rows: QuerySet[Any, Any] = found.order_by().annotate(object_id=F("pk"), since=F(since), due=day).values(*COLUMNS)
    return rows


def to_receive(user: Any) -> QuerySet[Any, Any]:
    """People to receive, agreed to by themselves, until when to answer: lines of files that one does not follow yet."""
    return _rows(Handover.objects.to_receive(user), "consented_at")


def without_answer(user: Any) -> QuerySet[Any, Any]:
    """Handovers of one's own organisation that the other one has not answered in time."""
    sent = Handover.objects.proposed_by_organisations_of(user)
    return _rows(sent.filter(state=Handover.State.CONSENTED, escalated_at__isnull=False), "escalated_at")


def person_is_quiet(user: Any) -> QuerySet[Any, Any]:
    """People of one's own organisation who were asked some days ago and have not answered: on paper, perhaps."""
    sent = Handover.objects.proposed_by_organisations_of(user)
    quiet = sent.filter(state=Handover.State.PROPOSED, proposed_at__lt=timezone.now() - QUIET)
    # Nothing is due yet: the column is empty.
    return _rows(quiet, "proposed_at")


def asked_for(user: Any) -> QuerySet[Any, Any]:
    """People of one's own organisation for whom a regional partner asks."""
    rows: QuerySet[Any, Any] = (
        Enquiry.objects.visible_to(user)
        .open()
        .order_by()
        .annotate(object_id=F("pk"), since=F("asked_at"), due=Value(None, output_field=DateField()))
        .values(*COLUMNS)
    )
    return rows


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_morning_list(
        Source(
            "pool.to_receive",
            _("Handover to accept"),
            to_receive,
            url_name="pool:handover",
            opens_file=False,
            for_anybody=True,
            order=10,
        )
    )
    on_the_morning_list(
        Source(
            "pool.late", _("Handover without an answer"), without_answer, "pool:handover", opens_file=False, order=20
        )
    )
    on_the_morning_list(
        Source("pool.quiet", _("Handover: the person’s answer"), person_is_quiet, "pool:handover", False, order=60)
    )
    on_the_morning_list(
        Source("pool.asked_for", _("A partner asks for the person"), asked_for, "pool:enquiry", False, order=24, days=5)
    )
