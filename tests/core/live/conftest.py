"""Topics that only the tests know."""

from collections.abc import Iterator

import pytest

from core import live
from core.live.topics import _rules


@pytest.fixture
def test_topics() -> Iterator[None]:
    """``test-public/N``, which everybody hears, and ``test-desk/N``, which "Desk N" hears."""
    live.topic("test-public", public=True)(lambda _user, _identifier: True)
    live.topic("test-desk")(lambda user, identifier: user.person.name == f"Desk {identifier}")
    yield
    del _rules["test-public"], _rules["test-desk"]
