"""Eligibility is said by a caseworker of the organisation that follows the person, with a reason where the conditions give something else."""

from typing import Any

import pytest

from people.oversight.models import ReadEntry
from people.participants import actions
from people.participants.models import Candidacy
from tests.factories.accounts import make_person
from tests.factories.house import House
from tests.factories.participants import agree, make_candidacy, make_card
from tests.factories.programmes import condition, make_edition, make_partner, publish

pytestmark = pytest.mark.django_db
State = Candidacy.State


@pytest.fixture
def asked(house: House) -> Candidacy:
    """Of somebody who is 18 or over, to an edition that asks just that."""
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    publish(edition, condition("adult"))
    candidacy = make_candidacy(make_person("Awa Diallo", email="awa@exemple.test"), edition)
    actions.describe(case_file=candidacy.case_file, details={"is_adult": True}, by=candidacy.case_file.person)
    return candidacy


def post(house: House, candidacy: Candidacy, what: str, **fields: Any) -> Any:
    return house.client.post(f"/fr/gestion/demandes/{candidacy.pk}/{what}/", fields)


def state(candidacy: Candidacy) -> str:
    candidacy.refresh_from_db()
    return candidacy.state


def test_each_condition_is_shown_with_its_finding_and_the_reading_is_noted(house: House, asked: Candidacy) -> None:
    page = house.client.get(f"/fr/gestion/demandes/{asked.pk}/decider/").content.decode()

    assert "Toutes les conditions sont remplies." in page
    assert "remplie</span>" in page
    assert ReadEntry.objects.get(subject=asked.case_file.person_id).kind == "file"


def test_a_decision_that_agrees_with_the_conditions_needs_no_reason(house: House, asked: Candidacy) -> None:
    answer = post(house, asked, "decider", outcome="eligible")

    assert answer["Location"] == f"/fr/gestion/dossiers/{asked.case_file.reference}/#requests"
    assert state(asked) == State.ELIGIBLE


def test_a_decision_against_the_conditions_needs_one_and_keeps_what_was_chosen(house: House, asked: Candidacy) -> None:
    response = post(house, asked, "decider", outcome="not_yet")

    assert response.context["form"].errors["reason"]
    assert response.context["form"]["outcome"].value() == "not_yet"
    assert state(asked) == State.INTAKE

    post(house, asked, "decider", outcome="not_yet", reason="Le projet est pour l’an prochain.")
    assert state(asked) == State.NOT_YET
    assert asked.decisions.get().reason == "Le projet est pour l’an prochain."


def test_a_reason_that_holds_a_social_insurance_number_is_stopped(house: House, asked: Candidacy) -> None:
    response = post(house, asked, "decider", outcome="eligible", reason="NAS 046 454 286")

    assert response.context["form"].errors["reason"]
    assert state(asked) == State.INTAKE


def test_the_pool_takes_who_is_eligible_complete_and_willing_and_says_what_is_missing(
    house: House, asked: Candidacy
) -> None:
    post(house, asked, "decider", outcome="eligible")

    post(house, asked, "banque")
    assert state(asked) == State.ELIGIBLE
    assert "profession ou" in house.client.get("/fr/gestion/personnes/").content.decode()

    make_card(asked.case_file.person)
    agree(asked.case_file.person, "matching")
    post(house, asked, "banque")
    assert state(asked) == State.IN_POOL

    post(house, asked, "retirer")
    assert state(asked) == State.ELIGIBLE


def test_the_person_may_ask_again_by_word_of_mouth(house: House, asked: Candidacy) -> None:
    post(house, asked, "decider", outcome="not_yet", reason="Pas encore.")

    post(house, asked, "redemander")

    assert state(asked) == State.INTAKE


def test_a_request_ends_with_a_reason_alone(house: House, asked: Candidacy) -> None:
    assert post(house, asked, "terminer", reason=" ").context["form"].errors["reason"]

    post(house, asked, "terminer", reason="A trouvé un emploi.")

    assert state(asked) == State.INACTIVE
    assert asked.end_reason == "A trouvé un emploi."


def test_another_edition_is_asked_for_on_behalf_and_the_same_one_is_not_offered_again(
    house: House, asked: Candidacy
) -> None:
    second = make_edition(state="open")
    make_partner(edition=second, organisation=house.organisation)
    url = f"/fr/gestion/dossiers/{asked.case_file.reference}/demander/"
    assert [each.pk for each in house.client.get(url).context["form"].fields["edition"].queryset] == [second.pk]

    house.client.post(url, {"edition": second.pk})

    assert Candidacy.objects.get(edition=second).case_file == asked.case_file
    assert "Rien à demander" in house.client.get(url).content.decode()


@pytest.mark.parametrize("what", ["decider", "banque", "retirer", "redemander", "terminer"])
def test_no_other_organisation_decides(house: House, asked: Candidacy, what: str) -> None:
    actions.follow(case_file=asked.case_file, organisation=house.other, how="handed_over", by=None)

    assert post(house, asked, what, outcome="eligible", reason="Oui.").status_code == 404
    assert state(asked) == State.INTAKE
