"""Several who want the last place at once, or decide about one offer at once: one UPDATE decides, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core.refusals import Refusal
from network.pairing.offers import actions
from network.pairing.offers.models import Offer, State
from tests.factories.accounts import make_person
from tests.factories.pairing import make_offer

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]
TRIALS = 4


def at_once(tasks: list[Callable[[], object]]) -> list[str]:
    """What came of each: "won" or the refusal's name."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> str:
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


def copy_of(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def test_of_four_who_ask_for_the_last_place_one_holds_it() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(capacity=3, held=1, matched=1)

        came = at_once([partial(actions.hold, copy_of(offer)) for _number in range(4)])

        assert sorted(came) == ["NoRoom", "NoRoom", "NoRoom", "won"]
        offer.refresh_from_db()
        assert (offer.held, offer.matched) == (2, 1)


def test_a_place_held_once_is_taken_once() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(capacity=1, held=1)

        came = at_once([partial(actions.take, copy_of(offer)) for _number in range(3)])

        assert sorted(came) == ["NothingHeld", "NothingHeld", "won"]
        offer.refresh_from_db()
        assert (offer.held, offer.matched, offer.state) == (0, 1, State.FILLED)
        assert offer.steps.filter(target=State.FILLED).count() == 1


def test_a_place_is_either_taken_or_let_go() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(capacity=2, held=1)

        came = at_once([partial(actions.take, copy_of(offer)), partial(actions.let_go, copy_of(offer))])

        assert sorted(came) == ["NothingHeld", "won"]
        offer.refresh_from_db()
        assert (offer.held, offer.matched) in {(0, 1), (0, 0)}


def test_two_who_answer_a_sent_offer_at_once_do_not_both_decide() -> None:
    for _trial in range(TRIALS):
        offer, by = make_offer(state="submitted", approved_at=None, open_until=None), make_person()

        came = at_once(
            [
                partial(actions.approve, offer=copy_of(offer), by=by),
                partial(actions.decline, offer=copy_of(offer), word="Hors du programme.", by=by),
                partial(actions.send_back, offer=copy_of(offer), word="Précisez.", by=by),
            ]
        )

        assert sorted(came) == ["MovedOn", "MovedOn", "won"]
        assert offer.steps.count() == 1


def test_an_offer_made_smaller_while_its_last_place_is_asked_for_is_never_overfilled() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(capacity=2, held=1)

        came = at_once(
            [
                partial(actions.resize, offer=copy_of(offer), capacity=1, by=offer.host),
                partial(actions.hold, copy_of(offer)),
            ]
        )

        assert came in (["won", "NoRoom"], ["PlacesTaken", "won"])
        offer.refresh_from_db()
        assert offer.held + offer.matched <= offer.capacity


def test_two_clicks_on_renew_at_once_renew_once() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(open_until=timezone.localdate() + timedelta(days=3))

        came = at_once([partial(actions.renew, offer=copy_of(offer), by=offer.host) for _number in range(2)])

        assert sorted(came) == ["AlreadyRenewed", "won"]
        assert offer.steps.filter(cause="renewed").count() == 1


def test_two_silences_noted_at_once_pause_an_offer_once() -> None:
    for _trial in range(TRIALS):
        offer = make_offer(silences=1)

        assert at_once([partial(actions.note_silence, copy_of(offer)) for _number in range(2)]) == ["won", "won"]

        offer.refresh_from_db()
        assert offer.state == State.PAUSED
        assert offer.steps.filter(cause="silent").count() == 1
