"""One person answers twice at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connections, transaction

from people.consent import actions, rules
from people.consent.models import Consent
from tests.factories.accounts import make_person
from tests.factories.consent import asked, give

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]


def test_eight_answers_at_once_make_one_consent() -> None:
    person = make_person()

    def answer(_number: int) -> int:
        try:
            return give(person).pk
        finally:
            connections.close_all()

    with asked("test.card"), ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(answer, range(8)))

    assert len(answers) == Consent.objects.count() == 1


def test_a_withdrawal_waits_for_the_consent_that_is_being_given_and_ends_it() -> None:
    person = make_person()

    def take_back(consent: Consent) -> None:
        try:
            actions.withdraw(consent=consent, by=person)
        finally:
            connections.close_all()

    with asked("test.card", versions=1):
        old = give(person)
    with asked("test.card", versions=2), ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            give(person)
            second = pool.submit(take_back, old)
            wait([second], timeout=1)  # long enough to be through if nothing held it up
        second.result()

        assert not rules.holds(person, "test.card")
