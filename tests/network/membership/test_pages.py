"""The public list and the coordination's pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.reference.models import Sector
from network.membership.models import Membership, State, Terms
from people.accounts.models import Role
from tests.factories.accounts import make_user, sign_in
from tests.factories.membership import make_membership
from tests.factories.organisations import make_organisation, make_speaker

pytestmark = pytest.mark.django_db


def listed(name: str, *, region: str = "04", sector: str = "31-33") -> Membership:
    return make_membership(name=name, region=region, sector=Sector.objects.get(pk=sector), listed=True)


def test_the_list_names_members_that_agreed_and_no_others(client: Client) -> None:
    listed("Fonderie Bellerive")
    make_membership(name="Scierie discrète")
    make_membership(State.SUBMITTED, name="Auberge en attente", listed=True)

    page = client.get(reverse("membership:list")).text

    assert "Fonderie Bellerive" in page
    assert "Scierie discrète" not in page
    assert "Auberge en attente" not in page


def test_region_and_sector_narrow_the_list_and_the_map_keeps_the_sector(client: Client) -> None:
    listed("Fonderie Bellerive", region="04")
    listed("Fonderie du Large", region="01")
    listed("Assurances Le Phare", region="04", sector="52")

    answer = client.get(reverse("membership:list"), {"region": "04", "sector": "31-33"})

    assert [row.organisation.name for row in answer.context["page_obj"]] == ["Fonderie Bellerive"]
    tiles = {tile.code: tile for tile in answer.context["tiles"]}
    assert (tiles["04"].count, tiles["01"].count, tiles["06"].count) == (1, 1, 0)
    assert "sector=31-33" in tiles["01"].url
    assert "region" not in tiles["04"].url
    assert not tiles["06"].url


@pytest.mark.parametrize("query", [{"region": "99"}, {"sector": "x"}, {"page": "nine"}, {"page": "99"}])
def test_a_made_up_filter_narrows_nothing(client: Client, query: dict[str, str]) -> None:
    listed("Fonderie Bellerive")

    answer = client.get(reverse("membership:list"), query)

    assert answer.status_code == 200
    assert len(answer.context["page_obj"]) == 1


def test_an_empty_answer_says_what_to_do(client: Client) -> None:
    assert "premiers membres" in client.get(reverse("membership:list")).text
    listed("Fonderie Bellerive")
    assert "Voir tous les membres" in client.get(reverse("membership:list"), {"region": "10"}).text


def test_the_list_speaks_both_languages_at_addresses_of_their_own(client: Client) -> None:
    assert reverse("membership:list") == "/fr/leaders-diversite/membres/"
    with translation.override("en"):
        assert reverse("membership:list") == "/en/leaders-diversite/members/"
    assert "Members of Leaders diversité" in client.get("/en/leaders-diversite/members/").text


def test_the_public_list_holds_no_form_that_posts_and_sets_no_cookie(client: Client) -> None:
    answer = client.get(reverse("membership:list"))

    assert 'method="post"' not in answer.text
    assert "csrf" not in answer.text
    assert not answer.cookies


@pytest.mark.parametrize("members", [1, 3])
def test_the_public_list_costs_the_same_however_long(
    client: Client, members: int, django_assert_num_queries: Any
) -> None:
    for number in range(members):
        listed(f"Fonderie {number}")

    # Seven, and what the pairing's offers say beside members.
    with django_assert_num_queries(7 + 1):
        client.get(reverse("membership:list"))


@pytest.mark.parametrize("members", [1, 3])
def test_the_coordinations_list_costs_the_same_however_long(
    client: Client, members: int, django_assert_num_queries: Any
) -> None:
    sign_in(client, make_user(Role.NETWORK_COORDINATOR))
    for _each in range(members):
        make_membership()
    client.get(reverse("membership:work"))

    with django_assert_num_queries(7):
        client.get(reverse("membership:work"))


def test_the_coordination_moves_a_membership_on_its_page(client: Client) -> None:
    sign_in(client, make_user(Role.NETWORK_COORDINATOR))
    membership = make_membership(State.SUBMITTED)
    url = reverse("membership:detail", args=[membership.pk])

    kept = client.post(url, {"to": "declined", "message": ""})
    assert kept.status_code == 200
    assert "Dites à l’organisation pourquoi" in kept.text

    assert client.post(url, {"to": "approved"}).status_code == 302
    membership.refresh_from_db()
    assert membership.state == State.APPROVED

    assert client.post(url, {"to": "declined", "message": "Non"}).status_code == 200
    membership.refresh_from_db()
    assert membership.state == State.APPROVED


def test_those_who_speak_for_an_organisation_apply_and_leave_but_do_not_approve(client: Client) -> None:
    organisation = make_organisation()
    sign_in(client, make_speaker(organisation))

    client.post(reverse("membership:start"), {"organisation": organisation.pk})
    membership = Membership.objects.get(organisation=organisation)
    url = reverse("membership:detail", args=[membership.pk])
    client.post(url, {"to": "submitted"})
    client.post(url, {"to": "approved"})

    membership.refresh_from_db()
    assert membership.state == State.SUBMITTED
    foreign = make_membership()
    assert client.get(reverse("membership:detail", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("membership:start"), {"organisation": make_organisation().pk}).status_code == 404
    assert client.get(reverse("membership:terms")).status_code == 404


def test_the_consent_is_given_and_taken_back_on_the_page(client: Client) -> None:
    organisation = make_organisation()
    sign_in(client, make_speaker(organisation, Role.EXECUTIVE))
    membership = make_membership(organisation=organisation)
    url = reverse("membership:listing", args=[membership.pk])

    client.post(url, {"agreed": "yes"})
    assert Membership.objects.get().is_listed
    client.post(url, {"agreed": "no"})
    assert not Membership.objects.get().is_listed


def test_the_coordination_sets_the_terms(client: Client) -> None:
    sign_in(client, make_user(Role.NETWORK_COORDINATOR))

    assert client.post(reverse("membership:terms"), {"term_months": 0, "grace_days": 30}).status_code == 200
    client.post(reverse("membership:terms"), {"term_months": 24, "grace_days": 30})

    assert Terms.now().term_months == 24
