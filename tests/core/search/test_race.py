"""Many write the index at once."""

import threading

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
