"""Whatever happens to a request, in whatever order: its states, its clock and its candidacy never contradict each other."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core.refusals import Refusal
from network.pairing.requests import actions
from network.pairing.requests.models import MOVES, Request, State, Step
from people.consent import actions as consents
from people.consent.rules import holds
from people.participants import actions as participants
from people.participants.models import Candidacy
from tests.factories.pairing import make_request
from tests.factories.participants import agree, make_caseworker
from tests.scale import SEQUENCES

STORIES = max(5, SEQUENCES // 4)


class Story(RuleBasedStateMachine):
    """One person in one edition, their caseworker, and the rooms above. Beside the rows, a plain account of the days waited."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        first = make_request(state="draft")
        self.person = first.person
        self.candidacy_id = first.candidacy_id
        self.caseworker = make_caseworker(first.candidacy.case_file.organisation).person  # type: ignore[arg-type]  # followed
        self.waited = timedelta(0)
        self.state = first.state
        self.pk = first.pk

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -------------------------------------------------------------- what is done
    @property
    def request(self) -> Request:
        return Request.objects.get(pk=self.pk)

    @property
    def candidacy(self) -> Candidacy:
        return Candidacy.objects.get(pk=self.candidacy_id)

    def attempt(self, action: Any, **said: Any) -> None:
        """Done whole, or refused with nothing changed."""
        before = self.request.state
        with suppress(Refusal):
            with transaction.atomic():
                action(request=self.request, **said)
            return
        assert self.request.state == before

    @rule()
    def send(self) -> None:
        was_draft = self.request.state == State.DRAFT
        self.attempt(actions.send, by=self.person)
        if was_draft and self.request.state == State.WAITING:
            self.waited = timedelta(0)

    @rule()
    def rest(self) -> None:
        self.attempt(actions.rest, by=self.person)

    @rule()
    def take_up(self) -> None:
        self.attempt(actions.take_up, by=self.caseworker)

    @rule()
    def end(self) -> None:
        self.attempt(actions.end, by=self.person)

    @rule()
    def bring_back(self) -> None:
        self.attempt(actions.bring_back, by=self.person)

    @rule()
    def propose(self) -> None:
        self.attempt(actions.propose, by=None)

    @rule()
    def match(self) -> None:
        self.attempt(actions.match, by=None)

    @rule(restart=st.booleans())
    def wait_again(self, restart: bool) -> None:
        was = self.request.state
        self.attempt(actions.wait_again, restart=restart, by=None)
        if restart and was in {State.PROPOSED, State.MATCHED} and self.request.state != was:
            self.waited = timedelta(0)

    @rule()
    def begin_again(self) -> None:
        if self.request.state == State.ENDED:
            with suppress(Refusal):
                made = actions.begin(candidacy=self.candidacy, by=self.person)
                actions.write(request=made, details={"purposes": ["choice"]}, by=self.person)
                self.pk, self.waited = made.pk, timedelta(0)

    @rule()
    def turn_matching_off(self) -> None:
        with suppress(Refusal):
            consents.withdraw_purpose(person=self.person, purpose="matching", by=self.person)

    @rule()
    def turn_matching_on(self) -> None:
        if not holds(self.person, "matching"):
            agree(self.person, "matching")

    @rule()
    def put_in_pool(self) -> None:
        # Of somebody matched, the match room says when it is over.
        if self.candidacy.state == Candidacy.State.ELIGIBLE:
            with suppress(Refusal):
                participants.put_in_pool(candidacy=self.candidacy, by=self.caseworker)

    @rule()
    def take_out_of_pool(self) -> None:
        with suppress(Refusal):
            participants.take_out_of_pool(candidacy=self.candidacy, by=self.caseworker)

    @rule(outcome=st.sampled_from(["eligible", "not_yet"]))
    @precondition(lambda self: self.candidacy.state not in {"matched", "inactive"})
    def decide(self, outcome: str) -> None:
        with suppress(Refusal):
            participants.decide(candidacy=self.candidacy, outcome=outcome, reason="Vu.", by=self.caseworker)

    @rule(days=st.integers(1, 20))
    def let_days_pass(self, days: int) -> None:
        """Everything that has a moment lies so many days further back."""
        past = timedelta(days=days)
        request = self.request
        # Nobody counts days of somebody who is put aside, or has ended.
        if request.state in {State.WAITING, State.PROPOSED, State.MATCHED}:
            self.waited += past
        moments = {
            name: getattr(request, name) - past
            for name in ("made_at", "sent_at", "waiting_since", "state_since")
            if getattr(request, name) is not None
        }
        Request.objects.filter(pk=request.pk).update(**moments)

    @rule()
    def give_news(self) -> None:
        actions.give_news()
        request = self.request
        if request.state == State.WAITING:
            days = (timezone.now() - request.waiting_since).days  # type: ignore[operator]  # in the queue
            assert request.news == (45 if days >= 45 else 14 if days >= 14 else request.news)

    # -------------------------------------------------------------- what always holds
    @invariant()
    def one_is_alive_at_most(self) -> None:
        assert Request.objects.live().filter(candidacy=self.candidacy_id).count() <= 1

    @invariant()
    def the_candidacy_is_matched_with_the_request(self) -> None:
        request, candidacy = self.request, self.candidacy
        assert (request.state == State.MATCHED) == (
            candidacy.state == Candidacy.State.MATCHED
        ) or request.state == State.ENDED

    @invariant()
    def nobody_is_proposed_against_their_will(self) -> None:
        request = self.request
        if request.state in {State.WAITING, State.PROPOSED} and not holds(self.person, "matching"):
            # Sent by somebody who has not turned matching on yet: it waits, and no round finds it.
            assert not Request.objects.ready().filter(pk=request.pk).exists()
            assert request.state == State.WAITING

    @invariant()
    def days_waited_are_as_a_plain_account_has_them(self) -> None:
        request = self.request
        if request.waiting_since is not None and request.state != State.DRAFT:
            until = request.state_since if request.state in {State.RESTING, State.ENDED} else timezone.now()
            assert abs((until - request.waiting_since) - self.waited) < timedelta(minutes=5)

    @invariant()
    def each_step_is_a_move_that_there_is(self) -> None:
        steps = list(Step.objects.filter(request=self.pk).order_by("at", "pk"))
        for step in steps:
            assert step.target in MOVES[step.source]
        for former, latter in pairwise(steps):
            assert former.target == latter.source
        assert not steps or steps[-1].target == self.request.state


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order() -> None:
    steps = settings(max_examples=STORIES, stateful_step_count=20, deadline=None, derandomize=True)
    run_state_machine_as_test(Story, settings=steps)
