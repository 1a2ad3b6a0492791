"""What is found, in which order: the lists below are what both databases must answer."""

from typing import Any

import pytest

from core import search
from core.search import Document
from people.accounts.models import Person
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def indexed(jobs: list[Document]) -> None:
    search.put(jobs)


def found(words: str, **how: Any) -> list[tuple[int, int]]:
    return [(hit.key, hit.score) for hit in search.find(words, type="test.job", **how)]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("soudeur", [(1, 3), (2, 3)]),
        ("SOUDEUSES", [(1, 3), (2, 3)]),
        ("welders", [(3, 3)]),
        ("saguenay", [(2, 1), (3, 1)]),
        ("infirmier", [(4, 3), (5, 1)]),
        ("infirmière soins", [(4, 4), (5, 2)]),
        ("soins infirmiere psychiatrie", [(4, 5)]),
        ("préposée bénéficiaire", [(5, 6)]),
        ("directeur", [(7, 3)]),
        ("l'île", [(8, 1)]),
        ("ile d’orleans", [(8, 2)]),
        ("c++", [(6, 3)]),
        ("c#", [(9, 1)]),
        (".NET", [(9, 1)]),
        ("trois rivières", [(1, 2)]),
        ("trois-rivières", [(1, 2)]),
        ("troisrivieres", [(1, 1)]),
        ("rh", [(7, 3)]),
        ("human resources", [(7, 3)]),
        ("rh paie", [(7, 4)]),
        ("informatique", [(10, 3), (6, 1)]),
        ("développeuse", [(6, 3), (9, 3)]),
        ("dév", [(6, 3), (9, 3)]),
        ("de", [(9, 3), (6, 3), (10, 1)]),
        ("soudeur saguenay", [(2, 4)]),
        ("saguenay soudeur", [(2, 4)]),
        ("soudeur infirmier", []),
        ("d' ;-) * \" ' ( NEAR", []),
        ("", []),
        ("…", []),
    ],
)
def test_a_question_finds_the_same_in_the_same_order_on_both_databases(words: str, hits: list[tuple[int, int]]) -> None:
    assert sorted(found(words), key=lambda hit: (-hit[1], hit[0])) == found(words)
    assert found(words) == sorted(hits, key=lambda hit: (-hit[1], hit[0]))


def test_signs_of_the_databases_own_languages_are_only_words() -> None:
    for words in [
        'soud* OR "x',
        "title_terms : soudeur",
        "soudeur & !acier",
        "'; DROP TABLE x; --",
        "soudeur\x00",
        "= =t1",
        "=t",
    ]:
        search.find(words, type="test.job")
        search.matching(words, type="test.job")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("soudeurr", [1, 2]),
        ("sodeur", [1, 2]),
        ("suodeur", [1, 2]),
        ("saguenai", [2, 3]),
        ("phychiatrie", [4]),
        ("cuisinnier", [8]),
        ("welcer", [3]),
        ("infermiere psychiatrei", [4]),
        ("soudddeur", []),
        ("pyhton", [9]),
        ("acyer", [1]),
        ("paei", []),
    ],
)
def test_one_wrong_letter_is_forgiven_in_words_of_five(typed: str, keys: list[int]) -> None:
    answer = search.find(typed, type="test.job")

    assert answer.keys == keys
    assert answer.is_corrected is bool(keys)


def test_nothing_is_forgiven_where_the_words_as_typed_find_something() -> None:
    search.put([Document("test.job", 20, "fr", "Soudear")])

    answer = search.find("soudear", type="test.job")

    assert (answer.keys, answer.is_corrected) == ([20], False)


def test_the_last_word_may_be_unfinished_and_the_others_not() -> None:
    assert found("soins psy") == [(4, 2)]
    assert found("psy soins") == []
    assert found("soins psy", prefix=False) == []


def test_documents_of_one_language_alone() -> None:
    assert found("saguenay", language="en") == [(3, 1)]
    assert found("soudeuses", language="en") == []


def test_a_key_found_in_two_languages_counts_once_by_its_better_score() -> None:
    search.put([Document("test.job", 2, "en", "Workshop", "Welder in Saguenay")])

    answer = search.find("saguenay", type="test.job")

    assert ([(hit.key, hit.score) for hit in answer], answer.total) == ([(2, 1), (3, 1)], 2)


def test_only_the_audiences_asked_for_are_found() -> None:
    search.put(
        Document("test.job", key, "fr", "Facteur", audience=audience)
        for key, audience in ((30, "public"), (31, "organisation/1"), (32, "organisation/2"))
    )

    assert [key for key, _score in found("facteur", audiences=["organisation/1", "public"])] == [30, 31]
    assert [key for key, _score in found("facteur")] == [30, 31, 32]
    assert found("facteur", audiences=[]) == []
    assert found("facteurr", audiences=["organisation/3"]) == []


def test_pages_follow_each_other_and_know_how_many_there_are() -> None:
    search.put(Document("test.job", key, "fr", "Facteur", boost=key % 3) for key in range(100, 110))

    pages = [search.find("facteurs", type="test.job", limit=4, offset=offset) for offset in (0, 4, 8, 12)]

    assert [page.keys for page in pages] == [[101, 104, 107, 100], [103, 106, 109, 102], [105, 108], []]
    assert {page.total for page in pages} == {10}


def test_names_are_found_by_the_beginning_of_each_word_and_are_not_stemmed() -> None:
    names = ["Marie-Ève D’Amours", "Mariève Damours", "Le Thi Hoa", "Émile Lefèvre", "Anne Marié"]
    search.put(Document("test.name", key, "", name) for key, name in enumerate(names, 1))

    def people(words: str) -> list[int]:
        return search.find(words, type="test.name").keys

    assert people("mar") == [1, 2, 5]
    assert people("amours mar") == [1]
    assert people("damours") == [1, 2]
    assert people("d'amours") == [1, 2]
    assert people("marie-eve") == [1]
    assert people("marieeve") == [1]
    assert people("le") == [3, 4]
    assert people("le thi") == [3]
    assert people("lefebre") == [4]
    assert people("lefevres") == [4]


def test_a_room_adds_words_that_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.search import synonyms

    monkeypatch.setattr(synonyms, "_declared", [])
    synonyms.forget()
    search.declare_synonyms(["pab", "préposé aux bénéficiaires"])

    assert found("pab") == [(5, 3)]
    synonyms.forget()


def test_a_type_that_no_room_declared_is_an_error() -> None:
    with pytest.raises(search.UnknownType):
        search.find("x", type="test.nothing")
    with pytest.raises(search.UnknownType):
        search.put([Document("test.nothing", 1, "fr", "x")])


def test_a_question_costs_one_query_and_one_more_a_mistyped_word(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        search.find("soudeur saguenay", type="test.job")
    with django_assert_num_queries(4):
        search.find("sodeur saguenai", type="test.job")


def test_a_list_is_narrowed_to_what_its_reader_may_see_and_only_that_decides_what_is_forgiven() -> None:
    mine, foreign = make_person("Rania Haddad"), make_person("Rania Hadad")
    search.put(Document("test.name", person.pk, "", person.name) for person in (mine, foreign))
    seen = Person.objects.filter(pk=mine.pk)

    assert list(search.narrow(seen, "hadad", type="test.name")) == [mine]
    assert list(seen.filter(pk__in=search.matching("hadad", type="test.name"))) == []
    assert list(seen.filter(pk__in=search.matching("haddda", type="test.name"))) == [mine]
    assert list(search.narrow(seen, "…", type="test.name")) == [mine]
    assert list(search.narrow(seen, "tremblay", type="test.name")) == []
    assert list(search.narrow(seen, "haddad", type="test.name", audiences=[])) == []


def test_narrowing_combines_with_what_a_list_already_asks(django_assert_num_queries: Any) -> None:
    people = [make_person("Rania Haddad"), make_person("Karim Haddad")]
    search.put(Document("test.name", person.pk, "", person.name) for person in people)

    with django_assert_num_queries(2):
        found = search.narrow(Person.objects.exclude(pk=people[0].pk), "hadd", type="test.name")
        assert list(found.order_by("name")[:20]) == [people[1]]
    with django_assert_num_queries(2):
        assert Person.objects.filter(pk__in=search.matching("hadd rani", type="test.name")).count() == 1
