"""Somebody is entered on their behalf: without an address, without a double, without a word about other organisations' people."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit import Entry
from core.outbox import Mail
from people.accounts.models import Person
from people.participants import actions, refusals
from people.participants.models import Candidacy, CaseFile, Following, PaperLetter
from people.programmes.models import Edition
from tests.factories.accounts import make_person, make_user
from tests.factories.house import House
from tests.factories.participants import make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db
URL = "/fr/gestion/personnes/nouvelle/"


def edition_of(house: House) -> Edition:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    return edition


def send(house: House, **fields: Any) -> Any:
    values = {
        "name": "Awa Diallo",
        "phone": "418 555-0121",
        "language": "fr",
        "organisation": house.organisation.pk,
    } | fields
    return house.client.post(URL, values)


def test_a_person_without_an_address_gets_a_file_a_caseworker_and_letters_on_paper(house: House) -> None:
    edition = edition_of(house)

    answer = send(house, edition=edition.pk, postal_address="3, rue du Moulin")

    file = CaseFile.objects.get(person__name="Awa Diallo")
    assert answer["Location"] == f"/fr/gestion/dossiers/{file.reference}/"
    assert (file.organisation, file.caseworker, file.phone) == (
        house.organisation,
        house.caseworker.person,
        "418 555-0121",
    )
    assert Following.objects.get(case_file=file).how == "on_behalf"
    assert Candidacy.objects.get(case_file=file).organisation == house.organisation
    assert PaperLetter.objects.filter(case_file=file).count() == 1
    assert not Mail.objects.filter(template__startswith="participants/").exists()
    assert edition.partners.get().assigned == 0  # what an organisation brings itself takes nothing of its share


def test_without_any_way_to_reach_the_person_nothing_is_entered(house: House) -> None:
    response = send(house, phone="")

    assert response.context["form"].non_field_errors()
    assert not CaseFile.objects.exists()


def test_the_same_name_in_the_own_organisation_is_shown_first_and_entered_only_when_it_is_somebody_else(
    house: House,
) -> None:
    known = make_file(make_person("AWA  Diallo"), house.organisation)

    response = send(house)

    assert f"/fr/gestion/dossiers/{known.reference}/" in response.content.decode()
    assert CaseFile.objects.count() == 1
    assert response.context["form"]["phone"].value() == "418 555-0121"

    send(house, is_another="on")
    assert CaseFile.objects.count() == 2


def test_the_same_name_in_another_organisation_is_not_hinted_at(house: House) -> None:
    theirs = make_file(make_person("Awa Diallo"), house.other)

    answer = send(house)

    assert answer.status_code == 302
    assert theirs.reference not in answer["Location"]
    assert CaseFile.objects.count() == 2


def test_a_name_and_an_address_known_elsewhere_are_refused_without_saying_where(house: House) -> None:
    make_file(make_person("Awa Diallo", email="awa@exemple.test"), house.other)

    response = send(house, email="AWA@exemple.test")

    page = response.content.decode()
    assert response.context["form"].non_field_errors() == [str(refusals.AlreadyKnown.message)]
    assert house.other.name not in page
    assert CaseFile.objects.count() == 1


def test_whoever_has_a_login_asks_for_themself(house: House) -> None:
    make_user(name="Awa Diallo", email="awa@exemple.test")

    assert send(house, email="awa@exemple.test").context["form"].non_field_errors()
    assert not CaseFile.objects.exists()


def test_a_guest_known_by_name_and_address_is_the_same_person(house: House) -> None:
    guest = make_person("Awa Diallo", email="awa@exemple.test")

    send(house, name="awa diallo", email="awa@exemple.test")

    assert CaseFile.objects.get().person == guest
    assert Person.objects.filter(folded="awa diallo").count() == 1


def test_an_edition_that_the_organisation_does_not_run_cannot_be_asked_for(house: House) -> None:
    elsewhere = make_edition(state="open")
    make_partner(edition=elsewhere, organisation=house.other)

    assert send(house, edition=elsewhere.pk).context["form"].errors["edition"]
    with pytest.raises(refusals.NotAPartner):
        actions.enter(
            organisation=house.organisation,
            name="Awa",
            language="fr",
            phone="1",
            edition=elsewhere,
            by=house.caseworker.person,
        )
    assert not CaseFile.objects.exists()


def test_nobody_enters_a_person_for_an_organisation_that_is_not_theirs(house: House) -> None:
    assert send(house, organisation=house.other.pk).context["form"].errors["organisation"]
    assert not CaseFile.objects.exists()


def test_a_step_is_filled_in_for_the_person_by_the_form_they_would_see(house: House) -> None:
    file = make_file(organisation=house.organisation)

    answer = house.client.post(
        f"/fr/gestion/dossiers/{file.reference}/etape/reach/", {"phone": "514 555-0100", "municipality": "Laval"}
    )

    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.phone, file.municipality, file.steps_done) == ("514 555-0100", "Laval", ["reach"])
    assert Entry.objects.filter(action="case_file.described", actor=house.caseworker.person_id).exists()


def test_a_level_that_a_caseworker_enters_counts_as_evaluated(house: House) -> None:
    file = make_file(organisation=house.organisation)

    house.client.post(f"/fr/gestion/dossiers/{file.reference}/etape/languages/", {"french_oral_comprehension": "7"})

    assert file.french_levels.get().source == "evaluated"


def test_a_level_that_a_caseworker_leaves_as_it_stands_stays_the_persons_guess_with_its_day(house: House) -> None:
    file = make_file(organisation=house.organisation)
    guessed = {"oral_comprehension": "7", "oral_production": "6"}
    actions.say_french_levels(case_file=file, levels=guessed, by=file.person)
    day = timezone.localdate() - timedelta(days=90)
    file.french_levels.update(noted_on=day)

    house.client.post(
        f"/fr/gestion/dossiers/{file.reference}/etape/languages/",
        {"french_oral_comprehension": "7", "french_oral_production": "8", "language_1": "Arabe"},
    )

    found = dict(file.french_levels.values_list("skill", "source"))
    assert found == {"oral_comprehension": "declared", "oral_production": "evaluated"}
    assert file.french_levels.get(skill="oral_comprehension").noted_on == day

    house.client.post(
        f"/fr/gestion/dossiers/{file.reference}/etape/languages/",
        {"french_oral_comprehension": "7", "french_oral_production": "8", "is_confirmed": "on"},
    )
    assert set(file.french_levels.values_list("source", flat=True)) == {"evaluated"}


def test_what_is_wrong_in_a_step_is_said_and_nothing_typed_is_lost(house: House) -> None:
    file = make_file(organisation=house.organisation)

    response = house.client.post(
        f"/fr/gestion/dossiers/{file.reference}/etape/situation/", {"arrival_month": "3", "arrival_year": ""}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["arrival_year"]
    assert response.context["form"]["arrival_month"].value() == "3"


def test_a_step_that_does_not_exist_is_not_there(house: House) -> None:
    file = make_file(organisation=house.organisation)

    assert house.client.get(f"/fr/gestion/dossiers/{file.reference}/etape/nonsense/").status_code == 404
