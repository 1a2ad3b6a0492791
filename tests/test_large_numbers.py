"""An address may carry any number: one that no key can be is a page that is not there."""

import re

import pytest
from django.test import Client

from core.access_table import openings
from people.accounts.models import Role
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db

ADDRESSES = sorted({door.path for door in openings("fr") if door.own_rule and "<int:" in door.path})


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_no_key_can_be_is_not_there(method: str) -> None:
    """Whoever follows it: SQLite takes 64 bits, and says so where Django does not look first."""
    client = sign_in(Client(), make_user(*Role))
    for address in ADDRESSES:
        path = re.sub(r"<[^>]*>", "x", re.sub(r"<int:\w+>", "9" * 30, address))
        assert getattr(client, method)(f"/fr/{path}").status_code < 500, path


def test_there_are_such_addresses() -> None:
    assert len(ADDRESSES) > 50
