"""The list of people: found, narrowed, taken away."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit import Entry
from people.oversight.models import ReadEntry
from people.participants import actions
from people.participants.models import CaseFile
from tests.factories.accounts import make_person, make_region, sign_in
from tests.factories.house import House
from tests.factories.participants import make_candidacy, make_card, make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db
URL = "/fr/gestion/personnes/"


def found(house: House, query: str = "") -> list[str]:
    return [file.person.name for file, _card, _oral in house.client.get(f"{URL}{query}").context["rows"]]


def follow(house: House, name: str, **facts: Any) -> CaseFile:
    return make_file(make_person(name), house.organisation, **facts)


def test_people_of_the_own_organisation_stand_by_name_and_nobody_else_does(house: House) -> None:
    follow(house, "Zoé Roy"), follow(house, "Élise Nguyen")
    make_file(make_person("Ana Ferreira"), house.other)

    assert found(house) == ["Élise Nguyen", "Zoé Roy"]


def test_the_words_of_a_search_stand_in_no_address(house: House) -> None:
    follow(house, "Élise Nguyen"), follow(house, "Zoé Roy")

    answer = house.client.post(f"{URL}chercher/", {"words": "nguyen elise", "state": ""})

    assert answer["Location"] == URL
    assert found(house) == ["Élise Nguyen"]
    house.client.post(f"{URL}chercher/", {"words": ""})
    assert len(found(house)) == 2


def test_a_person_is_found_by_the_number_of_the_file(house: House) -> None:
    file = follow(house, "Zoé Roy")
    follow(house, "Élise Nguyen")

    house.client.post(f"{URL}chercher/", {"words": file.reference.lower()})

    assert found(house) == ["Zoé Roy"]


def test_a_search_keeps_the_filters(house: House) -> None:
    answer = house.client.post(f"{URL}chercher/", {"words": "roy", "state": "intake", "french": "99"})

    assert answer["Location"] == f"{URL}?state=intake"


def test_edition_and_state_are_of_the_same_request(house: House) -> None:
    first, second = (make_edition(state="open") for _number in range(2))
    for edition in (first, second):
        make_partner(edition=edition, organisation=house.organisation)
    person = make_person("Zoé Roy", email="z@exemple.test")
    decided = make_candidacy(person, first)
    make_candidacy(person, second)
    actions.decide(candidacy=decided, outcome="eligible", reason="Vu.", by=house.caseworker.person)

    assert found(house, f"?edition={first.pk}&state=eligible") == ["Zoé Roy"]
    assert found(house, f"?edition={second.pk}&state=eligible") == []


def test_people_are_narrowed_by_caseworker_french_occupation_and_region(house: House) -> None:
    zoe, elise = follow(house, "Zoé Roy"), follow(house, "Élise Nguyen")
    actions.take(case_file=zoe, caseworker=house.colleague.person, by=house.colleague.person)
    actions.say_french_levels(case_file=zoe, levels={"oral_comprehension": "8", "oral_production": "7"}, by=zoe.person)
    actions.say_french_levels(case_file=elise, levels={"oral_comprehension": "12"}, by=elise.person)
    make_card(zoe.person, regions=[make_region("02")])
    make_card(elise.person, occupation="21211", goes_anywhere=True)

    assert found(house, f"?caseworker={house.colleague.person_id}") == ["Zoé Roy"]
    assert found(house, "?caseworker=nobody") == ["Élise Nguyen"]
    assert found(house, "?french=7") == ["Zoé Roy"]
    assert found(house, "?french=8") == []
    assert found(house, "?major_group=72") == ["Zoé Roy"]
    assert found(house, "?region=02") == ["Élise Nguyen", "Zoé Roy"]
    assert found(house, "?region=05") == ["Élise Nguyen"]


def test_a_filter_that_is_nonsense_narrows_nothing(house: House) -> None:
    follow(house, "Zoé Roy")

    assert found(house, "?state=nonsense&caseworker=0&edition=x") == ["Zoé Roy"]


def test_the_second_page_goes_on_and_the_list_costs_the_same_queries(house: House) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            house.client.get(URL)
        return len(captured)

    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    make_card(make_candidacy(make_person(), edition).case_file.person)
    house.client.get(URL)
    few = queries()
    for number in range(52):
        file = follow(house, f"Personne {number:02}")
        make_candidacy(file.person, edition)
        make_card(file.person)

    assert queries() == few
    assert few <= 20
    assert len(found(house, "?page=2")) == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_holds_what_the_list_shows_and_is_noted_for_everybody_on_it(house: House, form: str) -> None:
    zoe = follow(house, "Zoé Roy", phone="=1+1")
    follow(house, "Élise Nguyen")
    actions.take(case_file=zoe, caseworker=house.colleague.person, by=house.colleague.person)

    response = house.client.get(f"{URL}exporter/{form}/?caseworker={house.colleague.person_id}")

    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # streamed
    if form == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert zoe.reference in lines[1]
        assert "Zoé Roy" in lines[1]
        assert "'=1+1" in lines[1]
    noted = ReadEntry.objects.get(kind="export")
    assert (noted.subject, noted.organisation) == (zoe.person_id, house.organisation)
    assert Entry.objects.get(action="people.exported").values == {"format": form, "rows": 1}


def test_an_export_asks_for_a_fresh_sign_in(house: House) -> None:
    sign_in(house.client, house.caseworker, fresh=False)

    assert house.client.get(f"{URL}exporter/csv/").status_code == 302
    assert not ReadEntry.objects.exists()


def test_an_unknown_form_of_export_is_not_there(house: House) -> None:
    assert house.client.get(f"{URL}exporter/pdf/").status_code == 404
