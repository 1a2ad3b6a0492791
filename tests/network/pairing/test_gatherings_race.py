"""Two people at the same instant, on connections of their own: the last place goes to one, and no place is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from core import clock
from core.refusals import Refusal
from network.pairing.gatherings import actions
from network.pairing.gatherings.models import Gathering, Place
from network.pairing.requests import actions as requests
from people.timetable.models import Busy
from tests.factories.gatherings import make_asking, make_gathering, put

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]
TRIALS = 2


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


def taking(gathering: Gathering, request: Any) -> Callable[[], Any]:
    person = request.person
    return partial(actions.take, gathering=Gathering.objects.get(pk=gathering.pk), person=person, by=person)


def states(gathering: Gathering) -> list[str]:
    return sorted(Place.objects.filter(gathering=gathering).values_list("state", flat=True))


def test_the_last_place_goes_to_one_of_three_and_the_others_wait() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=1)
        asking = [make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo", "Chloé")]

        assert at_once([taking(gathering, each) for each in asking]) == ["won", "won", "won"]

        assert states(gathering) == ["taken", "waiting", "waiting"]
        assert Gathering.objects.get(pk=gathering.pk).taken == 1
        assert Busy.objects.filter(person__in=[each.person.pk for each in asking]).count() == 1


def test_two_clicks_of_one_person_take_one_place() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=5)
        asked = make_asking(gathering.offer.edition)

        at_once([taking(gathering, asked)] * 3)

        assert states(gathering) == ["taken"]
        assert Gathering.objects.get(pk=gathering.pk).taken == 1


def test_who_asks_while_the_place_is_given_back_is_never_left_waiting_beside_a_free_one() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=1)
        first, second = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
        place = put(gathering, first)

        at_once([partial(actions.give_back, place=place, by=first.person), taking(gathering, second)])

        # Who began to wait only then gets it by the clock, in a transaction of its own.
        for due in clock.Due.objects.filter(kind="gatherings.fill", done_at=None):
            clock.handler_of(due.kind)(due.payload)
        assert Place.objects.get(gathering=gathering, request=second).is_taken
        assert Gathering.objects.get(pk=gathering.pk).taken == 1


def test_two_places_given_back_at_once_go_to_two_who_wait() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=2)
        asking = [make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo", "Chloé", "Dov")]
        held = [put(gathering, each) for each in asking[:2]]
        for each in asking[2:]:
            put(gathering, each, "waiting")

        at_once([partial(actions.give_back, place=each, by=each.person) for each in held])

        assert states(gathering) == ["given_back", "given_back", "taken", "taken"]
        assert Gathering.objects.get(pk=gathering.pk).taken == 2


def test_a_request_that_ends_while_its_person_is_promoted_holds_no_place() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=1)
        first, second = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
        place = put(gathering, first)
        put(gathering, second, "waiting")

        at_once(
            [
                partial(actions.give_back, place=place, by=first.person),
                partial(requests.end, request=second, by=second.person),
            ]
        )

        assert states(gathering) == ["given_back", "given_back"]
        assert Gathering.objects.get(pk=gathering.pk).taken == 0
        assert not Busy.objects.filter(person=second.person).exists()


def test_called_off_while_somebody_takes_a_place_nobody_is_left_with_one_in_their_calendar() -> None:
    for _trial in range(TRIALS):
        gathering = make_gathering(capacity=1)
        asked = make_asking(gathering.offer.edition)
        host = gathering.offer.host
        cancelling = partial(actions.cancel, gathering=gathering, by=host, word="Panne.")

        came = at_once([cancelling, taking(gathering, asked)])

        assert came[0] == "won"
        assert Gathering.objects.get(pk=gathering.pk).is_cancelled
        assert not Busy.objects.filter(person=asked.person).exists()
