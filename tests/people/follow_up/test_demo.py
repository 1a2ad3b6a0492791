"""The demonstration shows follow-ups of every state, once."""

from types import SimpleNamespace

import pytest

from people.accounts.models import Role
from people.follow_up import demo, figures
from people.follow_up.models import FollowUp, Track
from people.participants import actions as participants
from tests.factories.accounts import make_person, make_region, make_user
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file


@pytest.mark.django_db
def test_the_demonstration_is_seeded_once() -> None:
    make_region("02")
    organisation = make_organisation()
    caseworker = make_caseworker(organisation).person
    for number in range(24):
        person = make_person(email=f"personne{number}@exemple.test")
        file = make_file(person, organisation, region=make_region("06"))
        participants.take(case_file=file, caseworker=caseworker, by=caseworker)
    world = SimpleNamespace(users={Role.REGIONAL_OFFICER.value: make_user(Role.REGIONAL_OFFICER)})

    demo.seed(world)
    before = Track.objects.count(), FollowUp.objects.count()
    demo.seed(world)

    assert (Track.objects.count(), FollowUp.objects.count()) == before
    assert before[0] == 24
    assert set(FollowUp.objects.values_list("state", flat=True)) >= {"planned", "asked", "answered"}
    assert figures.figures()["settled"].persons > 0
