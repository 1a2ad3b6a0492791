"""What meetings hold about the two people of a match, and what becomes of it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.matches.models import State as MatchState
from network.pairing.meetings.joining import call_off, part_from_oneself
from network.pairing.meetings.models import Meeting

BOTH = _(
    "The two people of the match, the caseworkers of the candidate, the partner that brought the host, and the coordination"
)
THREE_YEARS = _("Three years after the match ended")


def held(purpose: Any, label: Any = "") -> Held:
    return Held(purpose=purpose, audience=BOTH, retention=THREE_YEARS, label=label)


declare(
    Meeting,
    owner="match__parties__person",
    label=_("meetings of a match"),
    fields={
        "place": held(_("To know where to meet")),
        "about": held(_("To prepare the meeting")),
        "reason": held(_("To tell the other why it was called off"), pgettext_lazy("meeting", "why it was called off")),
    },
    not_personal=(
        "match", "agreed_day", "start_date", "start_time", "end_date", "end_time", "zone", "starts_at", "ends_at", "break_minutes",
        "mode", "state", "planned_at", "series", "cancelled_at", "calendar_uid", "sequence", "asked_at", "said_side", "said_at",
        "said_minutes", "said_missed", "corrections", "settled_at", "missed_by", "counted_minutes", "counted_at",
    ),
    beside={
        "start_date": Beside(_("day"), lambda row: row.start_date),
        "start_time": Beside(pgettext_lazy("hour", "from"), lambda row: row.start_time),
        "end_time": Beside(pgettext_lazy("hour", "until"), lambda row: row.end_time),
        "state": Beside(_("state"), lambda row: str(row.get_state_display())),
        "counted_minutes": Beside(_("minutes held"), lambda row: row.counted_minutes),
        "missed_by": Beside(_("did not come"), lambda row: str(row.get_missed_by_display())),
    },
    merge=part_from_oneself,
    leave=call_off,
    known_until=GOES_ALONG,
    # Before matches end, so that what is planned is called off first.
    order=49,
)  # fmt: skip


# ------------------------------------------------------------------ how long


def over(before: datetime) -> QuerySet[Meeting]:
    ended = [MatchState.COMPLETED, MatchState.ENDED]
    return Meeting.objects.filter(match__state__in=ended, match__state_since__lt=before)


keep(
    Keep(
        code="meetings.meetings",
        model=Meeting,
        label=_("meetings of a match; the minutes counted stay with it"),
        since=_("the day the match was completed or ended"),
        days=3 * 365,
        due=over,
        then="delete",
        organisation="match__request__candidacy__case_file__organisation",
    )
)
