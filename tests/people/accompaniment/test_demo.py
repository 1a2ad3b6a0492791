"""The demonstration shows plans, hours, appointments and tasks, once."""

from types import SimpleNamespace

import pytest

from core.outbox import Mail
from people.accompaniment import demo
from people.accompaniment.models import ActionPlan, Appointment, PlanStep, PlanTemplate, Slot, Task
from people.accounts.models import Role
from people.participants import actions as participants
from tests.factories.accompaniment import followed
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file

pytestmark = pytest.mark.django_db


def test_it_is_seeded_once_and_whole() -> None:
    participant, caseworker = followed()
    own, other = participant.organisation, make_organisation()
    elsewhere = make_caseworker(other)
    for organisation, user in ((own, caseworker), (other, elsewhere)):
        for _number in range(6):
            file = make_file(organisation=organisation)
            participants.take(case_file=file, caseworker=user.person, by=user.person)
    world = SimpleNamespace(
        users={Role.PARTICIPANT.value: participant.person.user},
        organisations={"voisins": own, "horizons": other},
        caseworkers={"voisins": [caseworker], "horizons": [elsewhere]},
    )

    demo.seed(world)
    before = [model.objects.count() for model in (PlanTemplate, ActionPlan, PlanStep, Slot, Appointment, Task)]
    demo.seed(world)

    assert before == [model.objects.count() for model in (PlanTemplate, ActionPlan, PlanStep, Slot, Appointment, Task)]
    assert all(before)
    assert participant.plans.open().exists()
    assert participant.appointments.upcoming().count() == 1
    assert not Mail.objects.filter(template__startswith="accompaniment/").exists()


def test_without_the_people_of_the_room_below_nothing_is_made() -> None:
    demo.seed(SimpleNamespace())

    assert not PlanTemplate.objects.exists()
