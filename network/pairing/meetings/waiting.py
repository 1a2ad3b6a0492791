"""What meetings ask of the two of a match: how one went, whether what the other says is right, and the next one."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import day_words
from network.pairing.kinds import Format
from network.pairing.matches.models import LIVE, Match
from network.pairing.meetings import quiet
from network.pairing.meetings.models import Meeting, Quiet
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me

#: Meetings named one by one.
NAMED = 3


def to_do(person: Person) -> Iterable[Waiting]:
    """Cost: 2 queries."""
    over = [
        each
        for each in Meeting.objects.of_person(person).to_say().filter(match__state__in=LIVE).select_related("match")
        if each.said_side != each.match.side_of(person)
    ]
    for meeting in over[:NAMED]:
        page = reverse("meetings:meeting", args=[meeting.pk])
        day = day_words(meeting.start_date, year=False)
        if meeting.said_side:
            why = format_lazy(_("{day}: the other has said it already."), day=day)
            yield Waiting(_("Confirm how a meeting went"), page, why=why, order=16)
        else:
            why = format_lazy(_("{day}: the time you spend together counts."), day=day)
            yield Waiting(_("Say how a meeting went"), page, why=why, order=17)
    mine = Match.objects.of_person(person).exclude(format=Format.PLACEMENT)
    for match in quiet.quiet_for(mine, Quiet.Step.CANDIDATE).order_by("pk")[:NAMED]:
        page = reverse("meetings:plan", args=[match.pk])
        yield Waiting(_("Plan the next meeting of my match"), page, why=_("None is planned for now."), order=24)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_do)
