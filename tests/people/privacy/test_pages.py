"""Joining two entries, « Is this you? », and the register."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.accounts.models import Person, Role, User
from people.privacy.models import Distinction
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.organisations import make_affiliation

pytestmark = pytest.mark.django_db


def test_people_are_found_by_a_part_of_their_name_or_a_whole_address(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER, name="Isabelle Morin"))
    zoe = make_person("Zoé Lévesque", email="z.levesque@exemple.test")
    make_person("Marc Roy")
    url = reverse("privacy:search")

    for nothing in ("", "–"):
        assert list(client.post(url, {"q": nothing}, follow=True).context["page_obj"]) == []
    for words in ("lévesque zo", "ZOE LEVESQUE", "Z.Levesque@exemple.test"):
        assert list(client.post(url, {"q": words}, follow=True).context["page_obj"]) == [zoe]
    assert "adresse courriel au complet" in client.post(url, {"q": "zzz"}, follow=True).text


def test_people_are_searched_without_leaving_a_trace_in_the_address(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER, name="Isabelle Morin"))
    first, *others = [make_person("Zoé Lévesque") for _number in range(27)]
    url = f"{reverse('privacy:search')}?first={first.pk}"

    answer = client.post(url, {"q": "lévesque"}, follow=True)
    second = client.get(f"{url}&page=2")

    assert answer.redirect_chain == [(url, 302)]
    assert f"?first={first.pk}&amp;page=2" in answer.text
    assert list(second.context["page_obj"]) == others[25:]
    assert list(client.get(f"{url}&q=introuvable").context["page_obj"]) == others[:25]


def test_two_entries_are_compared_and_joined_once_confirmed(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    keep, gone = make_person("Zoé Lévesque"), make_person("Zoe Levesque", email="zoe@exemple.test")
    make_affiliation(gone)
    url = reverse("privacy:merge", args=[keep.pk, gone.pk])

    page = client.get(url).text
    assert "Rattachements" in page
    assert "zoe@exemple.test" in page

    assert "Rien n’a été changé" in client.post(url).text
    assert Person.objects.filter(merged_into=None, pk=gone.pk).exists()

    client.post(url, {"sure": "on"})
    gone.refresh_from_db()
    assert gone.merged_into == keep
    assert "déjà été réunie" in client.get(url).text


def test_two_logins_want_a_second_tick(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    keep, gone = make_user(), make_user()
    url = reverse("privacy:merge", args=[keep.person_id, gone.person_id])

    assert client.post(url, {"sure": "on"}).status_code == 200
    assert User.objects.get(pk=gone.pk).is_active

    assert client.post(url, {"sure": "on", "close_login": "on"}).status_code == 302
    assert not User.objects.get(pk=gone.pk).is_active


def test_a_person_says_which_entries_are_theirs(client: Client) -> None:
    user = make_user(email="famille@exemple.test", name="Zoé Lévesque")
    me, spouse = make_person("Z. Lévesque", email=user.email), make_person("Marc Roy", email=user.email)
    sign_in(client, user)
    page = client.get(reverse("privacy:doubles")).text
    assert "Marc Roy" in page

    client.post(reverse("privacy:answer", args=[me.pk]), {"answer": "me"})
    client.post(reverse("privacy:answer", args=[spouse.pk]), {"answer": "other"})

    me.refresh_from_db()
    spouse.refresh_from_db()
    assert (me.merged_into, spouse.merged_into) == (user.person, None)
    assert Distinction.objects.count() == 1
    assert "Rien à régler" in client.get(reverse("privacy:doubles")).text
    assert client.post(reverse("privacy:answer", args=[me.pk]), {"answer": "me"}).status_code == 404


def test_possible_doubles_come_in_pages_that_cost_the_same_however_many(client: Client) -> None:
    user = make_user(email="famille@exemple.test", name="Zoé Lévesque")
    sign_in(client, user)
    url = reverse("privacy:doubles")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    make_person("Personne 00", email=user.email)
    client.get(url)
    of_one = queries()
    for number in range(1, 13):
        make_person(f"Personne {number:02}", email=user.email)

    assert queries() == of_one
    assert [person.name for person, _held in client.get(url, {"page": 2}).context["entries"]] == [
        "Personne 10",
        "Personne 11",
        "Personne 12",
    ]


def test_the_register_names_every_field_in_the_readers_words(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))

    page = client.get(reverse("privacy:register")).text
    english = client.get("/en/manage/privacy/register/").text

    assert "Adresses courriel" in page
    assert "Jour où l’adresse a été prouvée" in page
    assert "Day the address was proven" in english
