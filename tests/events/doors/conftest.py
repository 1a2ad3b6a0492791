"""Whoever stands before a page of the doors."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.accounts.models import User
from tests.factories.accounts import sign_in

Browser = Callable[[User], Client]


@pytest.fixture
def signed_in() -> Browser:
    """A browser in which somebody has signed in, with their second factor."""

    def browser(user: User) -> Client:
        return sign_in(Client(), user)

    return browser
