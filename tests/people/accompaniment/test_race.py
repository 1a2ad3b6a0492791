"""Two who want the last hour at once, and one who books two at once: the constraints decide, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from core.refusals import Refusal
from people.accompaniment import actions
from people.accompaniment.models import Appointment
from people.timetable.models import Busy
from tests.factories.accompaniment import followed, make_appointment, make_hours, make_slot

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


def test_of_four_who_want_the_last_hour_one_gets_it() -> None:
    first, caseworker = followed()
    files = [first, *(followed(first.organisation, caseworker)[0] for _number in range(3))]
    for trial in range(TRIALS):
        slot = make_slot(caseworker, days=10 + trial)

        came = at_once([partial(actions.book, slot=slot, case_file=file, by=caseworker.person) for file in files])

        assert sorted(came) == ["HourGone", "HourGone", "HourGone", "won"]
        appointment = Appointment.objects.get(slot=slot)
        assert {row.person_id for row in Busy.objects.from_source(appointment)} == {
            appointment.case_file.person_id,
            caseworker.person_id,
        }


def test_somebody_who_books_two_hours_at_once_has_one() -> None:
    file, caseworker = followed()
    for trial in range(TRIALS):
        slots = make_hours(caseworker, days=10 + trial, begins=time(9), ends=time(10))

        came = at_once([partial(actions.book, slot=slot, case_file=file, by=file.person) for slot in slots])

        assert sorted(came) == ["OneAtATime", "won"]
        actions.cancel(appointment=file.appointments.booked().get(), by=file.person)


def test_two_who_move_to_one_hour_at_once_do_not_share_it() -> None:
    first, caseworker = followed()
    second, _same = followed(first.organisation, caseworker)
    for trial in range(TRIALS):
        mine, theirs = (
            make_appointment(file, caseworker, days=20 + 3 * trial + number, by=caseworker.person)
            for number, file in enumerate([first, second])
        )
        goal = make_slot(caseworker, days=60 + trial)

        came = at_once(
            [partial(actions.move, appointment=one, slot=goal, by=caseworker.person) for one in (mine, theirs)]
        )

        assert sorted(came) == ["HourGone", "won"]


def test_an_hour_closed_and_booked_at_once_is_one_or_the_other() -> None:
    file, caseworker = followed()
    for trial in range(TRIALS):
        slot = make_slot(caseworker, days=10 + trial)

        came = at_once(
            [
                partial(actions.book, slot=slot, case_file=file, by=caseworker.person),
                partial(actions.close_hours, slot=slot, by=caseworker.person),
            ]
        )

        assert came in (["won", "BookedHour"], ["HourGone", "won"])
