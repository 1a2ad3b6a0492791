"""The engine lived through at random, on the real database: whatever people and organisers do, in whatever order, nobody is
oversold, nobody overtaken beyond the bound, no household split, and every change leaves its trace.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.audit import Entry
from core.refusals import Refusal
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.doors import actions as doors
from events.registration import actions, offering
from events.registration.models import TAKING, PlaceOffer, Registration, Seat
from events.registration.seating import Companion
from people.privacy import actions as privacy
from tests.factories.agenda import administrator
from tests.factories.registration import open_event, registered
from tests.scale import CHOOSING, SEQUENCES

#: Registrations of one story: enough for a list to build up.
sizes = st.integers(1, 4)
BOUND = 1
TERMS: dict[str, Any] = {"largest_party": 4, "offer_hours": 12, "bypass_bound": BOUND}
seats_move = precondition(lambda story: story.is_told)


class Engine(RuleBasedStateMachine):
    """One event with few seats, and everything that can happen to them."""

    #: Whether seats are given: where an event chooses, once everybody has been told.
    is_told = True
    terms: dict[str, Any] = {}
    registrations = Bundle("registrations")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.event = open_event(capacity=5, terms=TERMS | self.terms)
        self.organiser = administrator()
        self.states: dict[int, str] = {}
        self.last_entry = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -------------------------------------------------------------- people
    @rule(target=registrations, size=sizes)
    def register(self, size: int) -> int | MultipleResults[int]:
        try:
            return registered(self.event_now(), companions=self.companions(size)).pk
        except Refusal:
            return multiple()

    @rule(number=registrations)
    def cancel(self, number: int) -> None:
        self.attempt(lambda: actions.cancel(registration=self.at(number), by=None))

    @rule(number=registrations, joining=st.integers(0, 2), leaving=st.integers(0, 2))
    def change_party(self, number: int, joining: int, leaving: int) -> None:
        registration = self.at(number)
        going = [seat.pk for seat in registration.party[1 : 1 + leaving]]
        coming = [Companion(name="Nouvelle venue")] * joining
        self.attempt(lambda: actions.change_party(registration=registration, leaving=going, joining=coming))

    @seats_move
    @rule(number=registrations, alone=st.booleans())
    def accept(self, number: int, alone: bool) -> None:
        if offer := self.offer_to(number):
            keep = {self.at(number).party[0].pk} if alone else None
            self.attempt(lambda: offering.accept(offer=offer, by=None, keep=keep))

    @seats_move
    @rule(number=registrations)
    def decline(self, number: int) -> None:
        if offer := self.offer_to(number):
            self.attempt(lambda: offering.decline(offer=offer, by=None))

    @seats_move
    @rule(number=registrations)
    def let_an_offer_run_out(self, number: int) -> None:
        if offer := self.offer_to(number):
            early = timezone.now() - timedelta(minutes=1)
            PlaceOffer.objects.filter(pk=offer.pk).update(made_at=early - timedelta(1), expires_at=early)
            assert offering.expire(offer=offer)

    @rule(one=registrations, other=registrations)
    def turn_out_to_be_one_person(self, one: int, other: int) -> None:
        keep, gone = self.at(one).contact, self.at(other).contact
        if keep.pk != gone.pk and not gone.merged_into_id and not keep.merged_into_id:
            self.attempt(lambda: privacy.merge(keep=keep, gone=gone, by=self.organiser.person))

    # -------------------------------------------------------------- organisers
    @rule(capacity=st.integers(1, 9))
    def set_capacity(self, capacity: int) -> None:
        event = Event.objects.get(pk=self.event.pk)
        self.attempt(lambda: agenda.change_capacity(event=event, by=self.organiser, capacity=capacity))

    @seats_move
    @rule(number=registrations)
    def offer_out_of_turn(self, number: int) -> None:
        registration = self.at(number)
        self.attempt(
            lambda: offering.offer_out_of_turn(
                registration=registration, by=self.organiser, reason="Interprète retenue"
            )
        )

    @seats_move
    @rule(number=registrations)
    def take_an_offer_back(self, number: int) -> None:
        if offer := self.offer_to(number):
            self.attempt(lambda: offering.take_back(offer=offer, by=self.organiser))

    # -------------------------------------------------------------- the door
    @seats_move
    @rule(number=registrations)
    def check_in(self, number: int) -> None:
        seat = self.first_seat(number)
        self.attempt(lambda: doors.check_in(seat=seat, door="A", by=self.organiser.person))

    @seats_move
    @rule(number=registrations)
    def undo(self, number: int) -> None:
        seat = self.first_seat(number)
        self.attempt(lambda: doors.undo(seat=seat, door="A", by=self.organiser.person))

    # -------------------------------------------------------------- what holds whatever happened
    @invariant()
    def whatever_happened(self) -> None:
        """Read once a step, for all that must hold."""
        event = Event.objects.get(pk=self.event.pk)
        everybody = list(Registration.objects.filter(event=event).prefetch_related("seats"))
        self.seats_add_up(event, everybody)
        self.households_are_whole(everybody)
        self.the_order_is_kept_within_the_bound(event, everybody)
        self.every_change_leaves_a_trace(everybody)
        self.results_are_as_decided(everybody)

    def seats_add_up(self, event: Event, everybody: list[Registration]) -> None:
        states = [seat.state for one in everybody for seat in one.seats.all()]
        assert event.seats_taken == sum(state in TAKING for state in states)
        assert event.seats_waiting == states.count(Seat.State.WAITING)
        assert event.capacity is None or event.seats_taken <= event.capacity

    def households_are_whole(self, everybody: list[Registration]) -> None:
        """The seats of a registration stand where it stands, and offered ones are held by one open offer."""
        fits: dict[str, set[str]] = {
            "applied": {"applied"},
            "confirmed": {"expected", "present"},
            "waiting": {"waiting"},
            "offered": {"offered"},
            "cancelled": set(),
        }
        open_offers = set(PlaceOffer.objects.open().values_list("registration", flat=True))
        for registration in everybody:
            party = registration.party
            assert {seat.state for seat in party} <= fits[registration.state]
            assert registration.size == len(party)
            assert (registration.pk in open_offers) == (registration.state == "offered")

    def the_order_is_kept_within_the_bound(self, event: Event, everybody: list[Registration]) -> None:
        waiting = sorted((one for one in everybody if one.is_waiting), key=lambda one: one.waiting_position or 0)
        assert all(one.times_passed <= BOUND for one in waiting)
        able = [one for one in waiting if event.capacity is None or one.size <= event.capacity]
        if able and event.seats_free is not None:
            assert able[0].size > event.seats_free, "A seat is free for whoever stands first."

    def every_change_leaves_a_trace(self, everybody: list[Registration]) -> None:
        states = {one.pk: one.state for one in everybody}
        news = Entry.objects.filter(pk__gt=self.last_entry).order_by("pk")
        told = list(news.values_list("pk", "object_type", "object_id"))
        about = {number for _pk, kind, number in told if kind == "registration.registration"}
        assert {str(number) for number, state in states.items() if self.states.get(number) != state} <= about
        self.states, self.last_entry = states, told[-1][0] if told else self.last_entry

    def results_are_as_decided(self, everybody: list[Registration]) -> None:
        """Where an event chooses."""

    # -------------------------------------------------------------- helpers
    def event_now(self) -> Event:
        return Event.objects.get(pk=self.event.pk)

    def companions(self, size: int) -> list[Companion]:
        return [Companion(name=f"Compagne {number}") for number in range(size - 1)]

    def at(self, number: int) -> Registration:
        return Registration.objects.select_related("event", "contact").get(pk=number)

    def first_seat(self, number: int) -> Seat:
        return Seat.objects.filter(registration=number).select_related("event").earliest("pk")

    def offer_to(self, number: int) -> PlaceOffer | None:
        return PlaceOffer.objects.open().select_related("registration").filter(registration=number).first()

    def attempt(self, act: Any) -> None:
        """What is refused changes nothing, and the story goes on."""
        with suppress(Refusal):
            act()


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order() -> None:
    live_through(Engine, SEQUENCES - CHOOSING)


def live_through(engine: type[Engine], stories: int) -> None:
    steps = settings(max_examples=stories, stateful_step_count=14, deadline=None, derandomize=True)
    run_state_machine_as_test(engine, settings=steps)
