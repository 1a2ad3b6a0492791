"""Work of meetings that comes back by itself; each step looks for what is due and does it once."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core import clock
from network.pairing.matches.models import LIVE, Match
from network.pairing.meetings import actions, quiet, reminders
from network.pairing.meetings.models import STANDS_AFTER, Meeting, Quiet

#: Rows worked on in one go.
BATCH = 200
#: Both are asked some time after the end: meetings run over.
ASKED_AFTER = timedelta(hours=1)


@clock.handler(reminders.KIND)
def remind(payload: Mapping[str, Any]) -> None:
    reminders.send(payload["meeting"])


@clock.every("meetings.moments", timedelta(hours=1))
def ask_what_is_due(_payload: Mapping[str, Any]) -> None:
    """How meetings went, and what stands after a week. Cost: 2 queries when nothing is due."""
    now = timezone.now()
    related = ("match__candidate", "match__host")
    over = Meeting.objects.to_ask().filter(ends_at__lte=now - ASKED_AFTER, match__state__in=LIVE)
    for meeting in over.select_related(*related)[:BATCH]:
        actions.ask_how_it_went(meeting=meeting)
    for meeting in Meeting.objects.to_let_stand(now - STANDS_AFTER).select_related("match")[:BATCH]:
        actions.let_stand(meeting=meeting)


@clock.every("meetings.clocks", timedelta(days=1))
def follow_zone_data(_payload: Mapping[str, Any]) -> None:
    actions.follow_zone_data()


@clock.every("meetings.quiet", timedelta(hours=12))
def speak_of_quiet_pairs(_payload: Mapping[str, Any]) -> None:
    """Cost: 2 queries, and those of each pair of whom somebody is to hear now."""
    today = timezone.localdate()
    found = list(quiet.quiet_for(Match.objects.all(), Quiet.Step.CANDIDATE, today).order_by("pk"))
    told: dict[tuple[int, date], list[int]] = {}
    for match, since, step in Quiet.objects.filter(match__in=found).values_list("match", "since", "step"):
        told.setdefault((match, since), []).append(step)
    for each in found:
        if quiet.due_steps(each, today, told.get((each.pk, quiet.since(each)), [])):
            actions.ask_for_meetings(match=each, today=today)
