"""The index follows what is written, and forgets what is gone."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core import personal, search
from core.search import Document, Indexed, KnownWord, WordTrigram, upkeep
from people.privacy.actions import merge
from tests.factories.accounts import make_person, make_user

pytestmark = pytest.mark.django_db


def keys(words: str, type: str = "test.job") -> list[int]:
    return search.find(words, type=type).keys


@pytest.fixture
def indexed(jobs: list[Document]) -> list[Document]:
    search.put(jobs)
    return jobs


def test_a_document_that_changed_is_found_by_what_it_says_now(indexed: list[Document]) -> None:
    written = search.put([Document("test.job", 2, "fr", "Chaudronnier", "Atelier à Lévis")])

    assert written == 1
    assert (keys("chaudronniere"), keys("levis"), keys("saguenay")) == ([2], [2], [3])


def test_putting_the_same_again_writes_nothing_and_asks_once(
    indexed: list[Document], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1 + 2):  # and the savepoint of the action
        assert search.put(indexed) == 0


def test_putting_is_paid_by_the_batch(jobs: list[Document], django_assert_num_queries: Any) -> None:
    search.put(jobs[:1])
    with django_assert_num_queries(6 + 2):
        search.put(jobs[1:4])
    with django_assert_num_queries(6 + 2):
        search.put(jobs[4:5])


@pytest.mark.parametrize("change", [{"audience": "organisation/2"}, {"owner": 7}, {"boost": 5}])
def test_what_is_not_a_word_is_written_too(indexed: list[Document], change: dict[str, Any]) -> None:
    given: dict[str, Any] = {"audience": "", "owner": None, "boost": 0} | change

    written = search.put([Document("test.job", 4, "fr", indexed[3].title, indexed[3].text, **given)])

    assert written == 1
    row = Indexed.objects.get(type="test.job", key=4)
    assert {name: getattr(row, name) for name in given} == given


def test_of_two_documents_of_one_thing_the_later_counts(jobs: list[Document]) -> None:
    search.put([Document("test.job", 1, "fr", "Premier"), Document("test.job", 1, "fr", "Second")])

    assert (keys("premier"), keys("second")) == ([], [1])


def test_the_index_follows_a_rollback(indexed: list[Document]) -> None:
    with transaction.atomic():
        search.put([Document("test.job", 2, "fr", "Chaudronnier")])
        search.remove("test.job", [4])
        assert (keys("chaudronnier"), keys("psychiatrie")) == ([2], [])
        transaction.set_rollback(True)

    assert (keys("chaudronnier"), keys("soudeur"), keys("psychiatrie")) == ([], [1, 2], [4])
    assert upkeep.is_sound()


def test_a_savepoint_is_followed_too(indexed: list[Document]) -> None:
    with transaction.atomic():
        search.put([Document("test.job", 11, "fr", "Facteur")])
        with transaction.atomic():
            search.put([Document("test.job", 12, "fr", "Factrice")])
            transaction.set_rollback(True)

    assert keys("factrice") == [11]


def test_what_is_removed_is_found_no_more_in_any_language(indexed: list[Document]) -> None:
    search.put([Document("test.job", 2, "en", "Ironmonger")])

    assert search.remove("test.job", [2, 99]) == 2

    assert (keys("soudeur"), keys("ironmonger")) == ([1], [])


def test_rows_deleted_by_any_way_leave_the_index(indexed: list[Document]) -> None:
    Indexed.objects.filter(key=2).delete()

    assert keys("soudeur") == [1]
    assert upkeep.is_sound()


def test_a_word_is_known_as_long_as_a_document_holds_it(indexed: list[Document]) -> None:
    def known(word: str) -> bool:
        return KnownWord.objects.filter(type="test.job", word=word).exists()

    assert known("saguenay")
    search.put([Document("test.job", 2, "fr", "Soudeur")])
    assert known("saguenay")  # the other one holds it
    search.remove("test.job", [3])
    assert not known("saguenay")
    assert not WordTrigram.objects.filter(gram="gue").exists()


def test_words_of_one_type_are_not_those_of_another(indexed: list[Document]) -> None:
    search.put([Document("test.name", 1, "", "Saguenay Dragomir")])
    search.remove("test.job", [2, 3])

    assert list(KnownWord.objects.filter(word="saguenay").values_list("type", flat=True)) == ["test.name"]
    assert keys("dragomyr", "test.name") == [1]
    assert keys("dragomyr") == []


def test_one_document_a_type_key_and_language() -> None:
    Indexed.objects.create(type="test.job", key=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indexed.objects.create(type="test.job", key=1)


# ------------------------------------------------------------------ people


def test_an_erased_person_leaves_no_word_in_the_whole_database(jobs: list[Document]) -> None:
    for key in (1, 2):
        search.put([Document("test.name", key, "", f"Zorvanek{'x' * key} Marie", owner=key)])
        search.put([Document("test.job", key, "fr", "Canarivole" * key, "soudure", owner=key)])
    search.put([Document("test.job", 3, "fr", "Marie")])
    search.put([Document("test.name", 2, "", "", owner=2)])  # blanked by its room already
    search.remove("test.job", [1])

    assert search.forget_owner(1, 2) == 3

    assert keys("zorvanek", "test.name") == keys("canarivole") == keys("soudure") == []
    assert not KnownWord.objects.filter(word__in=["zorvanekx", "zorvanekxx", "canarivole"]).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM core_search_fts_data")
            blocks = b"".join(block for (block,) in cursor.fetchall())
        assert b"arivole" not in blocks
        assert b"rvanek" not in blocks
        assert b"arie" in blocks
    assert upkeep.is_sound()


def test_forgetting_somebody_the_index_does_not_know_changes_nothing(indexed: list[Document]) -> None:
    assert search.forget_owner(123456) == 0
    assert Indexed.objects.count() == len(indexed)


def test_documents_of_two_entries_that_were_one_person_have_one_owner(indexed: list[Document]) -> None:
    keep, gone = make_person("Ana Silva"), make_person("Ana Silva")
    search.put([Document("test.name", gone.pk, "", gone.name, owner=gone.pk)])

    merge(keep=keep, gone=gone, by=make_user("administrator").person)

    assert Indexed.objects.get(type="test.name").owner == keep.pk


def test_the_index_is_in_the_register() -> None:
    for model in (Indexed, KnownWord, WordTrigram):
        entry = personal.of(model)
        assert entry
        assert not any(held.export for held in entry.fields.values())


# ------------------------------------------------------------------ rebuilding


def reindex(*arguments: str) -> str:
    said = StringIO()
    call_command("reindex", *arguments, stdout=said)
    return said.getvalue()


def test_an_empty_index_is_rebuilt_from_what_the_rooms_say(jobs: list[Document]) -> None:
    assert reindex("test.job") == "test.job: 10 missing, 0 differing, 0 too many: put right\n"
    assert keys("soudeur") == [1, 2]
    assert reindex("test.job") == reindex("test.job", "--check") == "test.job: 0 missing, 0 differing, 0 too many\n"


def test_what_differs_is_counted_and_put_right(indexed: list[Document]) -> None:
    indexed[3] = Document("test.job", 4, "fr", "Infirmier")
    del indexed[0]
    indexed.append(Document("test.job", 11, "fr", "Facteur"))
    said = StringIO()

    with pytest.raises(CommandError, match=r"Run manage\.py reindex"):
        call_command("reindex", "test.job", "--check", stdout=said)

    assert said.getvalue() == "test.job: 1 missing, 1 differing, 1 too many\n"
    assert search.rebuild("test.job") == search.Drift(1, 1, 1)
    assert not search.check("test.job")
    assert (keys("facteur"), keys("psychiatrie"), keys("soudeuse")) == ([11], [], [2])


def test_rebuilding_brings_lost_words_back_and_sweeps_those_left_over(indexed: list[Document]) -> None:
    KnownWord.objects.all().delete()
    KnownWord.objects.create(type="test.job", word="personne")

    search.rebuild("test.job")

    assert keys("sodeur") == [1, 2]
    assert not KnownWord.objects.filter(word="personne").exists()


def test_a_type_that_nobody_declared_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match=r"No such type: test\.nothing"):
        reindex("test.nothing")


def test_an_index_that_lost_its_triggers_is_noticed_and_mended(indexed: list[Document]) -> None:
    """PostgreSQL has none to lose: its columns are generated."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_search_fts (core_search_fts) VALUES ('delete-all')")
        assert keys("soudeur") == []
        assert not upkeep.is_sound()

    reindex("test.job")

    assert keys("soudeur") == [1, 2]
    assert upkeep.is_sound()
