"""Whatever the two, staff and the clock do with meetings, in whatever order: calendars, states and minutes never contradict
each other, and what counts is what a plain account says.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.localtime import Zone
from core.refusals import Refusal
from network.pairing.matches import actions as matches
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import actions
from network.pairing.meetings.models import Meeting, State
from people.timetable.models import Busy, Tick
from tests.factories.matches import make_signed
from tests.factories.meetings import hour, now, put
from tests.scale import SEQUENCES

STORIES = max(5, SEQUENCES // 6)
SIDES = st.sampled_from(list(Side))
WORDS = st.sampled_from([{"minutes": 30}, {"minutes": 60}, {"missed": "candidate"}, {"missed": "both"}])
#: Which of the meetings, in the order they were made; one that is not there is none.
WHICH = st.integers(0, 3)


class Story(RuleBasedStateMachine):
    """One mentorship. ``said``: meeting -> side and word that waits; ``counted``: meeting -> minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.pk = make_signed().pk
        self.made: list[int] = []
        self.over: set[int] = set()
        self.gone: set[int] = set()
        self.said: dict[int, tuple[str, dict[str, Any]]] = {}
        self.settled: dict[int, dict[str, Any]] = {}
        self.ended = False
        self.counted: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def match(self) -> Match:
        return Match.objects.select_related("candidate", "host", "request", "offer").get(pk=self.pk)

    def meeting(self, which: int) -> Meeting | None:
        return now(Meeting.objects.get(pk=self.made[which])) if which < len(self.made) else None

    def attempt(self, action: Any, **said: Any) -> Any:
        """What was done, or None where it was refused and nothing changed."""
        before = list(Meeting.objects.order_by("pk").values())
        with suppress(Refusal), transaction.atomic():
            return action(**said)
        assert list(Meeting.objects.order_by("pk").values()) == before
        return None

    # -------------------------------------------------------------- what is done

    @rule(side=SIDES, days=st.integers(1, 4))
    def plan(self, side: Side, days: int) -> None:
        if len(self.made) == 4:
            return
        match = self.match
        done = self.attempt(
            actions.plan, match=match, starts=hour(days), minutes=60, zone=Zone.MONTREAL, mode="phone",
            by=match.person_of(side),
        )  # fmt: skip
        if done is not None:
            assert not self.ended
            self.made.append(done.meetings[0].pk)

    @rule(which=WHICH, side=SIDES, days=st.integers(1, 4))
    def move(self, which: int, side: Side, days: int) -> None:
        if meeting := self.meeting(which):
            moved = self.attempt(
                actions.move, meeting=meeting, starts=hour(days), minutes=60, zone=Zone.MONTREAL, mode="phone",
                by=meeting.match.person_of(side),
            )  # fmt: skip
            if meeting.pk in self.over | self.gone | set(self.settled) or self.ended:
                assert moved is None

    @rule(which=WHICH, side=SIDES)
    def call_off(self, which: int, side: Side) -> None:
        if meeting := self.meeting(which):
            done = self.attempt(actions.cancel, meeting=meeting, by=meeting.match.person_of(side))
            may = meeting.pk not in self.over | set(self.settled)
            assert (done is not None) == may
            if may:
                self.gone.add(meeting.pk)

    @rule(which=WHICH)
    def time_passes(self, which: int) -> None:
        meeting = self.meeting(which)
        if meeting and meeting.state == State.PLANNED and meeting.pk not in self.over:
            put(meeting, timezone.now() - timedelta(hours=2 + 3 * which))
            self.over.add(meeting.pk)

    @rule(which=WHICH, side=SIDES, word=WORDS)
    def say(self, which: int, side: Side, word: dict[str, Any]) -> None:
        if meeting := self.meeting(which):
            done = self.attempt(actions.say, meeting=meeting, side=side, by=meeting.match.person_of(side), **word)
            pk = meeting.pk
            if pk in self.settled or pk in self.gone or pk not in self.over:
                assert done is None or self.settled.get(pk) == word
                return
            waiting = self.said.get(pk)
            if waiting and waiting[0] != side and waiting[1] == word:
                self.settle_as(pk, word)
            else:
                self.said[pk] = (side, word)

    @rule(which=WHICH, word=WORDS)
    def staff_note(self, which: int, word: dict[str, Any]) -> None:
        if meeting := self.meeting(which):
            done = self.attempt(actions.settle, meeting=meeting, by=meeting.match.host, **word)
            may = meeting.pk in self.over - self.gone - set(self.settled)
            assert (done is not None) == may
            if may:
                self.settle_as(meeting.pk, word)

    @rule(which=WHICH)
    def a_week_of_silence(self, which: int) -> None:
        if meeting := self.meeting(which):
            Meeting.objects.filter(pk=meeting.pk, said_at__isnull=False, settled_at=None).update(
                said_at=timezone.now() - timedelta(days=8)
            )
            if actions.let_stand(meeting=now(meeting)):
                self.settle_as(meeting.pk, self.said[meeting.pk][1])

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        if meeting := self.meeting(which):
            done = self.attempt(actions.reopen, meeting=meeting, by=meeting.match.host)
            may = meeting.pk in self.settled and not self.ended
            assert (done is not None) == may
            if may:
                self.settled.pop(meeting.pk)
                self.counted.pop(meeting.pk, None)

    @rule(luck=st.integers(0, 9))
    def end(self, luck: int) -> None:
        if luck == 0 and not self.ended:
            matches.end(match=self.match, reason="not_suited", by=self.match.host, side=Side.HOST)
            self.ended = True
            self.gone |= set(self.made) - self.over - set(self.settled)

    def settle_as(self, pk: int, word: dict[str, Any]) -> None:
        self.said.pop(pk, None)
        self.settled[pk] = word
        if "minutes" in word and not self.ended:
            self.counted[pk] = word["minutes"]

    # -------------------------------------------------------------- what always holds

    @invariant()
    def what_counts_is_what_both_said(self) -> None:
        assert self.match.minutes_done == sum(self.counted.values())

    @invariant()
    def states_are_those_of_the_account(self) -> None:
        for meeting in Meeting.objects.all():
            word = self.settled.get(meeting.pk)
            if word is not None:
                assert meeting.state == (State.HELD if "minutes" in word else State.MISSED)
            elif meeting.pk in self.gone:
                assert meeting.state == State.CANCELLED
            else:
                assert meeting.state == State.PLANNED
                assert meeting.said_side == self.said.get(meeting.pk, ("", {}))[0]

    @invariant()
    def both_calendars_hold_what_is_not_called_off(self) -> None:
        live = {str(pk) for pk in self.made} - {str(pk) for pk in self.gone}
        match = self.match
        for person in (match.candidate, match.host):
            held = {busy.source_id: busy for busy in Busy.objects.of_person(person)}
            assert set(held) == live
            for meeting in Meeting.objects.filter(pk__in=live):
                assert held[str(meeting.pk)].starts_at == meeting.starts_at
            assert Tick.objects.filter(person=person).count() == 12 * len(live)


@pytest.mark.django_db
def test_any_story_of_meetings_keeps_calendars_states_and_minutes_together() -> None:
    run_state_machine_as_test(Story, settings=settings(max_examples=STORIES, stateful_step_count=12, deadline=None))
