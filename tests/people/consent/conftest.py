from collections.abc import Iterator

import pytest

from people.consent.registry import Purpose
from tests.factories.consent import asked


@pytest.fixture
def card() -> Iterator[Purpose]:
    """The purpose "test.card", asked once, for two years."""
    with asked("test.card") as purpose:
        yield purpose


@pytest.fixture
def meals() -> Iterator[Purpose]:
    """The purpose "test.meals", asked about an event; the event 13 is not there."""
    with asked(
        "test.meals",
        label="Repas",
        subject=lambda about: None if about == "event:13" else f"Salon {about.partition(':')[2]}",
        lasts=None,
    ) as purpose:
        yield purpose
