"""Occupations are found by the words people use, in either language and either gender."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from core.reference import loading
from core.reference.models import MajorGroup, OccupationWord, SourceList, Status, UnitGroup
from core.reference.occupation_search import describe, exactly, search_occupations

pytestmark = pytest.mark.django_db


def codes(words: str, language: str = "fr", limit: int = 20) -> list[str]:
    return [choice.code for choice in search_occupations(words, language, limit)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("infirmière", "31301"),
        ("infirmier", "31301"),
        ("INFIRMIERES", "31301"),
        ("nurse", "31301"),
        ("soudeuse", "72106"),
        ("soudage", "72106"),
        ("welder", "72106"),
        ("développeuse web", "21234"),
        ("software developer", "21232"),
        ("préposé aux bénéficiaires", "33102"),
        ("PAB", "33102"),
        ("prepose beneficiaire", "33102"),
        ("cuisiniere", "63200"),
        ("truck driver", "73300"),
        ("chauffeur de camion", "73300"),
        ("comptable", "11100"),
        ("educatrice cpe", "42202"),
        ("femme de ménage", "65310"),
        ("plombi", "72300"),
        ("31301", "31301"),
        ("mécanicienne automobile", "72410"),
    ],
)
def test_an_everyday_name_leads_to_its_unit_group(words: str, code: str) -> None:
    assert codes(words)[0] == codes(words, "en")[0] == code


@pytest.mark.parametrize(("typed", "code"), [("infermiere", "31301"), ("souduer", "72106"), ("electricein", "72200")])
def test_one_wrong_letter_is_forgiven(typed: str, code: str) -> None:
    assert codes(typed)[0] == code


@pytest.mark.parametrize("words", ["", " ", "…", "zzzzzz", "soudeur infirmière"])
def test_words_that_lead_nowhere_find_nothing(words: str) -> None:
    assert codes(words) == []


def test_no_code_is_offered_twice_and_the_list_has_an_end() -> None:
    many = codes("technicien")

    assert len(many) == len(set(many)) > 5
    assert codes("technicien", limit=3) == many[:3]


def test_a_choice_is_named_in_the_language_of_the_page_and_says_that_it_is_not_official() -> None:
    french, english = (search_occupations("welder", language)[0] for language in ("fr", "en"))

    assert (str(french.title), str(english.title)) == ("Soudeur, soudeuse", "Welder")
    assert not french.is_verified
    assert str(french.group) == "Métiers, transport, machinerie et domaines apparentés (CNP 72)"
    assert str(english.group) == "Trades, transport and equipment operators and related occupations (NOC 72)"


def test_a_major_group_is_offered_after_what_is_closer() -> None:
    assert codes("health")[-1] == "33"
    assert all(len(code) == 5 for code in codes("health")[:1])


def test_digits_lead_to_their_group_and_what_it_holds() -> None:
    found = codes("72")

    assert found[0] == "72"
    assert {code[:2] for code in found} == {"72"}


def test_a_short_word_leads_to_all_it_may_mean() -> None:
    assert set(codes("dev")) >= {"21230", "21232", "21234"}


def test_official_titles_take_the_place_of_everyday_names_and_keep_their_words() -> None:
    UnitGroup.objects.create(
        code="72106", name_fr="Soudeurs et opérateurs", major_group_id="72", status=Status.VERIFIED
    )

    choice = search_occupations("welding", "fr")[0]

    assert (choice.code, str(choice.title), choice.is_verified) == ("72106", "Soudeurs et opérateurs", True)
    assert codes("infirmière") == []  # the official file does not hold it


def test_a_code_is_described_as_it_was_offered() -> None:
    found = describe("31301", "en")

    assert found
    assert str(found.title) == "Nurse"
    assert describe("72", "fr") is not None
    assert describe("99999", "fr") is None


def test_a_name_given_in_full_is_that_choice_and_a_part_of_it_is_none() -> None:
    choices = search_occupations("infirmier", "fr")

    for words in ("infirmière", "Infirmier", "infirmier, infirmiere"):
        named = exactly(words, choices)
        assert named
        assert named.code == "31301"
    assert exactly("soins infirmiers", choices) is None


def test_a_search_costs_three_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        search_occupations("infermiere", "fr")


# ------------------------------------------------------------------ the data file


def test_every_code_is_of_a_known_major_group_and_five_digits_long() -> None:
    items = loading.read()["occupation_words"]["items"]
    known = set(MajorGroup.objects.values_list("pk", flat=True))

    assert [item for item in items if len(item["unit_group"]) != 5 or item["unit_group"][:2] not in known] == []
    assert len(items) >= 150


def test_every_name_stands_in_both_languages_and_each_code_once() -> None:
    items = loading.read()["occupation_words"]["items"]

    assert [item for item in items if not item.get("name_fr") or not item.get("name_en")] == []
    assert len({item["unit_group"] for item in items}) == len(items)


def test_the_list_says_that_it_was_written_from_memory() -> None:
    listed = SourceList.objects.get(pk="occupation_words")

    assert listed.status == Status.MEMORY
    assert "from memory" in listed.source
    assert set(OccupationWord.objects.values_list("status", flat=True)) == {Status.MEMORY}


@pytest.mark.parametrize("code", ["99100", "3130", "3130a", 31301, None])
def test_a_code_that_no_major_group_holds_is_refused(code: object) -> None:
    item = {"code": "x", "unit_group": code, "name_fr": "X", "name_en": "X"}
    with pytest.raises(loading.BadData), transaction.atomic():
        loading.load({"occupation_words": {"source": "s", "status": "memory", "items": [item]}})


def test_the_database_refuses_a_name_in_another_group_than_its_code_says() -> None:
    with pytest.raises(IntegrityError, match="occupation_word_is_of_the_group_its_code_names"), transaction.atomic():
        OccupationWord.objects.create(code="x", unit_group="31301", name_fr="X", major_group_id="72")


def test_names_do_not_depend_on_the_language_that_was_active_before() -> None:
    with override("en"):
        assert str(search_occupations("welder", "fr")[0].title) == "Soudeur, soudeuse"
