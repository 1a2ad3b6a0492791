"""Rounds of an edition: computed as the worker computes them, or as rows."""

from collections.abc import Sequence
from typing import Any

from core import clock
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from network.pairing.rounds import actions
from network.pairing.rounds.models import Change, Exclusion, Round, RoundCandidate, RoundPair
from people.accounts.models import Person, Role, User
from people.programmes.models import Edition
from tests.factories.accounts import make_person, make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.pairing import make_offer, make_request, make_settings


def make_coordinator(**facts: Any) -> User:
    """Keeps every edition."""
    return make_user(Role.PROGRAMME_COORDINATOR, **facts)


def make_market(
    waits: Sequence[int], places: Sequence[int], edition: Edition | None = None
) -> tuple[Edition, list[Request], list[Offer]]:
    """Candidates who waited so many days, and offers with so many places, all of one occupation: each suits each."""
    edition = edition or make_settings().edition
    requests = [make_request(edition=edition, waited=days) for days in waits]
    offers = [make_offer(edition, capacity=capacity) for capacity in places]
    return edition, requests, offers


def work() -> int:
    """Let the clock do what is due."""
    return clock.tick()


def computed(edition: Edition, *, by: Person | None = None, **facts: Any) -> Round:
    """Asked for, and computed by the clock."""
    made = actions.ask(edition=edition, by=by, **facts)
    work()
    made.refresh_from_db()
    return made


def a_pair_of(person: Person) -> RoundPair:
    request = make_request(person=person)
    make_offer(request.candidacy.edition)
    made = computed(request.candidacy.edition)
    return made.pair_rows.get()


@maker(Round)
def a_round(person: Person, _sing: Canaries) -> Round:
    return actions.ask(edition=make_settings().edition, by=person)


@maker(RoundCandidate)
def a_place(person: Person, _sing: Canaries) -> RoundCandidate:
    request = make_request(person=person)
    return computed(request.candidacy.edition).candidate_rows.get()


@maker(RoundPair)
def a_pair(person: Person, _sing: Canaries) -> RoundPair:
    return a_pair_of(person)


@maker(Change)
def a_change(person: Person, _sing: Canaries) -> Change:
    pair = a_pair_of(person)
    actions.lock(round=pair.round, request=pair.request_id, version=0, by=make_person())
    return Change.objects.get(round=pair.round)


@maker(Exclusion)
def an_exclusion(person: Person, _sing: Canaries) -> Exclusion:
    offer = make_offer()
    return Exclusion.objects.create(edition=offer.edition, person=person, offer=offer, reason="Se connaissent.")
