"""The demonstration's meetings: of the past, one to confirm, the next one; once, and nobody is told old news."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from core.outbox import Mail
from network.pairing.kinds import Format
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Minutes, Side
from network.pairing.meetings import demo
from network.pairing.meetings.models import Meeting, State
from tests.factories.matches import make_match, sign, write
from tests.factories.pairing import make_offer, make_settings

pytestmark = pytest.mark.django_db


def test_it_is_seeded_once_and_the_minutes_are_those_of_its_meetings() -> None:
    edition = make_settings().edition
    made = []
    for _number in range(2):
        match = make_match(offer=make_offer(edition, format=Format.MENTORING, is_online=True))
        write(match)
        for side in Side:
            sign(match, side)
        Match.objects.filter(pk=match.pk).update(signed_at=timezone.now() - timedelta(days=70))
        for number in (1, 2, 3):
            matches.add_minutes(match=match, minutes=60, key=f"demo:{number}")
        made.append(Match.objects.get(pk=match.pk))
    world = SimpleNamespace(pairing_edition=edition, matches={"mentor": made[0], "mentoring.problem": made[1]})

    demo.seed(world)
    number = Meeting.objects.count()
    demo.seed(world)

    assert Meeting.objects.count() == number
    states = set(Meeting.objects.filter(match=made[0]).values_list("state", flat=True))
    assert states == set(State.values)
    assert Meeting.objects.to_say().filter(match=made[0], said_side="candidate").exists()
    assert Meeting.objects.upcoming().filter(match=made[0]).exists()
    assert not Meeting.objects.upcoming().filter(match=made[1]).exists()
    held = {each.key for each in Meeting.objects.filter(state=State.HELD)}
    assert held == set(Minutes.objects.values_list("key", flat=True))
    assert Match.objects.get(pk=made[0].pk).minutes_done == 180
    assert not Mail.objects.filter(template__startswith="meetings/").exists()
