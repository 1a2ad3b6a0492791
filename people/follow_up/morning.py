"""Follow-ups whose day has come, on the caseworker's morning list."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.follow_up.models import FollowUp
from people.participants.morning import COLUMNS, Source


def rows(user: Any) -> QuerySet[Any, Any]:
    """Due and not answered, of people one's organisation follows now. ``since``: asked, or planned if nobody asked."""
    found: QuerySet[Any, Any] = (
        FollowUp.objects.followed_by(user)
        .due()
        .annotate(
            case_file_id=F("track__case_file"),
            object_id=F("pk"),
            since=Coalesce("asked_at", "track__made_at"),
            due=F("due_on"),
        )
        .values(*COLUMNS)
    )
    return found


DUE = Source(
    code="follow_up",
    label=_("Follow-up to make"),
    rows=rows,
    url_name="follow_up:detail",
    opens_file=False,
    anchor="follow-ups",
    order=60,
)
