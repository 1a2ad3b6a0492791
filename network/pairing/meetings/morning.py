"""Quiet pairs, and meetings that the two do not agree on: on the caseworkers' morning list, and beside it for the coordination."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.pairing.editions.models import COORDINATORS
from network.pairing.matches.models import Match
from network.pairing.matches.needs import Need, on_the_list
from network.pairing.meetings import quiet
from network.pairing.meetings.actions.settling import CORRECTIONS
from network.pairing.meetings.models import Meeting, Quiet
from people.participants.models import CaseFile
from people.participants.morning import COLUMNS, Notice, Source, above_the_list, on_the_morning_list


def _followed(user: Any) -> QuerySet[Match]:
    """Of people whom one of the user's organisations follows now."""
    return Match.objects.filter(candidate__case_file__in=CaseFile.objects.visible_to(user))


def _quiet(user: Any, days: int, less: int = 0) -> QuerySet[Any, Any]:
    file = CaseFile.objects.filter(person=OuterRef("candidate")).values("pk")[:1]
    found = quiet.quiet_for(_followed(user), days, less=less)
    rows: QuerySet[Any, Any] = found.order_by().annotate(
        case_file_id=Subquery(file),
        object_id=F("pk"),
        since=F("last_sign"),
        due=Value(None, output_field=DateField()),
    )
    return rows.values(*COLUMNS)


def quiet_pairs(user: Any) -> QuerySet[Any, Any]:
    """No meeting planned or held for 21 days."""
    return _quiet(user, Quiet.Step.STAFF, Quiet.Step.CLOSE)


def to_close(user: Any) -> QuerySet[Any, Any]:
    """None for 45 days: the match is to be ended, or paused."""
    return _quiet(user, Quiet.Step.CLOSE)


def disagreed(user: Any) -> QuerySet[Any, Any]:
    """Meetings of which the two say different things for the third time."""
    file = CaseFile.objects.filter(person=OuterRef("match__candidate")).values("pk")[:1]
    there = Meeting.objects.to_say().filter(match__in=_followed(user), corrections__gte=CORRECTIONS)
    rows: QuerySet[Any, Any] = there.order_by().annotate(
        case_file_id=Subquery(file),
        object_id=F("pk"),
        since=F("said_at"),
        due=Value(None, output_field=DateField()),
    )
    return rows.values(*COLUMNS)


#: The staff's list of matches is narrowed to these.
QUIET = Need(
    "quiet", _("no meeting for 21 days"), partial(quiet.quiet_for, days=Quiet.Step.STAFF, less=Quiet.Step.CLOSE)
)
TO_CLOSE = Need(
    "to_close", _("no meeting for 45 days: to end or pause"), partial(quiet.quiet_for, days=Quiet.Step.CLOSE)
)


def quiet_to_the_coordination(user: Any) -> Iterable[Notice]:
    """Quiet matches, each at the step that it has come to. Cost: 2 queries for coordinators."""
    if not user.holds_any(*COORDINATORS):
        return
    seen = Match.objects.visible_to(user)
    if number := TO_CLOSE.narrow(seen).count():
        words = ngettext(
            "%(number)s match without a meeting for 45 days: to end or pause",
            "%(number)s matches without a meeting for 45 days: to end or pause",
            number,
        )
        yield Notice(words % {"number": number}, f"{reverse('matches:list')}?needs={TO_CLOSE.code}", order=30)
    if number := QUIET.narrow(seen).count():
        words = ngettext(
            "%(number)s match without a meeting for 21 days",
            "%(number)s matches without a meeting for 21 days",
            number,
        )
        yield Notice(words % {"number": number}, f"{reverse('matches:list')}?needs={QUIET.code}", order=32)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(quiet_to_the_coordination)
    on_the_list(QUIET)
    on_the_list(TO_CLOSE)
    page = "matches:staff_match"
    on_the_morning_list(
        Source("meetings.to_close", _("Match: quiet for 45 days, to end or pause"), to_close, page, False, order=36)
    )
    words = _("Match: no meeting for 21 days")
    on_the_morning_list(Source("meetings.quiet", words, quiet_pairs, page, False, order=37, days=24))
    words = _("Meeting: the two say different things")
    on_the_morning_list(
        Source("meetings.disagreed", words, disagreed, "meetings:staff_meeting", False, order=39, days=7)
    )
