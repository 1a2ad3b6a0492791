"""Two who merge, copy or erase at the same moment, on connections of their own.

PostgreSQL has locks on the rows to thank for it; SQLite lets one transaction write at a time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from people.accounts.models import Person
from people.privacy import actions, copies, erasing
from people.privacy.models import DataCopy, Erasure
from tests.factories.accounts import make_person, make_user


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


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each work answered or raised, all begun together."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_two_copies_asked_for_at_once_are_one() -> None:
    person = make_user().person

    answers = at_once(*[lambda: copies.ask(person=person, language="fr")] * 4)

    assert {answer.pk for answer in answers} == {DataCopy.objects.get().pk}


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_of_two_erasures_asked_for_at_once_one_stands() -> None:
    person = make_user().person

    answers = at_once(*[lambda: erasing.ask(person=person, by=person)] * 3)

    assert {answer.pk for answer in answers} == {Erasure.objects.get().pk}


@pytest.mark.race
@pytest.mark.usefixtures("committed_db")
def test_of_an_erasure_and_a_merge_at_once_the_second_sees_the_first() -> None:
    user, guest = make_user(), make_person("Zoé Lévesque", email="b@exemple.test")
    now = timezone.now()
    erasure = Erasure.objects.create(
        person=user.person, kind="own", asked_by=user.person, asked_at=now - timedelta(days=30), due_at=now
    )

    merged, done = at_once(
        lambda: actions.merge(keep=user.person, gone=guest, by=None),
        lambda: erasing.carry_out(erasure_pk=erasure.pk),
    )

    assert done is True
    guest.refresh_from_db()
    assert Person.objects.get(pk=user.person_id).erased_at
    if isinstance(merged, actions.ErasedPerson):
        assert (guest.merged_into, guest.name) == (None, "Zoé Lévesque")
    else:
        # Merged first: what became one person went as one.
        assert (guest.merged_into, guest.name) == (user.person, "")


@pytest.mark.usefixtures("committed_db")
def test_an_erasure_waits_for_a_merge_under_way_and_takes_both() -> None:
    user, guest = make_user(), make_person("Zoé Lévesque", email="b@exemple.test")
    now = timezone.now()
    erasure = Erasure.objects.create(
        person=user.person, kind="own", asked_by=user.person, asked_at=now - timedelta(days=30), due_at=now
    )

    def erase() -> bool:
        try:
            return erasing.carry_out(erasure_pk=erasure.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.merge(keep=user.person, gone=guest, by=None)
            second = pool.submit(erase)
            wait([second], timeout=1)
        assert second.result()

    guest.refresh_from_db()
    assert guest.name == ""
