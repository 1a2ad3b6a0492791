"""What goes on after a file is closed: follow-ups that were planned."""

from django.utils.translation import gettext_lazy as _

from core.dates import day_words
from people.follow_up.models import FollowUp
from people.participants.endings import Ending, Named
from people.participants.models import CaseFile


def follow_ups(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = FollowUp.objects.open().filter(track__case_file=case_file).order_by("due_on", "pk")
    return [(each.pk, day_words(each.due_on, weekday=False)) for each in rows]


FOLLOW_UPS = Ending("follow_ups", _("Follow-ups that go on"), follow_ups, None, order=90)
