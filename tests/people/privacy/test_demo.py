"""The demonstration shows a decision and a planned erasure, once."""

from types import SimpleNamespace

import pytest

from people.accounts.models import Role
from people.privacy import demo
from people.privacy.models import Erasure, RetentionRule
from tests.factories.accounts import make_user
from tests.factories.organisations import make_organisation


@pytest.mark.django_db
def test_the_demonstration_is_seeded_once() -> None:
    world = SimpleNamespace(
        users={Role.PRIVACY_OFFICER.value: make_user(Role.PRIVACY_OFFICER)},
        organisations={"accueil-mauricie": make_organisation("Accueil Mauricie")},
    )

    demo.seed(world)
    demo.seed(world)

    assert (Erasure.objects.open().count(), RetentionRule.objects.count()) == (1, 1)
