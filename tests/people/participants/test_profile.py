"""The profile fills itself step by step: saved one by one, left and found again, nothing lost, nothing forbidden kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.participants import actions, profile
from people.participants.forms.steps import STEPS
from people.participants.models import Card, CaseFile
from people.programmes import five_questions
from tests.factories.participants import make_candidacy
from tests.factories.programmes import condition, publish
from tests.people.participants.person import answered, signed_in, with_file

pytestmark = pytest.mark.django_db


def step(code: str) -> str:
    return reverse("participants:step", args=[code])


#: What each step is sent with, and what the file or the card says afterwards.
ANSWERS: dict[str, dict[str, Any]] = {
    "reach": {"phone": "514 555-0142", "municipality": "Laval"},
    "situation": {"is_adult": "yes", "still_abroad": "no", "arrival_year": "2023"},
    "languages": {"french_oral_production": "7", "language_1": "Espagnol", "ease_1": "native"},
    "work": {"headline": "Soudeuse, dix ans de métier", "skills": "TIG\nLecture de plans"},
    "wishes": {"availability": ["0-0", "2-2"], "goes_anywhere": "on"},
    "household": {"relation_1": "child", "age_1": "5-11"},
}


def test_opening_the_page_keeps_nothing(client: Client) -> None:
    user = signed_in(client)

    page = client.get(reverse("participants:profile")).text

    assert "Commencer mon profil" in page
    assert "ni date de naissance" in page
    assert not CaseFile.objects.of_person(user.person).exists()


def test_beginning_opens_the_file_and_leads_to_the_first_step(client: Client) -> None:
    user = signed_in(client)

    going = client.post(reverse("participants:begin"))

    assert going["Location"] == step("reach")
    assert CaseFile.objects.of_person(user.person).get().opened_by == user.person


def test_what_was_answered_to_the_five_questions_is_not_asked_again(client: Client) -> None:
    user = signed_in(client)
    answered(client, is_adult=True, arrival_year=2024, mrc="montreal", status="permanent_resident")
    assert "sont déjà reportées" in client.get(reverse("participants:profile")).text

    client.post(reverse("participants:begin"))

    file = CaseFile.objects.of_person(user.person).get()
    assert (file.is_adult, file.arrival_year, file.mrc_id) == (True, 2024, "montreal")
    # No programme they asked for needs it: it waits in the session for a request.
    assert file.status_id is None
    assert five_questions.answers_of(client.session) is not None


def test_a_step_before_the_beginning_leads_back(client: Client) -> None:
    signed_in(client)

    assert client.get(step("work"))["Location"] == reverse("participants:profile")


@pytest.mark.parametrize("code", STEPS)
def test_each_step_is_saved_by_itself_and_found_again_as_it_was_left(client: Client, code: str) -> None:
    file = with_file(client)

    going = client.post(step(code), ANSWERS[code] | {"save": "1"})

    file.refresh_from_db()
    assert file.steps_done == [code]
    assert going["Location"] == step(profile.CODES[profile.CODES.index(code) + 1])
    again = client.get(step(code)).context["form"]
    assert again.initial_of(CaseFile.objects.get(pk=file.pk)) == again.initial
    assert again.initial


@pytest.mark.parametrize("code", [*STEPS, "documents"])
def test_a_step_may_be_passed_over(client: Client, code: str) -> None:
    file = with_file(client)

    client.post(step(code), {"skip": "1"} | ANSWERS.get(code, {}))

    file.refresh_from_db()
    assert file.steps_done == [code]
    assert file.phone == ""


def test_stopping_saves_and_leads_to_the_overview(client: Client) -> None:
    file = with_file(client)

    going = client.post(step("reach"), ANSWERS["reach"] | {"stop": "1"})

    file.refresh_from_db()
    assert going["Location"] == reverse("participants:profile")
    assert file.phone == "514 555-0142"


def test_who_was_interrupted_goes_on_where_they_were(client: Client) -> None:
    with_file(client)
    client.post(step("reach"), {"save": "1"})
    client.post(step("languages"), {"save": "1"})

    page = client.get(reverse("participants:profile"))

    assert page.context["next"].code == "situation"
    assert page.context["done"] == 2
    assert "2 étapes sur 8 sont faites" in page.text


def test_the_last_step_that_is_left_leads_to_the_overview(client: Client) -> None:
    file = with_file(client)
    file.steps_done = [code for code in profile.CODES if code != "reach"]
    file.save()

    assert client.post(step("reach"), {"save": "1"})["Location"] == reverse("participants:profile")


def test_an_error_loses_nothing_and_keeps_nothing(client: Client) -> None:
    file = with_file(client)

    page = client.post(
        step("situation"), {"is_adult": "yes", "still_abroad": "yes", "arrival_year": "2023", "save": "1"}
    )

    file.refresh_from_db()
    assert page.status_code == 422
    assert 'value="2023"' in page.text
    assert "laissez l’année vide" in page.text
    assert (file.is_adult, file.steps_done) == (None, [])


@pytest.mark.parametrize("text", ["Mon NAS est 046 454 286", "née le 4 mai 1990"])
def test_what_nobody_should_know_is_stopped_with_an_explanation(client: Client, text: str) -> None:
    file = with_file(client)

    page = client.post(step("work"), {"headline": "Soudeuse", "summary": text, "save": "1"})

    assert page.status_code == 422
    assert "retirez" in page.text.lower()
    assert "Soudeuse" in page.text
    assert not Card.objects.of_person(file.person).exists()


def test_status_and_category_are_asked_of_nobody_unless_a_programme_they_asked_for_needs_them(client: Client) -> None:
    candidacy = make_candidacy(signed_in(client).person)
    assert 'name="status"' not in client.get(step("situation")).text

    publish(candidacy.edition, condition("status", statuses=["citizen"]))

    page = client.get(step("situation")).text
    assert 'name="status"' in page
    assert 'name="category"' not in page


def test_a_status_that_is_not_asked_cannot_be_sent(client: Client) -> None:
    file = with_file(client)

    client.post(step("situation"), {"is_adult": "yes", "status": "citizen", "save": "1"})

    file.refresh_from_db()
    assert file.is_adult is True
    assert file.status is None


def test_a_level_that_was_evaluated_stands_against_what_one_says(client: Client) -> None:
    file = with_file(client)
    actions.say_french_levels(case_file=file, levels={"oral_production": "9"}, by=file.person, source="evaluated")

    client.post(step("languages"), {"french_oral_production": "2", "save": "1"})

    assert file.french_levels.get().level_id == "9"


def test_nobody_says_of_their_own_level_that_it_was_evaluated(client: Client) -> None:
    file = with_file(client)
    actions.say_french_levels(case_file=file, levels={"oral_production": "9"}, by=file.person)

    client.post(step("languages"), {"french_oral_production": "9", "is_confirmed": "on", "save": "1"})

    assert "is_confirmed" not in client.get(step("languages")).context["form"].fields
    assert file.french_levels.get().source == "declared"


def test_a_long_list_is_shown_whole_with_empty_rows_and_saving_erases_nothing(client: Client) -> None:
    file = with_file(client)
    actions.say_household(case_file=file, members=[("child", "5-11")] * 8, by=file.person)
    actions.say_languages(
        case_file=file, languages=[(f"Langue {number}", "fluent") for number in range(6)], by=file.person
    )

    for code, rows in (("household", 10), ("languages", 8)):
        page = client.get(step(code))
        form = page.context["form"]
        assert len(form.rows) == rows
        assert "il y en a chaque fois deux de plus" in page.text
        client.post(step(code), {name: form[name].value() or "" for name in form.fields} | {"save": "1"})

    file.refresh_from_db()
    assert file.household
    assert (file.household.members.count(), file.languages.count()) == (8, 6)


def test_as_many_rows_are_kept_as_were_sent_up_to_twenty(client: Client) -> None:
    file = with_file(client)
    sent = {f"relation_{number}": "child" for number in range(1, 26)}

    client.post(step("household"), sent | {f"age_{number}": "0-4" for number in range(1, 26)} | {"save": "1"})

    file.refresh_from_db()
    assert file.household
    assert file.household.members.count() == 20


def test_each_consent_is_asked_apart_and_nothing_is_ticked(client: Client) -> None:
    with_file(client)

    page = client.get(step("consents")).text

    assert page.count('name="purpose"') == len(profile.ASKED)
    assert "checked" not in page
    for purpose in profile.ASKED:
        assert f'name="next" value="{step("consents")}#consent-{purpose}"' in page
        assert f'id="consent-{purpose}"' in page


def test_a_closed_file_is_read_and_opened_again_before_it_changes(client: Client) -> None:
    file = with_file(client)
    CaseFile.objects.filter(pk=file.pk).update(closed_at=file.opened_at)

    assert client.post(step("reach"), ANSWERS["reach"])["Location"] == reverse("participants:profile")
    assert "Rouvrir mon dossier" in client.get(reverse("participants:profile")).text
    client.post(reverse("participants:begin"))

    file.refresh_from_db()
    assert not file.is_closed


def test_a_step_that_is_none_is_no_page(client: Client) -> None:
    with_file(client)

    assert client.get(step("horoscope")).status_code == 404


def test_the_enter_key_saves_and_does_not_search(client: Client) -> None:
    """The first button of a form is what the key presses; the search for an occupation has one of its own."""
    with_file(client)

    page = client.get(step("work")).text
    fields = page[page.index('<form class="answers-only"') :]

    assert fields.index('name="save"') < fields.index('name="occupation_search"')


def test_the_overview_costs_one_query_beside_the_frame(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with_file(client)
    client.get(reverse("participants:profile"))

    with django_assert_num_queries(5):
        client.get(reverse("participants:profile"))
