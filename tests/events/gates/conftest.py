import pytest
from django.test import Client

from people.accounts.models import User
from tests.factories import doors
from tests.factories.accounts import sign_in


@pytest.fixture
def organiser() -> User:
    """Runs the events of Mauricie."""
    return doors.login("organiser")


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    sign_in(client, organiser)
    return client
