"""Two who want the same hour of one person at once: one of them gets it, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from people.accounts.models import Person
from people.timetable.actions import Clash
from people.timetable.models import Busy, Tick
from tests.factories.accounts import make_person
from tests.factories.timetable import claimed, local, source

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]

TRIALS = 5
CODES = ["04", "05", "06", "07"]


def at_once(tasks: list[Callable[[], object]]) -> list[str]:
    """What came of each: "won" or the refusal's name."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            task()
        except Clash:
            return "clash"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def claim_of(person: Person, code: str, quarters: int) -> Callable[[], object]:
    """Two hours that begin so many quarters of an hour after ten."""
    start = local(10, 10) + timedelta(minutes=15 * quarters)
    return lambda: claimed(person, code, exclusive=True, starts=start, ends=start + timedelta(hours=2))


def test_of_those_who_claim_one_hour_at_once_one_wins() -> None:
    for code in CODES:
        source(code)
    for _trial in range(TRIALS):
        person = make_person()

        # Each begins a little later than the one before, and all of them overlap.
        came = at_once([claim_of(person, code, late) for late, code in enumerate(CODES)])

        assert sorted(came) == ["clash", "clash", "clash", "won"]
        busy = Busy.objects.get(person=person)
        assert {tick.busy_id for tick in Tick.objects.filter(person=person)} == {busy.pk}
        assert Tick.objects.filter(person=person).count() == 24


def test_the_same_claim_made_twice_at_once_is_one_row() -> None:
    source()
    for _trial in range(TRIALS):
        person = make_person()

        came = at_once([claim_of(person, "04", 0)] * 2)

        assert came == ["won", "won"]
        assert Busy.objects.filter(person=person).count() == 1
        assert Tick.objects.filter(person=person).count() == 24
