"""Pages of rounds: who opens them, what they say, how many queries a list takes, and what comes of two reviewers at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.reference.models import Region
from network.pairing.editions.models import Reviewer
from network.pairing.proposals.models import Proposal
from network.pairing.rounds.models import Exclusion, PairState, Round, RoundPair, State
from people.accounts.models import Role, Scope
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.participants import make_caseworker
from tests.factories.rounds import computed, make_coordinator, make_market, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Any:
    user = make_coordinator(name="Camille Essai")
    sign_in(client, user)
    return user


def show(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"rounds:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *args: object, **said: object) -> str:
    answer = client.post(reverse(f"rounds:{name}", args=args), said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_round_is_asked_for_followed_reviewed_and_sent(client: Client, coordinator: Any) -> None:
    edition, _requests, _offers = make_market([30, 10], [1])
    assert "Calculer une ronde maintenant" in show(client, "edition", edition.pk)

    page = send(client, "ask", edition.pk)
    made = Round.objects.get()
    assert f'data-live="round/{made.pk}"' in page
    assert "Le calcul commence dans un instant" in page
    work()
    board = show(client, "board", made.pk)
    assert "Décider et envoyer" in board
    page = send(client, "publish", made.pk, version=0)
    assert "C’est décidé." in page

    work()
    made.refresh_from_db()
    assert (made.state, made.decided_by) == (State.PUBLISHED, coordinator.person)


def test_every_page_of_a_board_opens(client: Client, coordinator: Any) -> None:
    edition, requests, offers = make_market([30, 10, 2], [1, 1])
    make_request(edition=edition, occupations=("21231",), waited=50)
    make_offer(edition, occupations=("21231",), region=None, is_on_site=False, is_online=True, format="mentoring")
    made = computed(edition)
    for name in ("board", "left_out", "missing", "changes", "standing", "publish", "discard", "round_by_group"):
        show(client, name, made.pk)
    for request in requests:
        show(client, "candidate", made.pk, request.pk)
        show(client, "hosts", made.pk, request.pk)
        show(client, "hosts", made.pk, request.pk, q="atelier")
        for offer in offers:
            show(client, "between", made.pk, request.pk, offer.pk)
    for each in ({"show": "locked"}, {"show": "nonsense"}, {"sort": "score", "family": "72"}, {"region": "02"}):
        show(client, "board", made.pk, **each)
    show(client, "rounds")
    show(client, "edition", edition.pk)
    show(client, "exclusions", edition.pk)
    show(client, "by_group")


def test_a_reviewer_moves_locks_and_takes_back(client: Client, coordinator: Any) -> None:
    edition, requests, offers = make_market([30, 10, 2], [1, 1])
    made = computed(edition)
    page = show(client, "between", made.pk, requests[2].pk, offers[0].pk)
    assert "Les réunir à ce prix" in page
    assert "Les personnes servies ont attendu 8 jours de moins" in page

    page = send(client, "move", made.pk, requests[2].pk, offers[0].pk, version=0)
    assert "Elles sont réunies" in page
    page = send(client, "undo", made.pk, version=1)

    assert "Le dernier changement est annulé" in page
    assert not RoundPair.objects.filter(request=requests[2]).exists()


def test_the_second_reviewer_reads_what_the_first_one_did(client: Client, coordinator: Any) -> None:
    edition, requests, _offers = make_market([30, 10], [1, 1])
    made = computed(edition)
    send(client, "lock", made.pk, requests[0].pk, version=0)

    page = send(client, "lock", made.pk, requests[1].pk, version=0)

    assert "Camille Essai" in page
    assert "verrouillée" in page
    assert RoundPair.objects.filter(state=PairState.LOCKED).count() == 1


def test_a_form_that_says_nothing_of_what_it_showed_changes_nothing(client: Client, coordinator: Any) -> None:
    edition, requests, _offers = make_market([30], [1])
    made = computed(edition)

    send(client, "lock", made.pk, requests[0].pk)

    assert not RoundPair.objects.filter(state=PairState.LOCKED).exists()


def test_an_exclusion_wants_a_reason_and_keeps_what_was_typed(client: Client, coordinator: Any) -> None:
    edition, requests, offers = make_market([30], [1])
    made = computed(edition)

    page = send(client, "exclude", made.pk, requests[0].pk, offers[0].pk, version=0, reason="", whole_host="on")
    assert "checked" in page
    assert not Exclusion.objects.exists()
    send(client, "exclude", made.pk, requests[0].pk, offers[0].pk, version=0, reason="Ont travaillé ensemble.")

    exclusion = Exclusion.objects.get()
    assert "Ont travaillé ensemble." in show(client, "exclusions", edition.pk)
    send(client, "lift", exclusion.pk)
    exclusion.refresh_from_db()
    assert exclusion.lifted_at is not None
    assert RoundPair.objects.live().count() == 1


def test_a_pair_beyond_a_rule_says_which_and_wants_words_for_both(client: Client, coordinator: Any) -> None:
    edition = make_settings().edition
    request, offer = make_request(edition=edition, occupations=("21231",), waited=4), make_offer(edition)
    made = computed(edition)
    page = show(client, "between", made.pk, request.pk, offer.pk)
    assert "Les professions sont trop éloignées" in page

    page = send(client, "add", made.pk, request.pk, offer.pk, version=0, reason="")
    assert not RoundPair.objects.exists()
    page = send(client, "add", made.pk, request.pk, offer.pk, version=0, reason="A soudé dix ans.")

    assert "A soudé dix ans." in page


def test_a_candidate_of_another_organisation_is_a_number(client: Client, coordinator: Any) -> None:
    edition, requests, _offers = make_market([30], [1])
    made = computed(edition)
    file = requests[0].candidacy.case_file

    board = show(client, "board", made.pk)

    assert file.reference in board
    assert file.person.name not in board


def test_who_reviews_for_an_organisation_sees_its_people_by_name(client: Client) -> None:
    settings = make_settings()
    partner = settings.edition.partners.get()
    caseworker = make_caseworker(partner.organisation)
    Reviewer.objects.create(settings=settings, person=caseworker.person, organisation=partner.organisation)
    request = make_request(edition=settings.edition, organisation=partner.organisation, waited=3)
    make_offer(settings.edition)
    made = computed(settings.edition)
    sign_in(client, caseworker)

    assert request.person.name in show(client, "board", made.pk)


@pytest.mark.parametrize("name", ["board", "left_out", "missing", "changes", "standing", "publish", "discard"])
def test_a_caseworker_whom_the_edition_does_not_name_sees_nothing(client: Client, name: str) -> None:
    edition, _requests, _offers = make_market([30], [1])
    made = computed(edition)
    sign_in(client, make_caseworker(make_organisation()))

    assert client.get(reverse(f"rounds:{name}", args=[made.pk])).status_code == 404


def test_a_coordinator_of_another_region_sees_nothing(client: Client) -> None:
    edition, requests, _offers = make_market([30], [1])
    edition.regions.set([Region.objects.get(pk="02")])
    made = computed(edition)
    other = make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("05")))
    sign_in(client, other)

    for name, *more in (("board",), ("candidate", requests[0].pk), ("round_by_group",)):
        assert client.get(reverse(f"rounds:{name}", args=[made.pk, *more])).status_code == 404
    assert client.post(reverse("rounds:ask", args=[edition.pk])).status_code == 404
    assert client.post(reverse("rounds:lock", args=[made.pk, requests[0].pk]), {"version": 0}).status_code == 404


@pytest.mark.parametrize("name", ["board", "left_out"])
def test_a_longer_list_takes_no_more_queries(client: Client, coordinator: Any, name: str) -> None:
    edition, _requests, _offers = make_market([5, 4], [1])
    computed(edition)
    first = computed(edition)
    show(client, name, first.pk)
    with CaptureQueriesContext(connection) as one:
        show(client, name, first.pk)
    make_market([9, 8, 7, 6], [1, 1], edition)
    second = computed(edition)
    show(client, name, second.pk)
    with CaptureQueriesContext(connection) as three:
        show(client, name, second.pk)

    assert len(three) <= len(one)
    assert len(three) <= 40


def test_nothing_is_sent_before_a_person_decides(client: Client, coordinator: Any) -> None:
    edition, _requests, _offers = make_market([30], [1])
    computed(edition, kind="nightly")

    work()

    assert not Proposal.objects.exists()
    assert Round.objects.get().decided_by is None


# ------------------------------------------------------------------ who finds their way to it


def a_caseworker(client: Client, *, is_named: bool) -> Round:
    """Signed in, at an edition with a round to review."""
    made = computed(make_market([30, 10], [1])[0])
    user = make_caseworker(make_organisation())
    if is_named:
        settings = made.edition.pairing
        Reviewer.objects.create(settings=settings, person=user.person)
    sign_in(client, user)
    return made


@pytest.mark.parametrize("is_named", [True, False])
def test_rounds_are_in_the_menu_and_on_the_morning_page_of_whoever_reviews(client: Client, is_named: bool) -> None:
    made = a_caseworker(client, is_named=is_named)

    page = client.get(reverse("caseworker:morning")).content.decode()

    assert (f'href="{reverse("rounds:rounds")}"' in page) is is_named
    assert (f'href="{reverse("rounds:board", args=[made.pk])}"' in page) is is_named


def test_a_round_that_was_decided_on_waits_for_nobody(client: Client) -> None:
    made = a_caseworker(client, is_named=True)
    Round.objects.filter(pk=made.pk).update(state=State.DISCARDED, closed_at=made.ended_at)

    page = client.get(reverse("caseworker:morning")).content.decode()

    assert reverse("rounds:board", args=[made.pk]) not in page
