"""The demonstration's requests: many, believable, once."""

from types import SimpleNamespace

import pytest

from core.outbox import Mail
from network.pairing.fit import candidates
from network.pairing.requests import demo
from network.pairing.requests.models import Request, State
from people.accounts.models import Role
from people.participants.models import Candidacy
from tests.factories.accounts import make_user
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_settings
from tests.factories.participants import make_card, make_caseworker, make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db


def test_it_is_seeded_once_and_whole() -> None:
    bank, regional = make_organisation(), make_organisation()
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=bank)
    make_partner(edition=edition, organisation=regional, role="regional")
    make_settings(edition)
    participant = make_user(Role.PARTICIPANT)
    make_card(participant.person)
    make_file(participant.person, bank)
    world = SimpleNamespace(
        pairing_edition=edition,
        users={Role.PARTICIPANT.value: participant},
        organisations={"voisins": bank, "horizons": regional},
        caseworkers={"voisins": [make_caseworker(bank)], "horizons": [make_caseworker(regional)]},
    )

    demo.seed(world)
    before = Request.objects.count()
    demo.seed(world)

    assert before == Request.objects.count() == demo.PEOPLE + 1
    assert {each.days_waited for each in Request.objects.waiting()} >= {0, 400}
    assert set(Request.objects.values_list("state", flat=True)) == {*demo.STATES, State.WAITING}
    assert set(Candidacy.objects.filter(edition=edition).values_list("case_file__region", flat=True)) - {None} == set(
        demo.HOMES
    )
    own = Request.objects.of_person(participant.person).get()
    assert (own.state, own.days_waited) == (State.WAITING, 35)
    ready = candidates.candidate_profiles(candidates.ready_requests(edition))
    assert len(ready) > 150
    assert all(each.occupations and each.availability and (each.levels or each.key == own.pk) for each in ready)
    assert not Mail.objects.filter(template__startswith="requests/").exists()
