"""An offer lived through in any order, beside a plain model."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.refusals import Refusal
from network.pairing.offers import actions
from network.pairing.offers.models import MOVES, Offer
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer
from tests.scale import SEQUENCES

pytestmark = pytest.mark.django_db

STORIES = max(5, SEQUENCES // 4)


class Story(RuleBasedStateMachine):
    """One offer, and everything that can happen to it, beside a model of three numbers and a state."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.offer = make_offer(capacity=2)
        self.by = make_person()
        self.state, self.capacity, self.held, self.matched, self.silent = "open", 2, 0, 0, 0
        self.lapsed = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def now(self) -> Offer:
        return Offer.objects.get(pk=self.offer.pk)

    def did(self, act: Any) -> bool:
        with suppress(Refusal):
            act()
            return True
        return False

    @rule(n=st.integers(1, 2))
    def hold(self, n: int) -> None:
        may = self.state == "open" and self.held + self.matched + n <= self.capacity
        assert self.did(lambda: actions.hold(self.now(), n)) == may
        self.held += n if may else 0

    @rule()
    def let_go(self) -> None:
        may = self.held >= 1
        assert self.did(lambda: actions.let_go(self.now())) == may
        self.held -= may

    @rule()
    def take(self) -> None:
        may = self.held >= 1 and self.state != "closed"
        assert self.did(lambda: actions.take(self.now())) == may
        if may:
            self.held, self.matched = self.held - 1, self.matched + 1
            if self.state == "open" and self.matched == self.capacity:
                self.state = "filled"

    @rule()
    def give_back(self) -> None:
        may = self.matched >= 1
        assert self.did(lambda: actions.give_back(self.now())) == may
        self.matched -= may
        if may and self.state == "filled":
            self.state = "open"

    @rule(capacity=st.integers(1, 4))
    def resize(self, capacity: int) -> None:
        may = self.held + self.matched <= capacity
        assert self.did(lambda: actions.resize(offer=self.now(), capacity=capacity, by=self.by)) == may
        if may:
            self.capacity = capacity
            if self.state in {"open", "filled"}:
                self.state = "filled" if self.matched == capacity else "open"

    @rule()
    def pause(self) -> None:
        may = self.state == "open"
        assert self.did(lambda: actions.pause(offer=self.now(), by=self.by)) == may
        self.state = "paused" if may else self.state

    @rule()
    def reopen(self) -> None:
        may = self.state == "paused"
        assert self.did(lambda: actions.reopen(offer=self.now(), by=self.by)) == may
        if may:
            self.state, self.silent = ("filled" if self.matched == self.capacity else "open"), 0

    @rule()
    def silence(self) -> None:
        actions.note_silence(self.now())
        self.silent = min(self.silent + 1, 2)
        if self.silent == 2 and self.state == "open":
            self.state = "paused"

    @rule()
    def answer(self) -> None:
        actions.note_answer(self.now())
        self.silent = 0

    @rule()
    def lapse(self) -> None:
        Offer.objects.filter(pk=self.offer.pk).update(open_until=timezone.localdate() - timedelta(days=1))
        actions.lapse(offer=self.now())
        if self.state in {"open", "paused"}:
            self.state, self.lapsed = "closed", True

    @rule()
    def renew(self) -> None:
        before = self.now()
        done = self.did(lambda: actions.renew(offer=self.now(), by=self.by))
        if self.state == "closed":
            assert done == self.lapsed
            if done:
                self.state, self.silent = ("filled" if self.matched == self.capacity else "open"), 0
                self.lapsed = False
        elif done:
            assert self.state in {"open", "paused"}
            assert self.now().open_until > before.open_until  # type: ignore[operator]
            self.silent = 0

    @rule()
    def close(self) -> None:
        may = self.state != "closed"
        assert self.did(lambda: actions.close(offer=self.now(), by=self.by)) == may
        if may:
            self.state, self.lapsed = "closed", False

    @invariant()
    def as_the_model_has_it(self) -> None:
        offer = self.now()
        assert (offer.state, offer.capacity, offer.held, offer.matched, offer.silences) == (
            self.state,
            self.capacity,
            self.held,
            self.matched,
            self.silent,
        )

    @invariant()
    def every_move_is_in_the_history(self) -> None:
        moves = list(self.offer.steps.order_by("pk").values_list("source", "target"))
        assert all(source == target or target in MOVES[source] for source, target in moves)
        if moves:
            assert moves[-1][1] == self.state


def test_whatever_happens_to_an_offer_in_whatever_order() -> None:
    steps = settings(max_examples=STORIES, stateful_step_count=14, deadline=None, derandomize=True)
    run_state_machine_as_test(Story, settings=steps)
