"""A board under review: what a change costs is shown before, and is what it costs; of two reviewers one is done; the last change is taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.pairing import engine, proof
from network.pairing.rounds import actions, refusals
from network.pairing.rounds import board as boards
from network.pairing.rounds.actions import changing
from network.pairing.rounds.models import Change, Exclusion, PairState, Round, RoundHost, RoundPair
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.rounds import computed, make_market

pytestmark = pytest.mark.django_db


def as_it_stands(round_: Round) -> dict[int, tuple[int, str, str]]:
    pairs = RoundPair.objects.live().filter(round=round_)
    return {pair.request_id: (pair.offer_id, pair.state, pair.origin) for pair in pairs}


def proven(round_: Round) -> bool:
    round_ = Round.objects.get(pk=round_.pk)
    return proof.verify(*boards.load(round_).standing(*boards.proof_of(round_))).holds


def test_the_price_shown_is_the_price_paid() -> None:
    edition, requests, offers = make_market([3, 200, 40], [1, 1])
    made = computed(edition)
    shown = changing.moving(boards.load(made), requests[0].pk, offers[0].pk).outcome()

    paid = actions.move(round=made, request=requests[0].pk, offer=offers[0].pk, version=0, by=make_person())

    assert paid.price == shown.price
    assert (shown.price.pairs, shown.price.days) == (0, 3 - 40)
    made.refresh_from_db()
    assert (made.pairs, made.days) == (2, 203)
    assert as_it_stands(made)[requests[0].pk] == (offers[0].pk, "locked", "moved")
    assert proven(made)


def test_the_engine_prices_a_move_as_the_board_does() -> None:
    edition, requests, offers = make_market([3, 200, 40], [1, 1])
    board = boards.load(computed(edition))
    problem, solution = board.standing(*boards.proof_of(board.round))

    price = engine.State.resume(problem, solution).price_of(requests[0].pk, offers[0].pk)

    shown = changing.moving(board, requests[0].pk, offers[0].pk).outcome().price
    assert (price.pairs, price.days) == (shown.pairs, shown.days)


def test_of_two_reviewers_the_second_hears_that_the_board_is_another() -> None:
    edition, requests, _offers = make_market([10, 5], [1, 1])
    made = computed(edition)
    actions.lock(round=made, request=requests[0].pk, version=0, by=make_person())

    with pytest.raises(refusals.SomebodyChanged):
        actions.lock(round=made, request=requests[1].pk, version=0, by=make_person())

    assert [pair.request_id for pair in RoundPair.objects.filter(state=PairState.LOCKED)] == [requests[0].pk]


def test_a_locked_place_is_not_given_away() -> None:
    edition, requests, offers = make_market([10, 5], [1])
    made = computed(edition)
    actions.lock(round=made, request=requests[0].pk, version=0, by=make_person())

    with pytest.raises(refusals.NoPlaceLeft):
        actions.move(round=made, request=requests[1].pk, offer=offers[0].pk, version=1, by=make_person())


def test_an_exclusion_holds_for_this_round_and_those_to_come_until_it_is_lifted() -> None:
    edition, requests, offers = make_market([10], [1])
    made = computed(edition)
    by = make_person()

    actions.exclude(round=made, request=requests[0].pk, offer=offers[0].pk, reason="Se connaissent.", version=0, by=by)

    made.refresh_from_db()
    assert (made.pairs, as_it_stands(made)) == (0, {})
    assert RoundPair.objects.get().state == PairState.EXCLUDED
    again = computed(edition)
    assert again.pairs == 0
    actions.lift(
        exclusion=Exclusion.objects.get(), round=again, request=requests[0].pk, offer=offers[0].pk, version=0, by=by
    )
    assert computed(edition).pairs == 1


def test_an_exclusion_of_a_host_is_of_all_their_offers() -> None:
    edition = make_settings().edition
    request, host = make_request(edition=edition, waited=4), make_person()
    offers = [make_offer(edition, host) for _number in range(2)]
    made = computed(edition)

    actions.exclude(
        round=made,
        request=request.pk,
        offer=offers[0].pk,
        reason="Parents.",
        whole_host=True,
        version=0,
        by=make_person(),
    )

    made.refresh_from_db()
    assert made.pairs == 0
    assert Exclusion.objects.get().host == host
    assert computed(edition).pairs == 0


def test_no_exclusion_without_a_reason() -> None:
    edition, requests, offers = make_market([10], [1])
    made = computed(edition)

    with pytest.raises(refusals.ReasonWanted):
        actions.exclude(
            round=made, request=requests[0].pk, offer=offers[0].pk, reason="  ", version=0, by=make_person()
        )


def test_a_pair_beyond_a_rule_is_added_by_hand_with_the_reason_that_both_read() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, occupations=("21231",), waited=4)
    offer = make_offer(edition)
    made = computed(edition)
    assert made.pairs == 0

    actions.add(round=made, request=request.pk, offer=offer.pk, reason="A déjà soudé.", version=0, by=make_person())

    pair = RoundPair.objects.get()
    assert (pair.origin, pair.state, pair.beyond, pair.score, pair.reason) == (
        "hand",
        "locked",
        ["occupation"],
        0,
        "A déjà soudé.",
    )
    made.refresh_from_db()
    assert made.pairs == 1
    assert proven(made)


def test_no_pair_by_hand_without_words_for_both() -> None:
    edition, requests, offers = make_market([10, 3], [1])
    made = computed(edition)

    with pytest.raises(refusals.ReasonForBothWanted):
        actions.add(round=made, request=requests[1].pk, offer=offers[0].pk, reason=" ", version=0, by=make_person())


def test_what_somebody_excluded_is_not_added_by_hand() -> None:
    edition, requests, offers = make_market([10], [1])
    made = computed(edition)
    by = make_person()
    actions.exclude(round=made, request=requests[0].pk, offer=offers[0].pk, reason="Non.", version=0, by=by)

    with pytest.raises(refusals.NeverTogether):
        actions.add(round=made, request=requests[0].pk, offer=offers[0].pk, reason="Si.", version=1, by=by)


def test_unlocking_a_pair_beyond_a_rule_lets_it_go() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, occupations=("21231",))
    offer = make_offer(edition)
    made = computed(edition)
    actions.add(round=made, request=request.pk, offer=offer.pk, reason="Essai.", version=0, by=make_person())

    actions.unlock(round=made, request=request.pk, version=1, by=make_person())

    assert as_it_stands(made) == {}


def test_the_last_change_is_taken_back_and_then_the_one_before() -> None:
    edition, requests, _offers = make_market([10, 5, 3], [1, 1])
    made = computed(edition)
    before, by = as_it_stands(made), make_person()
    actions.lock(round=made, request=requests[1].pk, version=0, by=by)
    between = as_it_stands(made)
    actions.move(round=made, request=requests[2].pk, offer=before[requests[0].pk][0], version=1, by=by)
    assert as_it_stands(made) != between

    actions.undo(round=made, version=2, by=by)
    assert as_it_stands(made) == between
    assert proven(made)
    actions.undo(round=made, version=3, by=by)

    assert as_it_stands(made) == before
    assert Change.objects.filter(undone_at=None).count() == 0
    with pytest.raises(refusals.NothingToUndo):
        actions.undo(round=made, version=4, by=by)


def test_an_exclusion_that_is_taken_back_is_lifted() -> None:
    edition, requests, offers = make_market([10], [1])
    made = computed(edition)
    before, by = as_it_stands(made), make_person()
    actions.exclude(round=made, request=requests[0].pk, offer=offers[0].pk, reason="Non.", version=0, by=by)

    actions.undo(round=made, version=1, by=by)

    assert as_it_stands(made) == before
    assert Exclusion.objects.get().lifted_at is not None
    assert not RoundPair.objects.filter(state=PairState.EXCLUDED).exists()


def test_a_board_that_was_put_aside_is_taken_up_again_unless_another_came() -> None:
    edition, _requests, _offers = make_market([10], [1])
    made, by = computed(edition), make_person()
    actions.discard(round=made, version=0, by=by)
    actions.bring_back(round=made, by=by)
    assert made.is_ready
    actions.discard(round=made, version=2, by=by)
    computed(edition)

    with pytest.raises(refusals.CannotComeBack):
        actions.bring_back(round=made, by=by)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["move", "add", "lock", "unlock", "exclude", "undo"]), st.integers(0, 3), st.integers(0, 2)
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=12)
@given(moves=MOVES)
def test_whatever_reviewers_do_the_board_holds(django_db_blocker: object, moves: list[tuple[str, int, int]]) -> None:
    """Places are never passed, each change costs what was said, the proof holds, and all of it can be taken back."""
    from django.db import transaction

    class Done(Exception):
        pass

    try:
        with transaction.atomic():
            _live_through(moves)
            raise Done
    except Done:
        pass


WORLD: dict[str, tuple[Round, list[int], list[int]]] = {}


def _live_through(moves: list[tuple[str, int, int]]) -> None:
    edition, requests, offers = make_market([30, 20, 10, 0], [1, 1, 1])
    made, by = computed(edition), make_person()
    first = as_it_stands(made)
    for what, one, other in moves:
        made.refresh_from_db()
        totals = (made.pairs, made.days, made.score)
        facts = {"round": made, "version": made.version, "by": by}
        pair = {"request": requests[one].pk, "offer": offers[other].pk}
        try:
            if what in {"move", "add", "exclude"}:
                reason = {} if what == "move" else {"reason": "Voilà."}
                outcome = getattr(actions, what)(**facts, **pair, **reason)
            elif what == "undo":
                actions.undo(**facts)
                outcome = None
            else:
                outcome = getattr(actions, what)(**facts, request=requests[one].pk)
        except refusals.RoundRefused:
            made.refresh_from_db()
            assert (made.pairs, made.days, made.score) == totals
            continue
        made.refresh_from_db()
        if outcome is not None:
            price = outcome.price
            paid = (made.pairs - totals[0], made.days - totals[1], made.score - totals[2])
            assert (price.pairs, price.days, price.score) == paid
        held = as_it_stands(made)
        assert len(held) == made.pairs
        for host in RoundHost.objects.filter(round=made):
            assert sum(offer == host.offer_id for offer, _state, _origin in held.values()) == host.used <= host.room
        assert proven(made)
    while Change.objects.filter(round=made, undone_at=None).exists():
        made.refresh_from_db()
        actions.undo(round=made, version=made.version, by=by)
    assert as_it_stands(made) == first
