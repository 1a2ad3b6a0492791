"""Two who decide about one board at the same instant, and two who ask for a round: one is done, on either database."""

from functools import partial

import pytest

from network.pairing.rounds import actions
from network.pairing.rounds.models import Change, Round, State
from tests.factories.accounts import make_person
from tests.factories.rounds import computed, make_market
from tests.network.pairing.test_offers_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]


def copy_of(round_: Round) -> Round:
    return Round.objects.get(pk=round_.pk)


def test_of_three_who_ask_at_once_one_round_is_begun() -> None:
    edition, _requests, _offers = make_market([5], [1])

    came = at_once([partial(actions.ask, edition=edition, by=None) for _number in range(3)])

    assert sorted(came) == ["UnderWay", "UnderWay", "won"]
    assert Round.objects.count() == 1


def test_of_two_changes_at_once_one_is_made() -> None:
    edition, requests, _offers = make_market([9, 5], [1, 1])
    made, by = computed(edition), make_person()

    came = at_once(
        [partial(actions.lock, round=copy_of(made), request=request.pk, version=0, by=by) for request in requests]
    )

    assert sorted(came) == ["SomebodyChanged", "won"]
    assert Change.objects.count() == 1
    assert copy_of(made).version == 1


def test_a_board_is_sent_or_put_aside_never_both() -> None:
    edition, _requests, _offers = make_market([9], [1])
    made, by = computed(edition), make_person()

    came = at_once(
        [
            partial(actions.publish, round=copy_of(made), version=0, by=by),
            partial(actions.discard, round=copy_of(made), version=0, by=by),
        ]
    )

    assert sorted(came) == ["MovedOn", "won"]
    assert copy_of(made).state in {State.PUBLISHING, State.DISCARDED}
