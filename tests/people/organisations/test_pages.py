"""The pages where organisations are kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.accounts.models import Grant, Role, Scope
from people.organisations import actions
from people.organisations.models import Affiliation, Invitation, Organisation
from tests.factories.accounts import make_person, make_region, make_user, sign_in
from tests.factories.organisations import make_affiliation, make_organisation, make_speaker, picture

pytestmark = pytest.mark.django_db
TYPED = {"name": "Scierie du Lac", "neq": "", "type": "private", "region": "04", "website": "", "logo_alt_fr": ""}


def test_the_list_is_searched_without_accents_and_by_number(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    make_organisation("Ébénisterie de l’Île", neq="1199000010")
    make_organisation("Fonderie Bellerive")
    url = reverse("organisations:list")

    for words in ("ebenisterie ile", "1199000010", "ÎLE"):
        found = client.get(url, {"q": words}).context["page_obj"]
        assert [row.name for row in found] == ["Ébénisterie de l’Île"]
    assert "moins de mots" in client.get(url, {"q": "zzz"}).text


def test_a_long_list_comes_in_pages_that_keep_the_search(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    for number in range(27):
        make_organisation(f"Atelier {number:02}")

    second = client.get(reverse("organisations:list"), {"q": "atelier", "page": "2"})

    assert [row.name for row in second.context["page_obj"]] == ["Atelier 25", "Atelier 26"]
    assert "?q=atelier&amp;page=1" in second.text


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, organisations: int, django_assert_num_queries: Any
) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    for _each in range(organisations):
        actions.invite(
            organisation=make_organisation(region="04"), email="a@exemple.test", role=Role.EXECUTIVE, by=None
        )
    url = reverse("organisations:list")
    client.get(url)

    with django_assert_num_queries(8):
        client.get(url)


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_costs_the_same_however_many_people(client: Client, people: int, django_assert_num_queries: Any) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    organisation = make_organisation()
    for number in range(people):
        make_affiliation(make_speaker(organisation).person, organisation)
        actions.invite(organisation=organisation, email=f"{number}@exemple.test", role=Role.EXECUTIVE, by=make_person())
    url = reverse("organisations:detail", args=[organisation.pk])
    client.get(url)

    with django_assert_num_queries(9):
        client.get(url)


def test_wrong_input_keeps_what_was_typed_and_says_what_to_do(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    answer = client.post(reverse("organisations:create"), TYPED | {"neq": "12345"})

    assert "Scierie du Lac" in answer.text
    assert "exactement 10 chiffres" in answer.text
    assert not Organisation.objects.exists()


def test_a_doubtful_neq_is_entered_and_its_page_warns(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    page = client.post(reverse("organisations:create"), TYPED | {"neq": "1199-000-011"}, follow=True)

    assert Organisation.objects.get().neq == "1199000011"
    assert "semble mal saisi" in page.text


def test_an_organiser_of_a_region_enters_organisations_of_that_region_alone(client: Client) -> None:
    sign_in(client, make_user(Role.ORGANISER, scope=Scope.objects.of_region(make_region("04"))))
    url = reverse("organisations:create")

    for region in ("05", ""):
        assert client.post(url, TYPED | {"region": region}).status_code == 200
    assert client.post(url, TYPED).status_code == 302
    assert [found.region_id for found in Organisation.objects.all()] == ["04"]


def test_an_organisation_is_moved_to_a_region_of_those_who_keep_it_and_stays_in_their_sight(client: Client) -> None:
    user = make_user(Role.ORGANISER, scope=Scope.objects.of_region(make_region("04")))
    Grant.objects.create(user=user, role=Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("05")))
    sign_in(client, user)
    organisation = make_organisation(region="04")
    url = reverse("organisations:edit", args=[organisation.pk])

    for region in ("06", ""):
        assert client.post(url, TYPED | {"region": region}).status_code == 200
        assert Organisation.objects.get().region_id == "04"
    page = client.post(url, TYPED | {"region": "05"}, follow=True)
    assert (page.status_code, Organisation.objects.get().region_id) == (200, "05")


@pytest.mark.parametrize(("before", "offered"), [("04", {"04"}), ("", {"04", "05", "06"})])
def test_those_who_speak_for_an_organisation_say_where_it_is_while_nobody_has(
    client: Client, before: str, offered: set[str]
) -> None:
    for code in ("04", "05", "06"):
        make_region(code)
    organisation = make_organisation(region=before)
    sign_in(client, make_speaker(organisation))

    form = client.get(reverse("organisations:edit", args=[organisation.pk])).context["form"]

    assert offered == {region.code for region in form.fields["region"].queryset} & {"04", "05", "06"}


def test_those_who_speak_for_an_organisation_keep_its_page(client: Client) -> None:
    organisation = make_organisation("Ancien nom")
    sign_in(client, make_speaker(organisation))

    client.post(reverse("organisations:edit", args=[organisation.pk]), TYPED)

    organisation.refresh_from_db()
    assert organisation.name == "Scierie du Lac"


def test_a_logo_is_put_up_shown_and_taken_down(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    organisation = make_organisation()
    url = reverse("organisations:edit", args=[organisation.pk])
    client.post(url, TYPED | {"logo": picture(), "logo_alt_fr": "Une scie"})
    organisation.refresh_from_db()
    assert organisation.logo
    assert 'alt="Une scie"' in client.get(url).text

    client.post(url, TYPED | {"logo_alt_fr": "Une scie"})
    organisation.refresh_from_db()
    assert organisation.logo

    client.post(url, TYPED | {"remove_logo": "on"})
    organisation.refresh_from_db()
    assert not organisation.logo


def test_an_invitation_is_sent_again_and_withdrawn_on_the_page(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    organisation = make_organisation()
    client.post(
        reverse("organisations:invite", args=[organisation.pk]),
        {"email": "zoe@exemple.test", "role": "executive", "title": "", "language": "en"},
    )
    invitation = Invitation.objects.get()
    keys = {"pk": organisation.pk, "invitation_pk": invitation.pk}

    client.post(reverse("organisations:invitation_again", kwargs=keys))
    assert Invitation.objects.get().sendings == 2
    client.post(reverse("organisations:invitation_withdraw", kwargs=keys))
    assert not Invitation.objects.open().exists()
    late = client.post(reverse("organisations:invitation_again", kwargs=keys), follow=True)
    assert "Faites-en une nouvelle" in late.text


def test_nobody_invites_to_a_role_above_their_own(client: Client) -> None:
    organisation = make_organisation()
    sign_in(client, make_speaker(organisation))
    typed = {"email": "zoe@exemple.test", "role": "executive", "language": "fr"}

    assert client.post(reverse("organisations:invite", args=[organisation.pk]), typed).status_code == 200
    assert not Invitation.objects.exists()


def test_an_employers_contact_does_not_put_the_executive_out(client: Client) -> None:
    organisation = make_organisation()
    executive = make_speaker(organisation, Role.EXECUTIVE)
    held = make_affiliation(executive.person, organisation)
    url = reverse("organisations:affiliation_end", args=[organisation.pk, held.pk])

    sign_in(client, make_speaker(organisation))
    assert client.post(url, {"until": held.since.isoformat()}).status_code == 404

    sign_in(client, make_user(Role.ADMINISTRATOR))
    assert client.post(url, {"until": held.since.isoformat()}).status_code == 302
    assert not Grant.objects.holding().filter(user=executive).exists()


def test_a_person_is_entered_by_name_and_address(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))
    organisation = make_organisation()

    client.post(
        reverse("organisations:affiliate", args=[organisation.pk]),
        {"name": "Zoé Lévesque", "email": "zoe@exemple.test", "title": "Acheteuse", "since": "2025-03-01"},
    )

    held = Affiliation.objects.get()
    assert (held.person.name, held.title, held.since.isoformat()) == ("Zoé Lévesque", "Acheteuse", "2025-03-01")
