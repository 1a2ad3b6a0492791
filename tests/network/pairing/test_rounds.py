"""A round: a snapshot, the best assignment with its proof, and why the others are left out. Nobody is asked before a person decides."""

import pytest

from core.clock import Due
from network.pairing import proof
from network.pairing.problem import Proof
from network.pairing.proposals.models import Proposal
from network.pairing.rounds import actions, refusals
from network.pairing.rounds import board as boards
from network.pairing.rounds.models import Because, PairState, Round, State
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.rounds import computed, make_market, work

pytestmark = pytest.mark.django_db


def test_whoever_waits_longest_is_served_first_and_the_others_are_told_why() -> None:
    edition, requests, _offers = make_market([3, 200, 40], [2])

    made = computed(edition)

    assert made.state == State.READY
    assert (made.candidates, made.hosts, made.places, made.edges, made.pairs, made.left_out) == (3, 1, 2, 3, 2, 1)
    assert made.longest_left == 3
    assert made.is_proven
    assert {pair.request_id for pair in made.pair_rows.all()} == {requests[1].pk, requests[2].pk}
    left = made.candidate_rows.exclude(because=Because.PAIRED).get()
    assert (left.request_id, left.because, left.facts["days"]) == (requests[0].pk, "longer_wait", 37)
    assert not Proposal.objects.exists()


def test_the_proof_that_is_kept_is_that_of_the_board() -> None:
    edition, _requests, _offers = make_market([3, 200, 40, 8], [1, 1, 1])

    made = computed(edition)

    assert proof.verify(*boards.load(made).standing(*boards.proof_of(made))).holds


def test_parts_of_a_pair_come_to_its_score() -> None:
    edition, _requests, _offers = make_market([1], [1])

    pair = computed(edition).pair_rows.get()

    assert sum(pair.parts.values()) == pair.score > 0


def test_who_suits_nobody_is_told_which_rule_keeps_hosts_away() -> None:
    edition = make_settings().edition
    make_request(edition=edition, occupations=("21231",), waited=9)
    make_offer(edition)

    made = computed(edition)

    left = made.candidate_rows.get()
    assert (left.because, left.facts) == ("no_host", {"rules": {"occupation": 1}})
    price = next(each for each in made.rule_prices if each["rule"] == "occupation")
    assert price["pairs"] == 1


def test_one_round_of_an_edition_is_computed_at_a_time() -> None:
    edition = make_settings().edition
    actions.ask(edition=edition, by=make_person())

    with pytest.raises(refusals.UnderWay):
        actions.ask(edition=edition, by=make_person())

    assert Round.objects.count() == 1


def test_an_edition_that_is_not_open_has_no_round() -> None:
    edition = make_settings().edition
    edition.state = "closed"
    edition.save()

    with pytest.raises(refusals.NotOpen):
        actions.ask(edition=edition, by=make_person())


def test_a_new_round_takes_the_place_of_the_board_and_keeps_what_is_locked() -> None:
    edition, requests, offers = make_market([10, 5], [1, 1])
    first = computed(edition)
    pair = first.pair_rows.get(request=requests[0])
    other = next(offer for offer in offers if offer.pk != pair.offer_id)
    actions.move(round=first, request=requests[0].pk, offer=other.pk, version=0, by=make_person())

    second = computed(edition)

    first.refresh_from_db()
    assert (first.state, first.replaced_by, second.state) == (State.DISCARDED, second, State.READY)
    locked = second.pair_rows.get(request=requests[0])
    assert (locked.offer_id, locked.state, locked.origin) == (other.pk, PairState.LOCKED, "moved")


def test_a_killed_computation_begins_again_and_is_given_up_the_third_time(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _requests, _offers = make_market([1], [1])
    made = actions.ask(edition=edition, by=make_person())

    for _number in range(3):
        # Begun, and never heard of again.
        actions.compute(made.pk)
        Due.objects.filter(kind="rounds.compute").update(retry_at=None)
    work()

    made.refresh_from_db()
    assert (made.state, made.trouble) == (State.FAILED, "stopped")
    assert not made.pair_rows.exists()


def test_an_assignment_whose_proof_does_not_hold_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _requests, _offers = make_market([1], [1])
    monkeypatch.setattr(proof, "verify", lambda *_: Proof("wrong_value"))

    made = computed(edition)

    assert (made.state, made.trouble) == (State.FAILED, "unproven")
    assert not made.pair_rows.exists()


def test_a_round_without_anybody_is_ready_and_empty() -> None:
    made = computed(make_settings().edition)

    assert (made.state, made.pairs, made.candidates, made.longest_left) == (State.READY, 0, 0, None)
