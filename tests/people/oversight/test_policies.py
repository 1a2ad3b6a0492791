"""Who answers for privacy: published whole and with agreement, missed where files are held and nobody is named."""

from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from people.accounts.models import Role, Scope
from people.organisations.models import Organisation
from people.oversight import actions, rules, vigilance
from people.oversight.models import PrivacyPolicy
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.organisations import make_affiliation, make_organisation
from tests.factories.oversight import COMPLETE, end_grants, make_caseworker, make_policy

pytestmark = pytest.mark.django_db


def lacking() -> list[Organisation]:
    return list(rules.organisations_lacking_a_policy())


def problems() -> list[Any]:
    """Whom the check names: organisations, None for the operator."""
    found = run_checks(tags=[Tags.database], databases=["default"], include_deployment_checks=True)
    return [error.obj for error in found if error.id == "oversight.E001"]


def test_an_organisation_with_a_caseworker_must_say_who_answers() -> None:
    organisation, without_files = make_organisation(), make_organisation()
    make_caseworker(organisation)
    make_user(Role.EMPLOYER_CONTACT, scope=without_files.scope)

    assert lacking() == [organisation]
    make_policy(organisation, published=False)
    assert lacking() == [organisation]
    make_policy(organisation)
    assert lacking() == []


def test_so_must_one_to_which_a_regional_officer_belongs() -> None:
    organisation = make_organisation()
    officer = make_user(Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(make_region("02")))
    assert lacking() == []

    affiliation = make_affiliation(officer.person, organisation)

    assert lacking() == [organisation]
    affiliation.delete()
    assert lacking() == []


def test_files_are_held_as_long_as_the_role_is() -> None:
    organisation, closed = make_organisation(), make_organisation()
    end_grants(make_caseworker(organisation))
    make_caseworker(closed, is_active=False)

    assert lacking() == []


def test_the_check_fails_for_each_that_lacks_one_and_for_the_operator() -> None:
    organisation = make_organisation()
    make_caseworker(organisation)
    assert problems() == [None, organisation]

    make_policy()
    make_policy(organisation)

    assert problems() == []


def test_the_check_is_asked_before_going_live_and_no_migration_waits_for_it() -> None:
    with pytest.raises(Exception, match=r"oversight\.E001"):
        call_command("check", deploy=True, databases=["default"], fail_level="ERROR")
    call_command("check", databases=["default"], fail_level="ERROR")
    assert vigilance.each_organisation_names_who_answers(None, databases=None) == []


def test_a_database_before_its_migrations_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrivacyPolicy._meta, "db_table", "not_there_yet")

    assert problems() == []


def test_those_who_can_do_something_are_alerted_in_the_workspace(client: Client) -> None:
    make_policy()
    organisation = make_organisation()
    make_caseworker(organisation)
    words = "1 organisation qui détient des dossiers n’a pas publié"
    sign_in(client, make_user(Role.ADMINISTRATOR))
    url = reverse("organisations:list")
    assert words in client.get(url).text
    assert words not in client.get(reverse("accounts:mine")).text
    organiser = sign_in(Client(), make_user(Role.ORGANISER, scope=organisation.scope))
    assert words not in organiser.get(url).text

    make_policy(organisation)
    vigilance.cache.delete(vigilance.CACHED)  # a test's transaction never commits, and so forgets nothing
    assert words not in client.get(url).text


def test_publishing_forgets_what_was_counted(django_capture_on_commit_callbacks: Any) -> None:
    assert vigilance.how_many_lack() == 1

    with django_capture_on_commit_callbacks(execute=True):
        make_policy()

    assert vigilance.how_many_lack() == 0


# ------------------------------------------------------------------ writing and publishing
@pytest.mark.parametrize("missing", [name for name in COMPLETE if name != "policy_en"])
def test_nothing_is_published_before_it_is_whole(missing: str) -> None:
    empty = None if missing.endswith("_on") else ""
    policy = make_policy(make_organisation(), published=False, **{missing: empty})

    with pytest.raises(actions.PolicyIncomplete):
        actions.publish_policy(policy=policy, by=None)
    with pytest.raises(IntegrityError, match="policy_is_complete_when_published"), transaction.atomic():
        PrivacyPolicy.objects.filter(pk=policy.pk).update(published_at="2026-01-01T00:00:00Z")


def test_what_is_published_stays_whole() -> None:
    policy = make_policy(make_organisation())

    with pytest.raises(actions.PolicyIncomplete):
        actions.write_policy(policy=policy, by=None, details={"policy_fr": ""})

    policy = actions.withdraw_policy(policy=policy, by=None)
    assert actions.write_policy(policy=policy, by=None, details={"policy_fr": ""}).policy_fr == ""


def test_the_operator_has_one_and_so_has_each_organisation() -> None:
    organisation = make_organisation()
    assert actions.policy_of(None) == actions.policy_of(None)
    assert actions.policy_of(organisation) == actions.policy_of(organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyPolicy.objects.create(is_operator=True)
    with pytest.raises(IntegrityError, match="of_an_organisation_or_the_operator"), transaction.atomic():
        PrivacyPolicy.objects.create()


# ------------------------------------------------------------------ pages
def test_everybody_reads_who_answers_for_what(client: Client) -> None:
    organisation, draft = make_organisation("Carrefour des voisins"), make_organisation("Relais du Nord")
    url, one = reverse("oversight:policies"), reverse("oversight:policy", args=[organisation.pk])
    assert "n’a pas encore publié" in client.get(url).text
    assert client.get(one).status_code == 404

    make_policy(officer_name="Daniel Okafor")
    make_policy(organisation)
    make_policy(draft, published=False)
    page = Client().get(url, {"page": 1}).text

    assert "Daniel Okafor" in page
    assert "Carrefour des voisins" in page
    assert "Relais du Nord" not in page
    assert "<p>Pas plus.</p>" in client.get(one).text
    assert client.get(reverse("oversight:policy", args=[draft.pk])).status_code == 404


def test_the_footer_of_every_page_leads_there(client: Client) -> None:
    assert f'href="{reverse("oversight:policies")}"' in client.get("/fr/").text


def test_the_english_page_reads_in_english_or_says_it_is_french(client: Client) -> None:
    both, french = make_organisation(), make_organisation()
    make_policy(both)
    make_policy(french, policy_en="")

    assert "<div><p>We hold what is needed.</p></div>" in client.get(f"/en/privacy-policies/{both.pk}/").text
    assert '<div lang="fr"><p>Nous détenons' in client.get(f"/en/privacy-policies/{french.pk}/").text


def test_a_policy_is_drafted_published_and_withdrawn(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    organisation = make_organisation()
    make_caseworker(organisation)
    url = reverse("oversight:policy_edit", args=[organisation.pk])
    assert "à publier" in client.get(reverse("oversight:policy_list")).text
    typed = {name: str(value) for name, value in COMPLETE.items()}

    client.post(url, typed | {"policy_fr": "", "draft": "1"})
    assert not PrivacyPolicy.objects.get(organisation=organisation).is_published

    answer = client.post(url, typed | {"policy_fr": "", "publish": "1"})
    assert "Pour publier, indiquez" in answer.text
    assert "Isabelle Morin" in answer.text

    client.post(url, typed | {"publish": "1"})
    assert PrivacyPolicy.objects.get(organisation=organisation).is_published
    assert client.get(url).status_code == 200

    client.post(url, typed | {"withdraw": "1"})
    assert not PrivacyPolicy.objects.get(organisation=organisation).is_published


def test_the_operators_policy_is_kept_on_a_page_of_its_own(client: Client) -> None:
    sign_in(client, make_user(Role.ADMINISTRATOR))

    client.post(
        reverse("oversight:policy_of_operator"),
        {name: str(value) for name, value in COMPLETE.items()} | {"publish": "1"},
    )

    assert PrivacyPolicy.objects.get(is_operator=True).is_published
    assert "publiée" in client.get(reverse("oversight:policy_list")).text


def test_an_agreement_to_come_is_none_yet(client: Client) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))

    typed = {name: str(value) for name, value in COMPLETE.items()} | {"officer_agreed_on": "2999-01-01"}
    answer = client.post(reverse("oversight:policy_of_operator"), typed)

    assert "une fois l’accord donné" in answer.text


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_lists_cost_the_same_however_long(
    client: Client, organisations: int, django_assert_num_queries: Any
) -> None:
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    for _each in range(organisations):
        organisation = make_organisation()
        make_caseworker(organisation)
        make_policy(organisation)
    url = reverse("oversight:policy_list")
    client.get(url)

    with django_assert_num_queries(8):
        client.get(url)
    with django_assert_num_queries(7):
        client.get(reverse("oversight:policies"))


def test_to_stop_showing_a_policy_is_not_to_lose_what_a_field_left_empty(client: Client) -> None:
    policy = make_policy()
    sign_in(client, make_user(Role.PRIVACY_OFFICER))
    typed = COMPLETE | {"policy_fr": "", "officer_title": "Secrétaire", "withdraw": "1"}

    client.post(reverse("oversight:policy_of_operator"), typed)

    policy.refresh_from_db()
    assert (policy.is_published, policy.policy_fr) == (False, COMPLETE["policy_fr"])
    assert policy.officer_title == "Secrétaire"
