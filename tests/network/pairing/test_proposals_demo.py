"""The demonstration's proposals: in every state, once, with what the role buttons are to see."""

from types import SimpleNamespace

import pytest

from core.outbox import Mail
from network.pairing.offers.models import Offer
from network.pairing.proposals import demo
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest, State
from people.accounts.models import Role
from tests.factories.accounts import make_user
from tests.factories.pairing import make_offer, make_settings
from tests.factories.proposals import make_candidate

pytestmark = pytest.mark.django_db


def test_it_is_seeded_once_in_every_state_and_nobody_is_told_old_news() -> None:
    edition = make_settings().edition
    roles = [Role.PARTICIPANT, Role.MENTOR, Role.EMPLOYER_CONTACT, Role.PROGRAMME_COORDINATOR]
    users = {role.value: make_user(role) for role in roles[:2] + roles[3:]}
    users[Role.EMPLOYER_CONTACT.value] = make_user()
    make_candidate(edition=edition, person=users["participant"].person)
    for _number in range(len(demo.STORIES) + 3):
        make_candidate(edition=edition)
        make_offer(edition)
    hosts = {"code": make_user().person, "mentor": users["mentor"].person, "weld": users["employer_contact"].person}
    offers = {key: make_offer(edition, host) for key, host in hosts.items()}
    world = SimpleNamespace(pairing_edition=edition, users=users, pairing_offers=offers)

    demo.seed(world)
    made = Proposal.objects.count()
    demo.seed(world)

    assert made == Proposal.objects.count() == len(demo.STORIES) + 3
    assert set(Proposal.objects.values_list("state", flat=True)) == set(State.values)
    assert Proposal.objects.open().filter(person=users["participant"].person).exists()
    for host in (hosts["mentor"], hosts["weld"]):
        assert Proposal.objects.open().filter(offer__host=host).exists()
    assert Proposal.objects.filter(by_hand=True).exists()
    assert {review.is_open for review in ReviewRequest.objects.all()} == {True, False}
    assert Reply.objects.exclude(words="").exists()
    told = Mail.objects.filter(template="proposals/step").values_list("payload__proposal", flat=True)
    assert set(told) <= set(Proposal.objects.open().values_list("pk", flat=True))
    for offer in Offer.objects.all():
        states = list(Proposal.objects.filter(offer=offer).values_list("state", flat=True))
        assert (offer.held, offer.matched) == (states.count("open"), states.count("accepted"))
