"""A handover in words: the steps of its way, and by when somebody must act."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import dates
from core.localtime import Zone
from people.pool.models import Handover


@dataclass(frozen=True)
class Steps:
    """For the component ``steps``: (label, note) pairs, and the step one is in, 4 when all are done."""

    items: list[tuple[str, str]]
    current: int


def steps_of(handover: Handover) -> Steps:
    """Proposed, agreed to, accepted, each with its day; where it ended otherwise, the note says how."""
    ended = "" if handover.is_open or handover.state == Handover.State.ACCEPTED else str(handover.get_state_display())
    agreed = handover.consented_at is not None
    answer = _("by %(moment)s") % {"moment": moment(handover.due_at)} if handover.due_at and handover.is_open else ""
    accepted = day(handover.closed_at) if handover.state == Handover.State.ACCEPTED else ""
    items = [
        (pgettext("step of a handover", "Proposed"), day(handover.proposed_at)),
        (_("The person agrees"), day(handover.consented_at) if agreed else ended),
        (
            _("The other organisation accepts"),
            accepted or (answer if agreed and not ended else ended if agreed else ""),
        ),
    ]
    current = 4 if accepted else 3 if agreed else 2
    return Steps(items, current)


def day(at: datetime | None) -> str:
    """« 24 novembre », in Québec's day."""
    return date_format(timezone.localtime(at), "MONTH_DAY_FORMAT") if at else ""


def moment(at: datetime) -> str:
    return dates.moment_words(dates.local_of(at, str(Zone.MONTREAL)), weekday=True, year=False)
