"""The index compared with what the rooms say now, and brought to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max

from core.search import index, vocabulary
from core.search.index import BATCH, Document, identity, is_same, row_of, standing, words_of
from core.search.kinds import kind_of
from core.search.rows import Indexed


@dataclass(frozen=True)
class Drift:
    """How the index differs from what a source says: documents that are missing, that say something else, that are too many."""

    missing: int = 0
    differing: int = 0
    surplus: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.differing or self.surplus)


def rebuild(type: str) -> Drift:
    """Bring the index of a type to what its source says now; what was amiss. A transaction per 500 documents.

    What is put while this runs stays: only rows that were there at the start can turn out to be too many.
    """
    rows = Indexed.objects.filter(type=type)
    newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
    seen: set[tuple[str, int, str]] = set()
    missing = differing = 0
    for batch in _batches(type):
        with transaction.atomic():
            wanted = [row_of(document) for document in batch]
            seen.update(identity(row) for row in wanted)
            lost, changed = _compare(wanted)
            missing, differing = missing + lost, differing + changed
            index.put(batch)
            vocabulary.learn(type, words_of(wanted))
    with transaction.atomic():
        there = rows.filter(pk__lte=newest).iterator(BATCH)
        surplus = index.delete([row for row in there if identity(row) not in seen])
        vocabulary.sweep_all(type)
    return Drift(missing, differing, surplus)


def check(type: str) -> Drift:
    """Compare the index of a type with what its source says now, and change nothing. Cost: 1 query per 500 documents."""
    seen: set[tuple[str, int, str]] = set()
    missing = differing = 0
    for batch in _batches(type):
        wanted = [row_of(document) for document in batch]
        seen.update(identity(row) for row in wanted)
        lost, changed = _compare(wanted)
        missing, differing = missing + lost, differing + changed
    there = Indexed.objects.filter(type=type).values_list("key", "language").iterator()
    return Drift(missing, differing, sum((type, key, language) not in seen for key, language in there))


def is_sound() -> bool:
    """Whether SQLite's index holds exactly the terms that stand in the table; PostgreSQL generates its own from them."""
    if connection.vendor != "sqlite":
        return True
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("INSERT INTO core_search_fts (core_search_fts, rank) VALUES ('integrity-check', 1)")
        except Exception as broken:
            if "malformed" not in str(broken):
                raise
            transaction.set_rollback(True)
            return False
    return True


def mend() -> None:
    """Make SQLite's index anew from the terms in the table."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_search_fts (core_search_fts) VALUES ('rebuild')")


def _batches(type: str) -> Iterator[list[Document]]:
    documents = iter(kind_of(type).documents())
    while batch := list(islice(documents, BATCH)):
        yield batch


def _compare(wanted: list[Indexed]) -> tuple[int, int]:
    """Of these documents, how many the index does not have, and how many it has otherwise. Cost: 1 query."""
    there = standing(wanted)
    missing = sum(identity(row) not in there for row in wanted)
    return missing, sum(not is_same(row, there.get(identity(row))) for row in wanted) - missing
