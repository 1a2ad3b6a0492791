"""From the five questions to a request: told before anything is kept, asked by one button, and never refused by a machine."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.participants import answers
from people.participants.models import Candidacy, CaseFile
from people.programmes import five_questions
from people.programmes.eligibility import OUTSIDE, Facts
from people.programmes.models import Edition
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_candidacy, make_file
from tests.factories.programmes import condition, make_edition, make_mrc, make_partner, open_edition
from tests.people.participants.person import answered, signed_in, with_file

pytestmark = pytest.mark.django_db


def open_to_all(*conditions: object, **fields: object) -> Edition:
    edition = open_edition(*conditions, **fields)  # type: ignore[arg-type]  # of this test
    make_partner(edition=edition, organisation=make_organisation("Ancrage Montréal"))
    return edition


def url(edition: Edition) -> str:
    return reverse("participants:apply", args=[edition.pk])


def test_five_questions_lead_through_sign_up_to_what_is_open(client: Client) -> None:
    going = client.post(reverse("programmes:go_on"), {"adult": "yes"})

    goal = reverse("participants:open_to_me")
    assert going["Location"] == f"{reverse('account_signup')}?next={goal.replace('/', '%2F')}"
    assert f'name="next" value="{goal}"' in client.get(going["Location"]).text


def test_somebody_signed_in_goes_straight_on(client: Client) -> None:
    signed_in(client)

    assert client.post(reverse("programmes:go_on"), {"adult": "yes"})["Location"] == reverse("participants:open_to_me")


def test_without_answers_or_a_file_the_questions_come_first(client: Client) -> None:
    signed_in(client)

    assert client.get(reverse("participants:open_to_me"))["Location"] == reverse("programmes:five_questions")


def test_each_edition_says_yes_perhaps_or_not_now(client: Client) -> None:
    yes, no = open_to_all(condition("adult")), open_to_all(condition("abroad", where="abroad"))
    ask = open_to_all(condition("diploma", diploma="college"))
    signed_in(client)
    answered(client, is_adult=True, still_abroad=False)

    page = client.get(reverse("participants:open_to_me"))

    found = page.context["answers"]
    assert [[answer.edition for answer in found.yes], [answer.edition for answer in found.ask]] == [[yes], [ask]]
    assert [answer.edition for answer in found.no] == [no]
    assert url(yes) in page.text


def test_the_list_costs_the_same_for_one_edition_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_to_all(condition("adult"))
    with_file(client, is_adult=True)
    client.get(reverse("participants:open_to_me"))

    with django_assert_num_queries(17):
        client.get(reverse("participants:open_to_me"))
    open_to_all(condition("adult"))
    open_to_all(condition("adult"))
    with django_assert_num_queries(17):
        client.get(reverse("participants:open_to_me"))


def test_what_the_conditions_give_is_said_in_words_before_asking(client: Client) -> None:
    edition = open_to_all(condition("adult"), condition("diploma", diploma="college"))
    signed_in(client)
    answered(client, is_adult=True)

    page = client.get(url(edition)).text

    assert "Il reste quelque chose à vérifier" in page
    assert "remplie" in page
    assert "Demander à participer" in page


def test_asking_opens_the_file_with_what_was_answered(client: Client) -> None:
    mrc = make_mrc("laval", "13")
    edition = open_to_all(condition("adult"))
    user = signed_in(client)
    answered(client, is_adult=True, arrival_year=2024, still_abroad=False, region="13", mrc="laval")

    going = client.post(url(edition))

    file = CaseFile.objects.get(person=user.person)
    candidacy = Candidacy.objects.get(case_file=file)
    assert going["Location"] == reverse("participants:candidacy", args=[candidacy.pk])
    assert (file.is_adult, file.still_abroad, file.arrival_year) == (True, False, 2024)
    assert (file.mrc, file.region) == (mrc, mrc.region)
    assert str(file.organisation) == "Ancrage Montréal"
    assert five_questions.answers_of(client.session) is None


def test_a_status_is_kept_only_where_an_edition_asked_for_has_a_rule_about_it(client: Client) -> None:
    plain, about_status = open_to_all(condition("adult")), open_to_all(condition("status", statuses=["citizen"]))
    user = signed_in(client)
    answered(client, is_adult=True, status="citizen")
    client.post(url(plain))
    assert CaseFile.objects.get(person=user.person).status is None

    answered(client, status="citizen")
    client.post(url(about_status))
    assert CaseFile.objects.get(person=user.person).status_id == "citizen"


def test_what_the_file_says_stands_against_what_is_answered_later(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    file = with_file(client, is_adult=True, arrival_year=2020)
    answered(client, is_adult=False, arrival_year=2024)

    client.post(url(edition))

    file.refresh_from_db()
    assert (file.is_adult, file.arrival_year) == (True, 2020)


def test_that_somebody_has_arrived_since_is_believed(client: Client) -> None:
    edition = open_to_all(condition("abroad", where="here"))
    file = with_file(client, still_abroad=True)
    answered(client, arrival_year=2026)

    assert "D’après ce que nous savons, oui" in client.get(url(edition)).text
    client.post(url(edition))

    file.refresh_from_db()
    assert (file.still_abroad, file.arrival_year) == (False, 2026)


def test_living_outside_quebec_is_no_region(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    user = signed_in(client)
    answered(client, is_adult=True, region=OUTSIDE)

    client.post(url(edition))

    assert CaseFile.objects.get(person=user.person).region is None


def test_where_a_condition_is_not_met_the_reason_and_another_door_are_told(client: Client) -> None:
    edition = open_to_all(
        condition("adult"), other_door_fr="Carrefour jeunesse-emploi", other_door_url="https://exemple.test/cje"
    )
    signed_in(client)
    answered(client, is_adult=False)

    page = client.get(url(edition)).text

    assert "D’après ce que nous savons, pas maintenant" in page
    assert "Carrefour jeunesse-emploi" in page
    assert "https://exemple.test/cje" in page
    assert "Vous pouvez faire la demande quand même" in page


def test_somebody_who_does_not_meet_the_conditions_may_ask_all_the_same(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    user = signed_in(client)
    answered(client, is_adult=False)

    client.post(url(edition))

    assert Candidacy.objects.get(case_file__person=user.person).state == Candidacy.State.INTAKE


def test_asking_twice_keeps_one_request(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    user = signed_in(client)

    first, second = client.post(url(edition)), client.post(url(edition))

    assert first["Location"] == second["Location"]
    assert Candidacy.objects.of_person(user.person).count() == 1


def test_a_range_of_french_is_asked_for_more_precisely_and_never_guessed(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    user = signed_in(client)
    band = {"oral_comprehension": (7, 8), "oral_production": (7, 8)}
    answered(client, is_adult=True, french=band)
    form = client.get(url(edition)).context["form"]
    assert [code for code, _words in form.fields["oral_level"].choices] == ["", "7", "8"]

    client.post(url(edition), {"oral_level": "8"})

    file = CaseFile.objects.get(person=user.person)
    assert {(level.skill_id, level.level_id) for level in file.french_levels.all()} == {
        ("oral_comprehension", "8"),
        ("oral_production", "8"),
    }


def test_a_level_outside_the_range_is_refused_and_nothing_is_asked(client: Client) -> None:
    edition = open_to_all(condition("adult"))
    user = signed_in(client)
    answered(client, french={"oral_comprehension": (7, 8), "oral_production": (7, 8)})

    page = client.post(url(edition), {"oral_level": "12"})

    assert page.status_code == 422
    assert not Candidacy.objects.of_person(user.person).exists()
    assert five_questions.answers_of(client.session) is not None


def test_a_closed_intake_keeps_nothing_and_says_so(client: Client) -> None:
    edition = make_edition(state="closed")
    user = signed_in(client)

    assert "ne prend plus personne" in client.get(url(edition)).text
    client.post(url(edition))

    assert not CaseFile.objects.of_person(user.person).exists()


def test_an_edition_that_is_being_planned_is_no_page(client: Client) -> None:
    signed_in(client)

    assert client.get(url(make_edition())).status_code == 404


def test_the_answers_and_the_file_are_read_together() -> None:
    file = make_file(is_adult=True)

    known = answers.together(file, Facts(is_adult=False, diploma="college", status="citizen"))

    assert (known.is_adult, known.diploma, known.status) == (True, "college", "citizen")


def test_my_request_shows_its_steps_and_by_when_somebody_acts(client: Client) -> None:
    user = signed_in(client)
    candidacy = make_candidacy(user.person)

    page = client.get(reverse("participants:candidacy", args=[candidacy.pk]))

    assert page.context["stage"].current == 3
    assert "répond avant le" in page.text
    assert 'aria-current="step"' in page.text
