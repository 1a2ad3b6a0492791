"""The demonstration finds what it made, and leaves nobody without an officer."""

from types import SimpleNamespace

import pytest

from people.accounts.models import Role
from people.oversight import demo, rules
from people.oversight.models import Incident, PrivacyPolicy, ReadEntry
from tests.factories.accounts import make_person, make_user
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_caseworker

pytestmark = pytest.mark.django_db


def test_it_is_seeded_once_and_whole() -> None:
    make_caseworker(make_organisation())
    world = SimpleNamespace(users={Role.PRIVACY_OFFICER.value: make_user(Role.PRIVACY_OFFICER)})

    demo.seed(world)
    demo.seed(world)

    assert (PrivacyPolicy.objects.published().count(), Incident.objects.count()) == (2, 3)
    assert Incident.objects.open().count() == 1
    assert not rules.organisations_lacking_a_policy().exists()
    assert not rules.operator_lacks_a_policy()


def test_rooms_above_note_their_reads() -> None:
    reader, subject = make_person(), make_person()

    demo.read(reader=reader, subject=subject, thing=subject, kind="file")

    assert ReadEntry.objects.of_person(subject).count() == 1
