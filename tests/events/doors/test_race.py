"""Three doors scan the same tickets at the same moment: each ticket lets in once.

The negative control reads before it writes, and must let somebody in twice: it shows that the race is one.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.load.stage import Stage, stage
from tests.scale import negative_control

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("django_db_setup")]

PEOPLE, DOORS = 60, ("A", "B", "C")


@pytest.fixture
def house(tmp_path: Path, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), stage(tmp_path) as made:
        yield made


def scanned(house: Stage, event: int, *how: str) -> Counter[str]:
    """Every door scans every ticket; how often each answer came."""
    with ThreadPoolExecutor(len(DOORS)) as pool:
        answers = pool.map(lambda door: house.run("door_scans", event, door, len(DOORS), *how), DOORS)
        return sum((Counter(answer) for answer in answers), Counter())


def test_each_ticket_lets_in_once_however_many_doors_scan_it(house: Stage) -> None:
    event = house.run("open_door", PEOPLE)

    answers = scanned(house, event)

    assert answers == {"checked_in": PEOPLE, "already": PEOPLE * (len(DOORS) - 1)}
    assert house.run("door_count", event) == {
        "present": PEOPLE,
        "twice": 0,
        "never": 0,
        "already": PEOPLE * (len(DOORS) - 1),
        "audited": PEOPLE,
    }


@negative_control
def test_without_the_condition_somebody_comes_in_twice(house: Stage) -> None:
    event = house.run("open_door", PEOPLE)

    scanned(house, event, "unguarded")

    assert house.run("door_count", event)["twice"] > 0
