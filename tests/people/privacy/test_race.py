"""Two who join the same pair at once, each the other way round, on connections of their own.

PostgreSQL has the lock on the two rows to thank for it; SQLite lets one transaction write at a time.
"""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connections, transaction

from people.accounts.models import Person
from people.privacy import actions
from tests.factories.accounts import make_person


@pytest.mark.usefixtures("committed_db")
def test_two_merges_of_one_pair_queue_and_the_second_sees_the_first() -> None:
    one, two = make_person(), make_person()

    def the_other_way_round() -> None:
        try:
            actions.merge(keep=two, gone=one, by=None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.merge(keep=one, gone=two, by=None)
            second = pool.submit(the_other_way_round)
            wait([second], timeout=1)  # long enough to be through if nothing held it up
        with pytest.raises(actions.AlreadyMerged):
            second.result()

    assert list(Person.objects.filter(merged_into=None)) == [one]
