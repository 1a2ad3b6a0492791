"""Two sides, or two who propose, at the same instant, on connections of their own: one is first, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.actions import keeping
from network.pairing.proposals.models import Proposal
from network.pairing.requests import actions as requests
from network.pairing.requests.models import Request
from people.consent import actions as consents
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_settings
from tests.factories.proposals import make_candidate, make_two, proposed

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


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def say(proposal: Proposal, side: str, says: str) -> Callable[[], Any]:
    person = proposal.person_of(side)
    why = "hours" if says == "no" else ""
    return partial(actions.answer, proposal=fresh(proposal), side=side, says=says, by=person, why=why)


def sound(proposal: Proposal) -> tuple[str, str]:
    """State of proposal and request, once places agree with them."""
    proposal = fresh(proposal)
    states = list(Proposal.objects.filter(offer=proposal.offer_id).values_list("state", flat=True))
    offer = Offer.objects.get(pk=proposal.offer_id)
    assert (offer.held, offer.matched) == (states.count("open"), states.count("accepted"))
    return str(proposal.state), str(Request.objects.get(pk=proposal.request_id).state)


def test_two_who_say_yes_at_the_same_instant_are_matched_once() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()

        came = at_once([say(proposal, "host", "yes"), say(proposal, "candidate", "yes")])

        assert came == ["won", "won"]
        assert sound(proposal) == ("accepted", "matched")
        letters = Mail.objects.filter(
            payload__proposal=proposal.pk, template="proposals/step", payload__what="accepted"
        )
        assert letters.count() == 2


def test_a_yes_and_a_no_at_the_same_instant_end_with_the_no() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()

        came = at_once([say(proposal, "host", "yes"), say(proposal, "candidate", "no")])

        assert came[1] == "won"
        assert sound(proposal) == ("declined", "waiting")


def test_of_three_proposals_for_the_last_place_one_is_made() -> None:
    by = make_person()
    for _trial in range(TRIALS):
        edition = make_settings().edition
        offer = make_offer(edition, capacity=1)
        asked = [make_candidate(edition=edition) for _number in range(3)]

        came = at_once(
            [partial(actions.propose, request=one, offer=offer, by=by, computed=True, score=500) for one in asked]
        )

        assert sorted(came) == ["NoRoom", "NoRoom", "won"]
        [made] = Proposal.objects.filter(offer=offer)
        assert sound(made) == ("open", "proposed")
        assert Request.objects.filter(pk__in=[one.pk for one in asked], state="waiting").count() == 2


def test_of_three_proposals_to_one_person_one_is_made() -> None:
    by = make_person()
    for _trial in range(TRIALS):
        request, _offer = make_two()
        chosen = [make_offer(request.candidacy.edition) for _number in range(3)]

        came = at_once(
            [partial(actions.propose, request=request, offer=one, by=by, computed=True, score=500) for one in chosen]
        )

        assert sorted(came) == ["AlreadyAsked", "AlreadyAsked", "won"]
        assert Offer.objects.filter(pk__in=[one.pk for one in chosen], held=1).count() == 1


def test_a_person_of_two_editions_is_asked_once() -> None:
    by = make_person()
    for _trial in range(TRIALS):
        first, offer = make_two()
        second = make_candidate(edition=make_settings().edition, person=first.person)
        other = make_offer(second.candidacy.edition)

        came = at_once(
            [
                partial(actions.propose, request=first, offer=offer, by=by, computed=True),
                partial(actions.propose, request=second, offer=other, by=by, computed=True),
            ]
        )

        assert sorted(came) == ["AlreadyAsked", "won"]


def test_the_second_yes_and_the_clock_at_the_same_instant() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()
        say(proposal, "host", "yes")()
        Proposal.objects.filter(pk=proposal.pk).update(answer_by=timezone.localdate() - timedelta(days=1))

        at_once([say(proposal, "candidate", "yes"), partial(actions.lapse, proposal=fresh(proposal))])

        assert sound(proposal) in {("accepted", "matched"), ("lapsed", "waiting")}


def test_the_second_yes_and_a_host_who_rests_at_the_same_instant() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()
        say(proposal, "host", "yes")()

        at_once([say(proposal, "candidate", "yes"), partial(offers.pause, offer=proposal.offer, by=proposal.host)])
        actions.let_go_of_offer(offer=proposal.offer)

        assert sound(proposal) in {("accepted", "matched"), ("withdrawn", "waiting")}


def test_an_answer_and_a_request_that_is_put_aside_at_the_same_instant() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()
        say(proposal, "candidate", "yes")()

        at_once(
            [
                say(proposal, "host", "yes"),
                partial(requests.rest, request=Request.objects.get(pk=proposal.request_id), by=proposal.person),
            ]
        )

        assert sound(proposal) in {("accepted", "matched"), ("withdrawn", "resting")}


def test_a_yes_taken_back_while_the_other_says_yes() -> None:
    for _trial in range(TRIALS):
        proposal = proposed()
        say(proposal, "candidate", "yes")()
        back = partial(actions.take_back, proposal=fresh(proposal), side="candidate", by=proposal.person)

        at_once([say(proposal, "host", "yes"), back])

        assert sound(proposal) in {("accepted", "matched"), ("open", "proposed")}


def test_a_no_taken_back_while_the_place_is_given_to_another() -> None:
    by = make_person()
    for _trial in range(TRIALS):
        proposal = proposed()
        say(proposal, "candidate", "no")()
        other = make_candidate(edition=proposal.offer.edition)
        back = partial(actions.take_back, proposal=fresh(proposal), side="candidate", by=proposal.person)

        came = at_once([back, partial(actions.propose, request=other, offer=proposal.offer, by=by, computed=True)])

        assert sorted(came) in (["NoRoom", "won"], ["NotFreeAnyMore", "won"])
        sound(proposal)


def test_consent_that_is_withdrawn_while_somebody_proposes() -> None:
    by = make_person()
    for _trial in range(TRIALS):
        request, offer = make_two()
        person = request.person

        at_once(
            [
                partial(actions.propose, request=request, offer=offer, by=by, computed=True),
                partial(consents.withdraw_purpose, person=person, purpose="matching", about="", by=person),
            ]
        )

        assert not Proposal.objects.open().filter(person=person).exists()
        assert Offer.objects.get(pk=offer.pk).held == 0


def test_people_are_held_in_the_order_of_their_numbers() -> None:
    first, second = make_person(), make_person()

    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        keeping.hold_people(second.pk, first.pk)

    [query] = [each["sql"] for each in seen if "accounts_person" in each["sql"]]
    assert "ORDER BY" in query
