"""Somebody answers while the seat is given back, or the consent withdrawn: nothing is kept that nobody may read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.refusals import Refusal
from events.needs import actions
from events.needs.models import Wish
from events.needs.purposes import EVENT_NEEDS, about
from events.registration import actions as registering
from people.consent import rules as consents
from tests.factories.needs import AGREED, asking, wishing
from tests.factories.registration import registered, seat_of

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]

TRIALS = 8


def at_once(*tasks: Callable[[], object]) -> None:
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            task()
        except Refusal:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(run, tasks))


def test_who_answers_while_the_seat_is_given_back_leaves_nothing() -> None:
    event = asking()
    for _trial in range(TRIALS):
        seat = seat_of(registered(event))

        at_once(
            lambda seat=seat: actions.answer(seat=seat, wishes={"quiet": ""}, agreed=AGREED),  # type: ignore[misc]
            lambda seat=seat: registering.cancel(registration=seat.registration, by=None),  # type: ignore[misc]
        )

        assert not Wish.objects.filter(seat=seat).exists()
        assert not consents.holds(seat.person, EVENT_NEEDS.code, about(event.pk))


def test_who_answers_while_they_withdraw_is_read_with_a_consent_or_not_at_all() -> None:
    event = asking()
    for _trial in range(TRIALS):
        seat = wishing(event, "front")

        at_once(
            lambda seat=seat: actions.answer(seat=seat, wishes={"quiet": ""}, agreed=None),  # type: ignore[misc]
            lambda seat=seat: actions.withdraw(seat=seat),  # type: ignore[misc]
        )

        assert not Wish.objects.filter(seat=seat).exists()


def test_two_answers_at_once_are_one_of_the_two() -> None:
    event = asking()
    for _trial in range(TRIALS):
        seat = wishing(event, "front")

        at_once(
            lambda seat=seat: actions.answer(seat=seat, wishes={"quiet": "", "halal": ""}, agreed=None),  # type: ignore[misc]
            lambda seat=seat: actions.answer(seat=seat, wishes={"sign": "", "halal": ""}, agreed=None),  # type: ignore[misc]
        )

        assert set(Wish.objects.filter(seat=seat).values_list("what", flat=True)) in (
            {"quiet", "halal"},
            {"sign", "halal"},
        )
