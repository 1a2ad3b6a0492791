from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from people.accounts.models import Person, Scope, User
from tests.factories.accounts import make_person, make_region, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client: Client) -> Client:
    return sign_in(client, make_user("administrator", name="Daniel Okafor"))


def test_the_list_of_logins_costs_the_same_for_one_and_for_many(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            assert admin_client.get(reverse("accounts:logins")).status_code == 200
        return len(counted)

    queries()  # from here on the frame knows what it remembers for a minute
    one = queries()
    for _number in range(3):
        make_user("organiser", scope=Scope.objects.of_region(make_region("06")))

    assert queries() == one


def test_logins_are_found_by_a_part_of_name_or_address(admin_client: Client) -> None:
    make_user(name="Zoé Tremblay", email="zt@exemple.test")
    make_user(name="Amina Benali", email="amina@exemple.test")

    by_name = admin_client.post(reverse("accounts:logins"), {"q": "zoé"}, follow=True).text
    nobody = admin_client.post(reverse("accounts:logins"), {"q": "introuvable"}, follow=True).text

    assert "Zoé Tremblay" in by_name
    assert "Amina Benali" not in by_name
    assert "introuvable" in nobody
    assert "Amina Benali" in admin_client.post(reverse("accounts:logins"), {"q": ""}, follow=True).text


@pytest.mark.parametrize("words", ["élodie", "levesque", "ÉLODIE Lévesque", "elodie-l", "E.LEV@exemple.test"])
def test_accents_and_case_do_not_count_when_logins_are_searched(words: str) -> None:
    elodie = make_user(name="Élodie Lévesque", email="e.lev@exemple.test")
    make_user(name="Amina Benali")

    assert list(User.objects.named(words)) == [elodie]


def test_words_without_a_letter_find_no_login_and_no_words_find_all() -> None:
    user = make_user(name="Élodie Lévesque")

    assert list(User.objects.named("–")) == []
    assert list(User.objects.named("")) == [user]


def test_a_name_that_changes_is_searched_as_it_is_now() -> None:
    people = Person.objects.bulk_create([Person(name="Élodie Lévesque"), Person(name="Amina Benali")])
    assert [person.folded for person in Person.objects.order_by("pk")] == ["elodie levesque", "amina benali"]

    Person.objects.filter(pk=people[0].pk).update(name="Zoé Roy")
    people[1].name = "Amélie Côté"
    people[1].save(update_fields=["name"])

    assert [person.folded for person in Person.objects.order_by("pk")] == ["zoe roy", "amelie cote"]


def test_a_name_is_searched_without_leaving_a_trace_in_the_address(admin_client: Client) -> None:
    for _number in range(51):
        make_user(name="Zoé Tremblay")
    make_user(name="Amina Benali")
    logins = reverse("accounts:logins")

    answer = admin_client.post(logins, {"q": "tremblay"}, follow=True)
    second = admin_client.get(logins, {"page": 2})

    assert answer.redirect_chain == [(logins, 302)]
    assert '<a href="?page=2"' in answer.text
    assert [login.person.name for login in second.context["page"]] == ["Zoé Tremblay"]
    assert len(admin_client.get(logins, {"q": "benali"}).context["page"].object_list) == 50


def test_the_second_page_of_logins_has_the_rest(admin_client: Client) -> None:
    for _number in range(50):
        make_user()

    second = admin_client.get(reverse("accounts:logins"), {"page": 2}).context["page"]

    assert len(second.object_list) == 1


def test_a_role_is_given_on_the_page_and_taken_away(admin_client: Client) -> None:
    user = make_user()
    scope = Scope.objects.of_region(make_region("06"))

    admin_client.post(reverse("accounts:grant", args=[user.pk]), {"role": "organiser", "scope": scope.pk})
    held = user.grants.get()
    assert (held.role, held.scope) == ("organiser", scope)

    admin_client.post(reverse("accounts:revoke", args=[held.pk]))
    assert not user.grants.holding().exists()


def test_a_role_where_it_does_not_fit_is_explained_and_the_choice_kept(admin_client: Client) -> None:
    user = make_user()

    answer = admin_client.post(
        reverse("accounts:grant", args=[user.pk]), {"role": "organiser", "scope": Scope.objects.everywhere().pk}
    )

    assert answer.status_code == 422
    assert "une région, une organisation" in answer.content.decode()
    assert '<option value="organiser" selected>' in answer.content.decode()


def test_a_refusal_is_said_on_the_page(admin_client: Client) -> None:
    only = make_user("administrator")
    mine = only.grants.model.objects.exclude(user=only).get()

    answer = admin_client.post(reverse("accounts:revoke", args=[mine.pk]), follow=True)

    assert "Personne ne change ses propres rôles" in answer.content.decode()


def test_a_person_changes_name_and_language(client: Client) -> None:
    user = make_user("participant")
    sign_in(client, user)

    client.post(reverse("accounts:mine"), {"name": "  Amina   Benali-Roy ", "language": "en"})

    user.person.refresh_from_db()
    assert (user.person.name, user.person.language) == ("Amina Benali-Roy", "en")


def test_pages_of_an_account_are_kept_by_no_cache(client: Client) -> None:
    sign_in(client, make_user("participant"))

    assert client.get(reverse("accounts:mine")).headers["Cache-Control"] == "no-store"
    for name in ["account_email", "mfa_index", "usersessions_list", "account_change_password"]:
        assert "no-store" in client.get(reverse(name), follow=True).headers["Cache-Control"]


def test_wagtails_menu_offers_neither_logins_nor_groups(client: Client) -> None:
    admin = make_user("administrator")
    type(admin).objects.filter(pk=admin.pk).update(is_superuser=True)
    sign_in(client, admin)

    page = client.get("/admin/").content.decode()

    assert "/admin/users/" not in page
    assert "/admin/groups/" not in page


def test_the_first_administrator_is_made_from_the_command_line() -> None:
    user = make_user(email="louise@exemple.test")

    call_command("make_administrator", "Louise@exemple.test ", stdout=StringIO())
    user.forget_grants()

    assert user.holds_any("administrator")
    with pytest.raises(CommandError, match="Create the account"):
        call_command("make_administrator", "personne@exemple.test")


def test_names_from_before_the_search_column_are_folded_once() -> None:
    person = make_person("Élodie Lévesque")
    Person.objects.update(folded="")

    import_module("people.accounts.migrations.0003_fold_names").fold_names(apps, None)

    person.refresh_from_db()
    assert person.folded == "elodie levesque"


@pytest.mark.parametrize(
    ("language", "notes"),
    [
        ("fr", ["le code du billet : 128 bits au hasard et une signature", "des pages de Wagtail, en dernier"]),
        ("en", ["the ticket&#x27;s code: 128 random bits and a signature", "Wagtail&#x27;s pages, last"]),
    ],
)
def test_the_table_of_access_gives_its_reasons_in_the_language_of_the_page(
    language: str, notes: list[str], admin_client: Client
) -> None:
    with override(language):
        page = admin_client.get(reverse("accounts:access")).text.replace("\u00a0", " ")

    assert [note for note in notes if note not in page] == []
