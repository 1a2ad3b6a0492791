"""Two of a match, and the clock, at the same instant, on connections of their own: nobody is promised twice, nothing counts twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.localtime import Zone
from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Minutes, Side
from network.pairing.meetings import actions
from network.pairing.meetings.models import Meeting, Quiet, State
from people.timetable.models import Busy
from tests.factories.matches import make_match, make_signed
from tests.factories.meetings import hour, make_meeting, make_over, now
from tests.factories.pairing import make_offer, make_settings

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]
TRIALS = 3


def at_once(tasks: list[Callable[[], Any]]) -> list[str]:
    """What came of each: "won" or the refusal's name."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=20)
            task()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def planning(match: Match, side: str, days: int, **facts: Any) -> Callable[[], Any]:
    given = {"starts": hour(days), "minutes": 60, "zone": Zone.MONTREAL, "mode": "phone"} | facts
    return partial(actions.plan, match=Match.objects.get(pk=match.pk), by=match.person_of(side), **given)


def saying(meeting: Meeting, side: str, minutes: int) -> Callable[[], Any]:
    return partial(actions.say, meeting=now(meeting), side=side, minutes=minutes, by=meeting.match.person_of(side))


def test_both_confirm_at_once_and_it_counts_once() -> None:
    match = make_signed()
    for trial in range(TRIALS):
        meeting = make_over(match, days_ago=trial + 1)
        actions.say(meeting=meeting, side="host", minutes=45, by=match.host)

        came = at_once([saying(meeting, "candidate", 45) for _number in range(4)])

        assert came == ["won"] * 4
        assert now(meeting).state == State.HELD
        assert Minutes.objects.filter(match=match, key=meeting.key).count() == 1
        assert Match.objects.get(pk=match.pk).minutes_done == 45 * (trial + 1)


def test_both_say_the_same_at_once_and_it_is_settled_once() -> None:
    match = make_signed()
    for trial in range(TRIALS):
        meeting = make_over(match, days_ago=trial + 1)

        assert at_once([saying(meeting, side, 60) for side in Side]) == ["won", "won"]

        assert (now(meeting).state, now(meeting).counted_minutes) == (State.HELD, 60)
    assert Match.objects.get(pk=match.pk).minutes_done == 60 * TRIALS


def test_both_say_different_things_at_once_and_the_later_word_is_asked_back() -> None:
    meeting = make_over()

    at_once([saying(meeting, "host", 60), saying(meeting, "candidate", 90)])

    left = now(meeting)
    assert (left.state, left.corrections) == (State.PLANNED, 1)
    assert (left.said_side, left.said_minutes) in {("host", 60), ("candidate", 90)}
    assert Match.objects.get(pk=meeting.match_id).minutes_done == 0


def test_the_clock_and_the_other_side_at_once_count_it_once() -> None:
    meeting = make_over()
    actions.say(meeting=meeting, side="host", minutes=45, by=meeting.match.host)
    Meeting.objects.update(said_at=timezone.now() - timedelta(days=8))

    at_once([saying(meeting, "candidate", 45), partial(actions.let_stand, meeting=now(meeting))])

    assert now(meeting).state == State.HELD
    assert Match.objects.get(pk=meeting.match_id).minutes_done == 45


def test_the_two_plan_the_same_hour_at_once_and_there_is_one_meeting() -> None:
    for trial in range(TRIALS):
        match = make_signed()

        came = at_once([planning(match, side, 3 + trial) for side in Side])

        assert sorted(came) == ["HourPlanned", "won"]
        assert Busy.objects.of_person(match.host).count() == 1


def test_a_mentor_of_two_is_promised_to_one_of_them() -> None:
    edition = make_settings().edition
    offer = make_offer(edition, format=Format.MENTORING, capacity=2)
    one, two = (_signed(make_match(offer=offer)) for _number in range(2))
    for trial in range(TRIALS):
        later = {"starts": hour(3 + trial, time(18, 30))}

        came = at_once([planning(one, "candidate", 3 + trial), planning(two, "candidate", 3 + trial, **later)])

        assert sorted(came) == ["HourTaken", "won"]
        assert Busy.objects.of_person(one.host).filter(exclusive=True).count() == trial + 1


def _signed(match: Match) -> Match:
    from tests.factories.matches import sign, write

    write(match)
    for side in Side:
        sign(match, side)
    return Match.objects.get(pk=match.pk)


def test_one_moves_it_while_the_other_calls_it_off_and_both_calendars_agree() -> None:
    for _trial in range(TRIALS):
        meeting = make_meeting()
        moving = partial(
            actions.move, meeting=now(meeting), starts=hour(4), minutes=60, zone=Zone.MONTREAL, mode="phone",
            by=meeting.match.host,
        )  # fmt: skip
        calling_off = partial(actions.cancel, meeting=now(meeting), by=meeting.match.candidate)

        came = at_once([moving, calling_off])

        assert came[1] == "won"
        assert now(meeting).state == State.CANCELLED
        assert not Busy.objects.from_source(meeting).exists()
        told = [mail.payload["entries"][0]["sequence"] for mail in Mail.objects.filter(payload__side="host").order_by("pk")
                if mail.template == "meetings/meeting" and mail.payload["meeting"] == meeting.pk]  # fmt: skip
        assert told == sorted(set(told))


def test_a_match_that_ends_while_a_meeting_is_planned_leaves_none_behind() -> None:
    for _trial in range(TRIALS):
        match = make_signed()
        ending = partial(
            matches.end, match=Match.objects.get(pk=match.pk), reason="not_suited", by=match.host, side=Side.HOST
        )

        at_once([planning(match, "candidate", 3), ending])

        assert not Meeting.objects.planned().filter(match=match).exists()
        assert not Busy.objects.of_person(match.host).exists()


def test_two_clocks_speak_of_a_quiet_match_once() -> None:
    match = make_signed()
    Match.objects.filter(pk=match.pk).update(signed_at=timezone.now() - timedelta(days=12))

    at_once([partial(actions.ask_for_meetings, match=Match.objects.get(pk=match.pk)) for _number in range(3)])

    assert Quiet.objects.filter(match=match).count() == 1
    assert Mail.objects.filter(template="meetings/quiet").count() == 1
