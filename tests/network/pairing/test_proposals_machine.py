"""Whatever two sides, those who propose, hosts who rest and candidates who leave do, in whatever order: places, requests and
proposals never contradict each other, and each proposal stands where a plain account says.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core import clock
from core.refusals import Refusal
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.models import GRACE, MOVES, Proposal, State
from network.pairing.requests import actions as requests
from network.pairing.requests.models import Request
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_settings
from tests.factories.proposals import PARTS, make_candidate
from tests.scale import SEQUENCES

STORIES = max(5, SEQUENCES // 6)
SIDES = st.sampled_from(["candidate", "host"])
NUMBERS = st.integers(0, 1)


class Story(RuleBasedStateMachine):
    """Two candidates, and two offers: one of one place, one of two. ``told``: proposal -> (state, host's answer, candidate's)."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        edition = make_settings().edition
        self.requests = [make_candidate(edition=edition).pk for _number in range(2)]
        self.offers = [make_offer(edition, capacity=capacity).pk for capacity in (1, 2)]
        self.by = make_person()
        self.told: dict[int, tuple[str, str, str]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -------------------------------------------------------------- what is done

    @property
    def open(self) -> list[int]:
        return [pk for pk, (state, *_answers) in self.told.items() if state == State.OPEN]

    def attempt(self, action: Any, **said: Any) -> Any:
        """Done whole, or None where it was refused and nothing changed."""
        before = list(Proposal.objects.order_by("pk").values("pk", "state", "host_answer", "candidate_answer"))
        with suppress(Refusal), transaction.atomic():
            return action(**said)
        assert list(Proposal.objects.order_by("pk").values("pk", "state", "host_answer", "candidate_answer")) == before
        return None

    def end(self, pk: int, state: str) -> None:
        self.told[pk] = (state, *self.told[pk][1:])

    @rule(one=NUMBERS, other=NUMBERS, by_hand=st.booleans())
    def propose(self, one: int, other: int, *, by_hand: bool) -> None:
        request, offer = Request.objects.get(pk=self.requests[one]), Offer.objects.get(pk=self.offers[other])
        failed = Proposal.objects.failed().filter(request=request, offer=offer).exists()
        may = request.state == "waiting" and offer.state == "open" and offer.room > 0 and (by_hand or not failed)
        made = self.attempt(
            actions.propose,
            request=request,
            offer=offer,
            score=700,
            parts=PARTS,
            by=self.by,
            computed=not by_hand,
            by_hand=by_hand,
            hand_reason="Vu ensemble." if by_hand else "",
        )
        assert (made is not None) == may
        if made is not None:
            self.told[made.pk] = (State.OPEN, "", "")

    @precondition(lambda self: self.told)
    @rule(data=st.data(), side=SIDES, says=st.sampled_from(["yes", "no"]))
    def answer(self, data: st.DataObject, side: str, says: str) -> None:
        pk = data.draw(st.sampled_from(sorted(self.told)))
        proposal = Proposal.objects.get(pk=pk)
        state, host, candidate = self.told[pk]
        done = self.attempt(
            actions.answer, proposal=proposal, side=side, says=says, by=self.by, why="hours" if says == "no" else ""
        )
        if done is None or state != State.OPEN:
            return
        answers = {"host": host, "candidate": candidate, side: says}
        if "no" in answers.values():
            state = State.DECLINED
        elif set(answers.values()) == {"yes"}:
            state = State.ACCEPTED
        self.told[pk] = (state, answers["host"], answers["candidate"])

    @precondition(lambda self: self.told)
    @rule(data=st.data(), side=SIDES)
    def take_back(self, data: st.DataObject, side: str) -> None:
        pk = data.draw(st.sampled_from(sorted(self.told)))
        if self.attempt(actions.take_back, proposal=Proposal.objects.get(pk=pk), side=side, by=self.by) is None:
            return
        _state, host, candidate = self.told[pk]
        self.told[pk] = (State.OPEN, "" if side == "host" else host, "" if side == "candidate" else candidate)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from(self.open))
        assert self.attempt(actions.withdraw, proposal=Proposal.objects.get(pk=pk), by=self.by, because="Fermé.")
        self.end(pk, State.WITHDRAWN)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def days_pass(self, data: st.DataObject) -> None:
        """The last day of one is over; a host who was silent twice rests, and the clock lets go of what is left there."""
        pk = data.draw(st.sampled_from(self.open))
        Proposal.objects.filter(pk=pk).update(answer_by=timezone.localdate() - timedelta(days=1))
        assert actions.lapse(proposal=Proposal.objects.get(pk=pk))
        self.end(pk, State.LAPSED)
        self.the_clock_comes_round()

    @rule()
    def the_half_hour_is_over(self) -> None:
        long_ago = timezone.now() - GRACE
        Proposal.objects.filter(state=State.DECLINED, host_answer="no").update(host_answered_at=long_ago)
        Proposal.objects.filter(state=State.DECLINED, candidate_answer="no").update(candidate_answered_at=long_ago)

    @rule(number=NUMBERS)
    def rest_or_take_up(self, number: int) -> None:
        request = Request.objects.get(pk=self.requests[number])
        if request.state == "resting":
            self.attempt(requests.take_up, request=request, by=self.by)
        elif self.attempt(requests.rest, request=request, by=self.by) is not None:
            self._ended_of(request=request.pk)

    @rule(number=NUMBERS)
    def pause_or_reopen(self, number: int) -> None:
        offer = Offer.objects.get(pk=self.offers[number])
        if offer.state == "paused":
            self.attempt(offers.reopen, offer=offer, by=self.by)
        else:
            self.attempt(offers.pause, offer=offer, by=self.by)
        self.the_clock_comes_round()

    def the_clock_comes_round(self) -> None:
        """What an offer that moved asks of it; not the half hours, nor the days."""
        for due in clock.Due.objects.filter(kind="proposals.let_go_of_offer", done_at=None):
            clock.handler_of(due.kind)(due.payload)
        clock.Due.objects.filter(kind="proposals.let_go_of_offer").delete()
        for offer in Offer.objects.filter(pk__in=self.offers, state="paused"):
            self._ended_of(offer=offer.pk)

    def _ended_of(self, **of: int) -> None:
        for pk in Proposal.objects.filter(**of, pk__in=self.open).values_list("pk", flat=True):
            self.end(pk, State.WITHDRAWN)

    # -------------------------------------------------------------- what always holds

    @invariant()
    def each_stands_where_the_account_says(self) -> None:
        rows = Proposal.objects.values_list("pk", "state", "host_answer", "candidate_answer")
        assert {pk: tuple(rest) for pk, *rest in rows} == self.told

    @invariant()
    def places_are_those_of_open_and_accepted_proposals(self) -> None:
        for offer in Offer.objects.filter(pk__in=self.offers):
            states = list(Proposal.objects.filter(offer=offer).values_list("state", flat=True))
            assert offer.held == states.count(State.OPEN)
            assert offer.matched == states.count(State.ACCEPTED)
            assert offer.held + offer.matched <= offer.capacity

    @invariant()
    def requests_stand_as_their_proposals_do(self) -> None:
        for request in Request.objects.filter(pk__in=self.requests):
            states = list(Proposal.objects.filter(request=request).values_list("state", flat=True))
            assert (request.state == "proposed") == (states.count(State.OPEN) == 1)
            assert (request.state == "matched") == (State.ACCEPTED in states)

    @invariant()
    def replies_are_those_of_answers_given(self) -> None:
        for proposal in Proposal.objects.prefetch_related("replies"):
            said = {reply.side: reply.answer for reply in proposal.replies.all()}
            assert said == {
                side: answer
                for side, answer in (("host", proposal.host_answer), ("candidate", proposal.candidate_answer))
                if answer
            }


@pytest.mark.django_db
def test_proposals_requests_and_places_never_contradict_each_other() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis does not say
        Story, settings=settings(max_examples=STORIES, stateful_step_count=20, deadline=None)
    )


def test_nothing_leads_out_of_what_is_over_but_a_no_that_is_taken_back() -> None:
    assert {state: sorted(moves) for state, moves in MOVES.items() if state != State.OPEN} == {
        State.ACCEPTED: [],
        State.DECLINED: [State.OPEN],
        State.LAPSED: [],
        State.WITHDRAWN: [],
    }
