from collections.abc import Collection, Iterator

import pytest

from people.consent.registry import Purpose
from tests.factories.consent import asked


@pytest.fixture
def card() -> Iterator[Purpose]:
    """The purpose "test.card", asked once, for two years."""
    with asked("test.card") as purpose:
        yield purpose


def named(keys: Collection[str]) -> dict[str, str]:
    return {key: f"Salon {key.partition(':')[2]}" for key in keys if key != "event:13"}


@pytest.fixture
def meals() -> Iterator[Purpose]:
    """The purpose "test.meals", asked about an event; the event 13 is not there."""
    with asked(
        "test.meals",
        label="Repas",
        subjects=named,
        lasts=None,
    ) as purpose:
        yield purpose
