import pytest

from tests.factories.house import House, make_house


@pytest.fixture
def house(db: None) -> House:
    return make_house()
