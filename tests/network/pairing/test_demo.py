"""The demonstration of pairing, whole: most are paired, the others have varied reasons, and every role finds something to do."""

from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse

from config.management.commands.prepare_demo import ROOMS
from network.pairing.conversations.models import Report
from network.pairing.matches.models import LIVE, Match
from network.pairing.matches.models import State as MatchState
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from network.pairing.proposals.models import Proposal
from network.pairing.requests.models import Request
from network.pairing.rounds.models import Round, RoundCandidate
from network.pairing.rounds.models import State as RoundState
from people.accounts.models import Role
from people.participants import morning

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]  # as the demonstration is


def a_demonstration() -> SimpleNamespace:
    """Every room as far as the last of pairing."""
    call_command("load_reference", verbosity=0)
    world = SimpleNamespace()
    last = max(number for number, room in enumerate(ROOMS) if room.startswith("network.pairing"))
    for room in ROOMS[: last + 1]:
        if find_spec(f"{room}.demo"):
            import_module(f"{room}.demo").seed(world)
    return world


def test_it_is_worth_showing() -> None:
    world = a_demonstration()
    edition = world.pairing_edition
    person = {role: user.person for role, user in world.users.items()}

    # Two in three of those who wait have a host, and the others have more than one reason.
    offers = Offer.objects.filter(edition=edition)
    assert (offers.count(), offers.values("region").distinct().count()) == (110, 9)
    sent, ready = Round.objects.filter(edition=edition).order_by("number")
    assert (sent.state, ready.state) == (RoundState.PUBLISHED, RoundState.READY)
    assert sent.is_proven
    assert ready.is_proven
    assert 0.55 <= ready.pairs / ready.candidates <= 0.8
    why = Counter(RoundCandidate.objects.filter(round=ready).exclude(because="").values_list("because", flat=True))
    assert len(why) >= 2
    assert max(why.values()) <= 0.75 * why.total()
    assert set(Request.objects.filter(round_rows__round=ready).values_list("state", flat=True)) == {"waiting"}

    # Pairs in every state, and places that agree with them.
    assert set(Match.objects.values_list("state", flat=True)) == set(MatchState.values)
    for offer in offers:
        states = list(Proposal.objects.filter(offer=offer).values_list("state", flat=True))
        assert (offer.held, offer.matched) == (
            states.count("open"),
            Match.objects.filter(offer=offer).exclude(state="ended").count(),
        )

    # Whoever signs in finds something to do.
    open_ones = Proposal.objects.open()
    assert open_ones.filter(person=person[Role.PARTICIPANT.value]).exists()
    for role in (Role.MENTOR.value, Role.EMPLOYER_CONTACT.value):
        assert open_ones.filter(offer__host=person[role]).exists()
        assert Match.objects.filter(host=person[role], state__in=LIVE).exists()
    waits = {source.code for source in morning.sources() if source.rows(world.users[Role.CASEWORKER.value]).exists()}
    assert waits >= {
        "pairing.waiting_long",
        "proposals.soon_over",
        "matches.problem",
        "matches.to_sign",
        "matches.over",
    }
    assert morning.notices(world.users[Role.CASEWORKER.value])
    pages = {notice.url for notice in morning.notices(world.users[Role.PROGRAMME_COORDINATOR.value])}
    assert pages >= {reverse(name) for name in ("offers:approvals", "conversations:reports", "proposals:reviews")}
    assert offers.filter(state=OfferState.SUBMITTED).exists()
    assert open_ones.soon_over().exists()
    assert Report.objects.count() == 1
