"""Work of matches that comes back by itself; each step looks for what is due and does it once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core import clock
from network.pairing.matches import actions
from network.pairing.matches.actions.reviewing import COMPLETE_AFTER, REMIND_AFTER
from network.pairing.matches.models import Match, Review

#: Rows worked on in one go.
BATCH = 200


@clock.every("matches.moments", timedelta(hours=1))
def ask_what_is_due(_payload: Mapping[str, Any]) -> None:
    """Reviews mid-way, whether days took place, reminders, and what is completed without its reviews. Cost: 4 queries when nothing is."""
    today, now = timezone.localdate(), timezone.now()
    for match in Match.objects.to_ask_midway(today)[:BATCH]:
        actions.ask_midway(match=match)
    for match in Match.objects.to_ask_whether_held(today)[:BATCH]:
        actions.ask_whether_held(match=match)
    late = Review.objects.to_remind(now - REMIND_AFTER).select_related("party__match__candidate", "party__match__host")
    for review in late[:BATCH]:
        actions.remind(review=review)
    for match in Match.objects.to_complete(now - COMPLETE_AFTER)[:BATCH]:
        actions.complete_without_reviews(match=match)
