"""Two colleagues at the same queue."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from people.participants import actions, refusals
from people.participants.models import CaseFile
from tests.factories.house import make_house
from tests.factories.participants import make_file


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_two_colleagues_who_tick_the_same_files_at_once_do_not_take_them_from_each_other() -> None:
    house = make_house()
    files = [make_file(organisation=house.organisation) for _number in range(4)]
    rivals = [house.caseworker.person, house.colleague.person] * 4

    def take(caseworker: Any) -> bool:
        try:
            actions.take_many(case_files=files, caseworker=caseworker, by=caseworker)
        except refusals.TakenMeanwhile:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(take, rivals))

    assert won.count(True) == 1
    winner = rivals[won.index(True)]
    assert set(CaseFile.objects.values_list("caseworker", flat=True)) == {winner.pk}
