"""Whatever the two, staff and rooms above do with a match, in whatever order: minutes, states, requests and places never
contradict each other, and the match stands where a plain account says.
"""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.refusals import Refusal
from network.pairing.matches import actions, rules
from network.pairing.matches.models import LIVE, EndReason, Match, Minutes, Review, Side, State
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from tests.factories.matches import FINAL, draft_of, facts_for, make_match
from tests.scale import SEQUENCES

STORIES = max(5, SEQUENCES // 6)
SIDES = st.sampled_from(list(Side))


class Story(RuleBasedStateMachine):
    """One mentorship of two hours. ``signed``: who signed which revision of the draft; ``counted``: key -> minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.pk = make_match().pk
        self.revision, self.signed, self.complete = 1, set[str](), False
        self.has_draft, self.in_force = True, False
        self.counted: dict[str, int] = {}
        self.hours = 2
        self.planned = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def match(self) -> Match:
        return Match.objects.select_related("candidate", "host", "request").get(pk=self.pk)

    def attempt(self, action: Any, **said: Any) -> bool:
        """Whether it was done; where it was refused nothing changed."""
        before = Match.objects.filter(pk=self.pk).values().get()
        with suppress(Refusal), transaction.atomic():
            action(**said)
            return True
        assert Match.objects.filter(pk=self.pk).values().get() == before
        return False

    # -------------------------------------------------------------- what is done

    @rule(side=SIDES, hours=st.integers(1, 3), stale=st.booleans())
    def edit(self, side: Side, hours: int, *, stale: bool) -> None:
        match = self.match
        if not self.has_draft:
            return
        revision = draft_of(match).revision
        same = self.complete and hours == self.hours
        done = self.attempt(
            actions.edit,
            match=match,
            revision=revision - 1 if stale else revision,
            by=match.person_of(side),
            **facts_for(match, hours=hours),
        )
        assert done == (not stale and rules.may_edit(match))
        if done and not same:
            self.signed, self.complete, self.hours = set(), True, hours

    @rule(side=SIDES)
    def sign(self, side: Side) -> None:
        match = self.match
        if not self.has_draft:
            return
        done = self.attempt(
            actions.sign, match=match, revision=draft_of(match).revision, side=side, by=match.person_of(side)
        )
        assert done == (self.complete and rules.may_edit(match))
        if done:
            self.signed.add(side)
        if len(self.signed) == 2:
            self.signed, self.has_draft, self.in_force = set(), False, True
            self.planned = self.hours * 60

    @rule(side=SIDES)
    def unsign(self, side: Side) -> None:
        if self.has_draft and self.attempt(actions.unsign, match=self.match, side=side, by=self.match.host):
            self.signed.discard(side)

    @rule()
    def new_version_or_drop(self) -> None:
        match = self.match
        if self.has_draft:
            if self.attempt(actions.drop_version, match=match, by=match.host):
                self.has_draft, self.signed = False, set()
        elif self.attempt(actions.new_version, match=match, by=match.host):
            self.has_draft, self.complete = True, True
            self.hours = draft_of(match).hours or 0

    @rule(number=st.integers(1, 4), minutes=st.sampled_from([30, 60]))
    def count(self, number: int, minutes: int) -> None:
        match, key = self.match, f"meeting:{number}"
        may = match.state in LIVE and match.state != State.TO_SIGN
        assert self.attempt(actions.add_minutes, match=match, minutes=minutes, key=key) == may
        if may:
            self.counted.setdefault(key, minutes)

    @rule(number=st.integers(1, 4))
    def take_back(self, number: int) -> None:
        if self.attempt(actions.take_back_minutes, match=self.match, key=f"meeting:{number}"):
            self.counted.pop(f"meeting:{number}", None)

    @rule(side=SIDES)
    def review(self, side: Side) -> None:
        for review in Review.objects.awaited().filter(party__match=self.pk, party__side=side, moment="final"):
            assert self.attempt(actions.give_review, review=review, answers=dict(FINAL), by=self.match.person_of(side))

    @rule(side=SIDES, data=st.data())
    def end(self, side: Side, data: st.DataObject) -> None:
        match = self.match
        reason = data.draw(st.sampled_from(rules.REASONS[side]))
        was_live = match.is_live
        done = self.attempt(actions.end, match=match, reason=reason, side=side, by=match.person_of(side))
        assert done == (was_live or match.state == State.ENDED)

    @rule()
    def resume(self) -> None:
        match = self.match
        again = match.state == State.ENDED and match.request.state == "waiting"
        done = self.attempt(actions.resume, match=match, by=match.host)
        assert done == (match.is_live or again)

    # -------------------------------------------------------------- what always holds

    @invariant()
    def minutes_are_those_counted(self) -> None:
        rows = dict(Minutes.objects.filter(match=self.pk).values_list("key", "minutes"))
        assert rows == self.counted
        assert self.match.minutes_done == sum(rows.values())
        assert self.match.minutes_planned == self.planned

    @invariant()
    def the_draft_says_who_signed_it(self) -> None:
        drafts = list(self.match.agreements.filter(state="draft"))
        assert len(drafts) == self.has_draft
        for draft in drafts:
            assert {side for side in Side if draft.signed_at(side)} == self.signed
        assert self.match.agreements.filter(state="in_force").exists() == self.in_force

    @invariant()
    def the_state_goes_with_what_was_done(self) -> None:
        match = self.match
        if match.is_live:
            assert (match.state == State.TO_SIGN) == (not self.in_force)
            assert match.state != State.SIGNED or match.began_at is None
        if match.state == State.COMPLETED:
            assert match.minutes_done >= match.minutes_planned

    @invariant()
    def the_request_and_the_place_go_with_the_match(self) -> None:
        match = self.match
        request, offer = Request.objects.get(pk=match.request_id), Offer.objects.get(pk=match.offer_id)
        assert (request.state == "matched") == match.is_live
        assert offer.matched == (1 if match.is_live or match.state == State.COMPLETED else 0)
        assert offer.held == 0
        if match.state == State.ENDED:
            assert (request.state == "ended") == (match.end_reason in {EndReason.FOUND_JOB, EndReason.STOPS})


@pytest.mark.django_db
def test_a_match_stands_where_its_story_says() -> None:
    run_state_machine_as_test(Story, settings=settings(max_examples=STORIES, stateful_step_count=20, deadline=None))
