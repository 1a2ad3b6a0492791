"""How a meeting went: said by one, confirmed by the other, counted once; what staff settle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.localtime import Zone
from core.outbox import Mail
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Review, Side
from network.pairing.meetings import actions, due, refusals
from network.pairing.meetings.models import Meeting, Missed, State
from people.timetable.models import Busy
from tests.factories.accounts import make_person
from tests.factories.matches import make_signed
from tests.factories.meetings import hour, make_held, make_meeting, make_over, now, put
from tests.network.pairing.letters import mails, match_now, written

pytestmark = pytest.mark.django_db


def test_both_are_asked_once_an_hour_after_the_end() -> None:
    meeting = make_over()

    for _again in range(2):
        due.ask_what_is_due({})

    assert len(mails(meeting, "asked")) == 2
    assert "20" not in written(mails(meeting, "asked")[0]).subject


def test_one_says_it_the_other_confirms_it_and_it_counts_once() -> None:
    meeting = make_over()
    match = meeting.match

    actions.say(meeting=meeting, side="host", minutes=75, by=match.host)
    assert match_now(match).minutes_done == 0
    assert [mail.payload["side"] for mail in mails(meeting, "said")] == ["candidate"]
    for _again in range(2):
        actions.say(meeting=meeting, side="candidate", minutes=75, by=match.candidate)

    assert (now(meeting).state, now(meeting).counted_minutes) == (State.HELD, 75)
    assert match_now(match).minutes_done == 75
    assert Review.objects.filter(party__match=match, moment="first").count() == 2


def test_a_correction_is_asked_back_and_a_third_one_is_helped_with() -> None:
    meeting = make_over()
    match = meeting.match
    for side, minutes in (("host", 90), ("candidate", 60), ("host", 80)):
        actions.say(meeting=meeting, side=side, minutes=minutes, by=match.person_of(side))

    assert [mail.payload["side"] for mail in mails(meeting, "corrected")] == ["host", "candidate"]
    assert Mail.objects.filter(template="meetings/work", payload__what="disagreed").exists()
    assert match_now(match).minutes_done == 0


def test_one_side_may_put_its_own_word_right_and_does_not_confirm_itself() -> None:
    meeting = make_over()
    for minutes in (60, 45, 45):
        actions.say(meeting=meeting, side="host", minutes=minutes, by=meeting.match.host)

    assert (now(meeting).said_minutes, now(meeting).state, now(meeting).corrections) == (45, State.PLANNED, 0)


def test_after_seven_days_without_a_word_what_was_said_stands_and_both_are_told() -> None:
    meeting = make_over()
    actions.say(meeting=meeting, side="host", minutes=60, by=meeting.match.host)
    due.ask_what_is_due({})
    assert now(meeting).is_planned
    Meeting.objects.update(said_at=timezone.now() - timedelta(days=7, minutes=1))

    due.ask_what_is_due({})
    due.ask_what_is_due({})

    assert match_now(meeting.match).minutes_done == 60
    assert len(mails(meeting, "stands")) == 2


def test_the_letter_that_asks_says_that_silence_confirms() -> None:
    meeting = make_over()
    actions.say(meeting=meeting, side="host", minutes=60, by=meeting.match.host)

    assert "within 7 days" in written(mails(meeting, "said")[0], "en").text


def test_who_stayed_away_twice_is_called() -> None:
    match = make_signed()
    for days_ago in (2, 1):
        meeting = make_over(match, days_ago=days_ago)
        for side in Side:
            actions.say(meeting=meeting, side=side, missed=Missed.CANDIDATE, by=match.person_of(side))

    assert [meeting.missed_by for meeting in match.meetings.all()] == ["candidate", "candidate"]
    assert Mail.objects.filter(template="meetings/work", payload__what="away").count() == 1
    assert match_now(match).minutes_done == 0


def test_before_the_end_nobody_says_how_it_went_and_no_minutes_are_no_word() -> None:
    meeting = make_meeting()
    with pytest.raises(refusals.NotOverYet):
        actions.say(meeting=meeting, side="host", minutes=60, by=meeting.match.host)
    over = put(meeting, timezone.now() - timedelta(hours=2))
    for said in ({"minutes": 0}, {"minutes": 1441}, {}, {"missed": "nobody"}):
        with pytest.raises(refusals.NotMinutes):
            actions.say(meeting=over, side="host", by=meeting.match.host, **said)


def test_staff_note_what_both_told_and_have_it_asked_anew_when_it_was_wrong() -> None:
    meeting = make_over()
    caseworker = make_person()

    actions.settle(meeting=meeting, minutes=50, by=caseworker)
    assert match_now(meeting.match).minutes_done == 50
    actions.reopen(meeting=meeting, by=caseworker)

    assert match_now(meeting.match).minutes_done == 0
    assert now(meeting).is_to_say
    actions.settle(meeting=meeting, missed="host", by=caseworker)
    assert (now(meeting).state, now(meeting).missed_by) == (State.MISSED, "host")
    assert len(mails(meeting, "settled")) == 4


def test_a_meeting_that_was_not_planned_here_is_entered_and_confirmed() -> None:
    match = make_signed()
    Match.objects.update(made_at=timezone.now() - timedelta(days=9))

    meeting = actions.note(
        match=match, side="candidate", starts=hour(-2), minutes=40, zone=Zone.MONTREAL, mode="phone", by=match.candidate
    )
    assert not Busy.objects.exists()
    actions.say(meeting=meeting, side="host", minutes=40, by=match.host)

    assert match_now(match).minutes_done == 40
    for days in (1, -61, -20):
        with pytest.raises(refusals.NotBefore):
            actions.note(
                match=match, side="host", starts=hour(days), minutes=40, zone=Zone.MONTREAL, mode="phone", by=match.host
            )


def test_half_of_the_minutes_asks_for_the_midway_review() -> None:
    match = make_signed()
    Match.objects.update(minutes_planned=120)

    make_held(match, minutes=30)
    assert not Review.objects.filter(moment="midway").exists()
    make_held(match, minutes=30, days_ago=2)

    assert Review.objects.filter(party__match=match, moment="midway").count() == 2


def test_what_is_said_after_the_match_is_over_counts_no_more_and_is_noted_all_the_same() -> None:
    meeting = make_over()
    match = meeting.match
    matches.end(match=match, reason="not_suited", by=match.host, side=Side.HOST)

    for side in Side:
        actions.say(meeting=meeting, side=side, minutes=60, by=match.person_of(side))

    assert (now(meeting).state, now(meeting).counted_at) == (State.HELD, None)
    assert match_now(match).minutes_done == 0
