"""My requests: where they stand, why, what I can do; nobody else's."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.participants import actions
from people.participants.models import Candidacy
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker, make_ready
from tests.factories.programmes import condition, make_edition, make_partner, publish
from tests.people.participants.person import signed_in, somebody_else

pytestmark = pytest.mark.django_db
State = Candidacy.State


def page_of(candidacy: Candidacy) -> str:
    return reverse("participants:candidacy", args=[candidacy.pk])


def mine(client: Client) -> Candidacy:
    """A request of who is signed in, to an edition for people of 18 or over."""
    candidacy = make_candidacy(signed_in(client).person, organisation=make_organisation("Ancrage Montréal"))
    publish(candidacy.edition, condition("adult"))
    return candidacy


def decided(candidacy: Candidacy, outcome: str, reason: str = "") -> None:
    assert candidacy.organisation
    caseworker = make_caseworker(candidacy.organisation, name="Josée Tremblay").person
    actions.decide(candidacy=candidacy, outcome=outcome, reason=reason, by=caseworker)


def test_a_request_says_who_follows_me_and_where_i_see_who_read(client: Client) -> None:
    candidacy = mine(client)
    assert candidacy.organisation
    caseworker = make_caseworker(candidacy.organisation, name="Josée Tremblay").person
    actions.take(case_file=candidacy.case_file, caseworker=caseworker, by=caseworker)

    page = client.get(page_of(candidacy)).text

    assert "Ancrage Montréal" in page
    assert "Josée Tremblay" in page
    assert candidacy.case_file.reference in page
    assert reverse("oversight:who_read_mine") in page


def test_a_no_is_told_with_each_condition_the_reason_and_what_i_can_do(client: Client) -> None:
    candidacy = mine(client)
    actions.describe(case_file=candidacy.case_file, details={"is_adult": False}, by=candidacy.case_file.person)
    candidacy.edition.other_door_fr = "Carrefour jeunesse-emploi"
    candidacy.edition.save()
    decided(candidacy, "not_yet", "Revenez l’an prochain.")

    page = client.get(page_of(candidacy)).text

    assert "Pour le moment, la réponse est non" in page
    assert "18 ans" in page
    assert "non remplie" in page
    assert "Revenez l’an prochain." in page
    assert "Carrefour jeunesse-emploi" in page
    assert reverse("participants:ask_again", args=[candidacy.pk]) in page


def test_an_override_shows_its_reason(client: Client) -> None:
    candidacy = mine(client)
    decided(candidacy, "eligible", "Dix-huit ans le mois prochain.")

    page = client.get(page_of(candidacy))

    assert page.context["stage"].current == 4
    assert "Dix-huit ans le mois prochain." in page.text


def test_asking_again_has_the_request_examined_anew(client: Client) -> None:
    candidacy = mine(client)
    decided(candidacy, "not_yet")

    page = client.post(reverse("participants:ask_again", args=[candidacy.pk]), follow=True)

    candidacy.refresh_from_db()
    assert candidacy.state == State.INTAKE
    assert "regarde de nouveau" in page.text


def test_asking_again_after_a_yes_is_refused_in_words(client: Client) -> None:
    candidacy = mine(client)
    decided(candidacy, "eligible", "Vu ensemble.")

    page = client.post(reverse("participants:ask_again", args=[candidacy.pk]), follow=True)

    candidacy.refresh_from_db()
    assert candidacy.state == State.ELIGIBLE
    assert "La demande a" in page.text


def test_withdrawing_asks_first_and_ends_the_request(client: Client) -> None:
    candidacy = mine(client)
    url = reverse("participants:withdraw", args=[candidacy.pk])

    assert "Retirer cette demande?" in client.get(url).text
    candidacy.refresh_from_db()
    assert candidacy.state == State.INTAKE
    page = client.post(url, follow=True)

    candidacy.refresh_from_db()
    assert candidacy.state == State.INACTIVE
    assert "Votre demande est retirée" in page.text
    assert page_of(candidacy) in page.text


@pytest.mark.parametrize("name", ["candidacy", "ask_again", "withdraw"])
def test_somebody_elses_request_is_no_page(client: Client, name: str) -> None:
    foreign = make_candidacy(somebody_else())
    signed_in(client)
    url = reverse(f"participants:{name}", args=[foreign.pk])

    assert client.get(url).status_code in {404, 405}
    assert client.post(url).status_code in {404, 405}
    foreign.refresh_from_db()
    assert foreign.state == State.INTAKE


def test_nothing_asked_for_leads_to_the_five_questions(client: Client) -> None:
    signed_in(client)

    assert reverse("programmes:five_questions") in client.get(reverse("participants:requests")).text


def test_the_list_costs_the_same_for_one_request_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    candidacy = mine(client)
    client.get(reverse("participants:requests"))
    with django_assert_num_queries(6):
        client.get(reverse("participants:requests"))
    for _number in range(2):
        edition = make_edition(state="open")
        make_partner(edition=edition)
        make_candidacy(candidacy.case_file.person, edition)

    with django_assert_num_queries(6):
        page = client.get(reverse("participants:requests"))
    assert len(page.context["requests"]) == 3


def test_a_second_page_of_requests_is_reached(client: Client) -> None:
    person = signed_in(client).person
    for _number in range(21):
        edition = make_edition(state="open")
        make_partner(edition=edition)
        make_candidacy(person, edition)

    page = client.get(reverse("participants:requests"), {"page": 2})

    assert len(page.context["requests"]) == 1


@pytest.mark.parametrize(
    ("state", "current"),
    [("intake", 3), ("not_yet", 3), ("eligible", 4), ("in_pool", 4), ("matched", 6), ("inactive", 0)],
)
def test_every_state_has_its_step(client: Client, state: str, current: int) -> None:
    candidacy = mine(client)
    Candidacy.objects.filter(pk=candidacy.pk).update(state=state)

    page = client.get(page_of(candidacy))

    assert page.context["stage"].current == current
    assert page.status_code == 200


def test_a_decision_is_of_the_organisation_that_made_it(client: Client) -> None:
    candidacy = mine(client)
    decided(candidacy, "eligible", "Vu ensemble.")
    actions.follow(
        case_file=candidacy.case_file, organisation=make_organisation("Rives du Fjord"), how="handed_over", by=None
    )

    page = client.get(page_of(candidacy)).text

    assert re.search("Décision du .*, Ancrage Montréal", page)
    assert not re.search("Décision du .*, Rives du Fjord", page)


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, True), (3, True)])
def test_an_answer_that_did_not_come_is_promised_no_more(client: Client, days: int, is_late: bool) -> None:
    candidacy = mine(client)
    assert candidacy.organisation
    caseworker = make_caseworker(candidacy.organisation, name="Josée Tremblay").person
    actions.take(case_file=candidacy.case_file, caseworker=caseworker, by=caseworker)
    came = timezone.now() - timedelta(days=settings.ANSWER_DAYS + days)
    Candidacy.objects.filter(pk=candidacy.pk).update(asked_at=came, state_since=came, assigned_at=came)

    for url in (page_of(candidacy), reverse("participants:requests"), reverse("my_space:home")):
        page = client.get(url).text
        assert ("vous répond avant" in page) is not is_late
        assert ("demandez à parler à Josée Tremblay" in page) is is_late
        assert ("<small>en retard</small>" in page) is is_late


def test_an_organisation_that_was_not_found_in_time_is_said_to_be_late(client: Client) -> None:
    candidacy = make_candidacy(signed_in(client).person, make_edition(state="open"))
    came = timezone.now() - timedelta(days=settings.ANSWER_DAYS + 1)
    Candidacy.objects.filter(pk=candidacy.pk).update(asked_at=came, state_since=came)

    page = client.get(page_of(candidacy))

    assert page.context["stage"].current == 2
    assert f"numéro de dossier, {candidacy.case_file.reference}" in page.text


def test_a_request_without_an_organisation_says_that_one_is_looked_for(client: Client) -> None:
    candidacy = make_candidacy(signed_in(client).person, make_edition(state="open"))

    page = client.get(page_of(candidacy))

    assert candidacy.organisation is None
    assert page.context["stage"].current == 2
    assert "La coordination" in page.text


def test_a_french_reader_and_an_english_one_read_their_own_language(client: Client) -> None:
    candidacy = mine(client)

    assert (
        "Where this request stands"
        in client.get(page_of(candidacy).replace("/fr/mon-espace/demandes", "/en/my-space/requests")).text
    )


def test_whoever_is_ready_sees_that_something_is_looked_for(client: Client) -> None:
    candidacy = mine(client)
    person = candidacy.case_file.person
    decided(candidacy, "eligible", "Vu ensemble.")
    make_card(person)
    agree(person, "matching")
    actions.put_in_pool(candidacy=candidacy, by=make_person())

    page = client.get(page_of(candidacy))
    assert page.context["stage"].current == 5
    assert "on cherche ce qui vous convient" in page.text


def test_whoever_is_found_no_more_reads_it_and_what_to_do(client: Client) -> None:
    candidacy = make_ready(signed_in(client).person)
    person = candidacy.case_file.person
    actions.write_card(person=person, details={"occupation_code": "", "major_group": None}, by=person)

    page = client.get(page_of(candidacy))
    home = client.get(reverse("my_space:home"))

    assert page.context["stage"].current == 4
    for shown in (page, home):
        assert "personne ne vous trouve" in shown.text
        assert "Prête à être rencontrée</span>" not in shown.text
    assert "Indiquer votre profession sur votre fiche" in home.text
