"""Many write the index at once."""

import threading
from typing import Any

import pytest
from django.db import connection

from core import search
from core.search import Document, Indexed, KnownWord, upkeep


@pytest.mark.race
def test_two_who_write_the_same_words_at_once_lose_none(committed_db: str, jobs: list[Document]) -> None:
    """One takes the last document of a word away while another puts the word into a new one."""
    troubles: list[Exception] = []
    begin = threading.Barrier(4)

    def work(number: int) -> None:
        try:
            begin.wait()
            for turn in range(10):
                search.put([Document("test.job", number, "fr", "Soudeur de Saguenay" if turn % 2 else "Facteur")])
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    assert search.find("soudeur saguenay", type="test.job").keys == [1, 2, 3, 4]
    held = {word for said in Indexed.objects.values_list("title_terms", flat=True) for word in said.split()}
    assert {"soudeur", "saguenay"} <= held
    assert set(KnownWord.objects.values_list("word", flat=True)) >= {"soudeur", "saguenay"}
    assert upkeep.is_sound()


@pytest.mark.django_db
def test_a_word_that_is_swept_between_its_making_and_its_holding_is_made_again(jobs: list[Document]) -> None:
    """Another transaction had made it, so that ours made nothing, and a sweep saw no document that holds it."""
    swept: list[int] = []

    def sweeping(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        done = execute(sql, parameters, many, context)
        if sql.startswith("INSERT") and KnownWord._meta.db_table in sql and not swept:
            swept.append(KnownWord.objects.filter(word="soudeur").delete()[0])
        return done

    with connection.execute_wrapper(sweeping):
        search.put([Document("test.job", 1, "fr", "Soudeur de Saguenay")])

    assert swept == [1]
    assert {"soudeur", "saguenay"} <= set(KnownWord.objects.values_list("word", flat=True))
    assert upkeep.is_sound()
