import pytest

from people.accounts.models import User
from tests.factories import doors


@pytest.fixture
def organiser() -> User:
    """Runs the events of Mauricie."""
    return doors.login("organiser")
