"""Fifty tries at once, on connections of their own: as many are looked at as there are, and not one more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from people.accounts import tries
from people.accounts.tries import AccountTries, Kind, Place, Profile, TooManyTries

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]

AT_ONCE = 50
#: Threads that start together; the rest follow as these end.
THREADS = 10


def looked_at(one: Callable[[int], object]) -> int:
    """Of fifty tries, how many were let through to the secret."""
    together = Barrier(THREADS)

    def attempt(number: int) -> bool:
        if number < THREADS:
            together.wait(timeout=30)
        try:
            one(number)
        except TooManyTries:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(attempt, range(AT_ONCE)))


def test_of_fifty_tries_at_one_account_five_are_looked_at() -> None:
    place = Place("address", "network")

    assert looked_at(lambda _number: tries.take(Kind.PASSWORD, tries.Account("amina"), place)) == 5
    assert AccountTries.objects.get().fifth_at


def test_of_fifty_accounts_tried_at_once_from_one_address_no_more_are_looked_at_than_its_profile_has() -> None:
    place, profile = Place("address", "network"), Profile(address_in_a_quarter=12)

    let_through = looked_at(
        lambda number: tries.take(Kind.PASSWORD, tries.Account(f"target {number}"), place, profile=profile)
    )

    # Those who are refused at the very limit may refuse each other: never more, at worst a few less.
    assert 8 <= let_through <= 12
