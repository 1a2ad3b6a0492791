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
from tests.factories.accounts import make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.pairing import a_request, make_offer, make_request, make_settings


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


def row_of(edition: Edition, **facts: Any) -> Round:
    """A round that failed, as a row: nothing else of the edition moves."""
    number = Round.objects.filter(edition=edition).count() + 1
    return Round.objects.create(edition=edition, number=number, state="failed", trouble="stopped", **facts)


@maker(Round)
def a_round(person: Person, _sing: Canaries) -> Round:
    return actions.ask(edition=make_settings().edition, by=person)


@maker(RoundCandidate)
def a_place(person: Person, sing: Canaries) -> RoundCandidate:
    request = a_request(person, sing)
    round_ = row_of(request.candidacy.edition)
    return RoundCandidate.objects.create(round=round_, request=request, order=1, days_waited=3, because="no_host")


@maker(RoundPair)
def a_pair(person: Person, sing: Canaries) -> RoundPair:
    request = a_request(person, sing)
    edition = request.candidacy.edition
    return RoundPair.objects.create(
        round=row_of(edition), request=request, offer=make_offer(edition), origin="hand", reason="Voilà."
    )


@maker(Change)
def a_change(person: Person, sing: Canaries) -> Change:
    pair = a_pair(person, sing)
    return Change.objects.create(
        round=pair.round,
        version=1,
        kind="locked",
        request=pair.request,
        offer=pair.offer,
        before=[{"request": pair.pk}],
    )


@maker(Exclusion)
def an_exclusion(person: Person, _sing: Canaries) -> Exclusion:
    offer = make_offer()
    return Exclusion.objects.create(edition=offer.edition, person=person, offer=offer, reason="Se connaissent.")
