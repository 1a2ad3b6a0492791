"""Matches on the caseworkers' morning list, and beside it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.pairing.editions.models import COORDINATORS
from network.pairing.kinds import Format
from network.pairing.matches.models import LIVE, Match, Review, State
from people.participants.models import CaseFile
from people.participants.morning import COLUMNS, Notice, Source, above_the_list, on_the_morning_list


def _followed(user: Any) -> QuerySet[Match]:
    """Of people whom one of the user's organisations follows now."""
    file = CaseFile.objects.filter(person=OuterRef("candidate")).values("pk")[:1]
    there = Match.objects.filter(candidate__case_file__in=CaseFile.objects.visible_to(user))
    return there.annotate(case_file_id=Subquery(file), object_id=F("pk"))


def _rows(found: QuerySet[Match], since: str, due: str = "") -> QuerySet[Any, Any]:
    day: Any = F(due) if due else Value(None, output_field=DateField())
    rows: QuerySet[Any, Any] = found.order_by().annotate(since=F(since), due=day).values(*COLUMNS)
    return rows


def to_sign(user: Any) -> QuerySet[Any, Any]:
    """Agreements that nobody has signed for a week."""
    week = timezone.now() - timedelta(days=7)
    return _rows(_followed(user).filter(state=State.TO_SIGN, made_at__lt=week), "made_at")


def over_the_time(user: Any) -> QuerySet[Any, Any]:
    """The last day that was agreed on has passed, and the hours were not reached."""
    late = _followed(user).filter(
        state__in=[State.SIGNED, State.SCHEDULED, State.UNDER_WAY], ends_on__lt=timezone.localdate()
    )
    return _rows(late, "state_since", "ends_on")


def without_their_reviews(user: Any) -> QuerySet[Any, Any]:
    """Placements that took place, and wait for the logbook or a review."""
    fortnight = timezone.now() - timedelta(days=14)
    found = _followed(user).filter(state=State.DONE, format=Format.PLACEMENT, state_since__lt=fortnight)
    return _rows(found, "state_since")


def with_a_problem(user: Any) -> QuerySet[Any, Any]:
    """Live ones of which a side said in a review that there is a problem."""
    said = Review.objects.filter(party__match=OuterRef("pk"), problem=True).order_by("-given_at")
    live = _followed(user).filter(state__in=LIVE)
    found = live.annotate(said_at=Subquery(said.values("given_at")[:1])).filter(said_at__isnull=False)
    return _rows(found, "said_at")


def to_complete_or_end(user: Any) -> Iterable[Notice]:
    """Past their last day, in editions one keeps. Cost: 1 query for coordinators."""
    if not user.holds_any(*COORDINATORS):
        return
    number = Match.objects.visible_to(user).past_their_last_day().count()
    if number:
        words = ngettext("%(number)s match is past its last day", "%(number)s matches are past their last day", number)
        yield Notice(words % {"number": number}, reverse("matches:list") + "?needs=late", order=36)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    above_the_list(to_complete_or_end)
    page = "matches:staff_match"
    words = _("Match: a problem in a review")
    on_the_morning_list(Source("matches.problem", words, with_a_problem, page, False, order=18, days=3))
    words = _("Match: agreement not signed yet")
    on_the_morning_list(Source("matches.to_sign", words, to_sign, page, False, order=38, days=14))
    on_the_morning_list(Source("matches.over", _("Match: past its last day"), over_the_time, page, False, order=40))
    words = _("Placement: logbook or reviews missing")
    on_the_morning_list(Source("matches.done", words, without_their_reviews, page, False, order=42, days=30))
