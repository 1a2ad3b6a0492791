"""Writing the index, in the transaction of the fact: what a document says, and that it is gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from core.search import vocabulary
from core.search.analysis import terms
from core.search.kinds import kind_of
from core.search.query import facets
from core.search.rows import Indexed

BATCH = 500


@dataclass(frozen=True)
class Document:
    """What a room has to say of one thing in one language.

    ``key``: of the row it stands for. ``language`` empty: names, or a text of unknown language. ``audience``: one label that
    questions are narrowed by. ``owner``: id of the Person it is about, so that erasure takes it along. ``boost`` is added to
    the score, in which a word of the title counts 3 and a word of the text 1.
    """

    type: str
    key: int
    language: str
    title: str
    text: str = ""
    audience: str = ""
    owner: int | None = None
    boost: int = 0

    @property
    def identity(self) -> tuple[str, int, str]:
        return self.type, self.key, self.language


#: What a put writes over.
CONTENT = ["audience", "owner", "boost", "title_terms", "text_terms", "facets"]


def row_of(document: Document) -> Indexed:
    """The document as the index keeps it. Raises UnknownType."""
    names = kind_of(document.type).names
    title, text = (
        " ".join(sorted(terms(said, document.language, names=names))) for said in (document.title, document.text)
    )
    return Indexed(
        type=document.type,
        key=document.key,
        language=document.language,
        audience=document.audience,
        owner=document.owner,
        boost=document.boost,
        title_terms=title,
        text_terms=text,
        facets=" ".join(facets(document.type, document.language, document.audience)),
    )


def identity(row: Indexed) -> tuple[str, int, str]:
    return row.type, row.key, row.language


def is_same(one: Indexed, other: Indexed | None) -> bool:
    """Whether the index says the same in both."""
    return other is not None and all(getattr(one, name) == getattr(other, name) for name in CONTENT)


def standing(rows: Collection[Indexed]) -> dict[tuple[str, int, str], Indexed]:
    """What the index has of these documents, by identity. Cost: 1 query."""
    types, keys = {row.type for row in rows}, {row.key for row in rows}
    return {identity(row): row for row in Indexed.objects.filter(type__in=types, key__in=keys)}


def words_of(rows: Iterable[Indexed]) -> set[str]:
    """The words that rows make known."""
    return {
        word
        for row in rows
        for said in (row.title_terms, row.text_terms)
        for word in vocabulary.learnable(said.split())
    }


@transaction.atomic
def put(documents: Iterable[Document]) -> int:
    """Write what these documents say now, in the caller's transaction; the number that had changed.

    Cost, per 500 documents of one type: 1 query if none changed, else 3; with new words 3 more, with words that went at
    least 1 more, per 100 of them. Raises UnknownType.
    """
    written = 0
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        # Of two documents of one identity the later one counts; all processes write in one order.
        latest = {document.identity: document for document in batch}
        for type in sorted({document.type for document in latest.values()}):
            mine = [latest[identity] for identity in sorted(latest) if identity[0] == type]
            written += _put(type, [row_of(document) for document in mine])
    return written


def _put(type: str, wanted: list[Indexed]) -> int:
    there = standing(wanted)
    changed = [row for row in wanted if not is_same(row, there.get(identity(row)))]
    if not changed:
        return 0
    Indexed.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["type", "key", "language"], update_fields=CONTENT
    )
    before = words_of(there[identity(row)] for row in changed if identity(row) in there)
    now = words_of(changed)
    vocabulary.learn(type, now)
    vocabulary.sweep(type, before - now)
    return len(changed)


@transaction.atomic
def remove(type: str, keys: Iterable[int]) -> int:
    """Take documents out, in every language, in the caller's transaction; how many. Cost: 2 queries per 500, and those of a sweep."""
    gone = 0
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        gone += delete(Indexed.objects.filter(type=type, key__in=batch))
    return gone


def delete(rows: Iterable[Indexed]) -> int:
    """Take out rows, and the words that nothing else holds; how many."""
    of_type: dict[str, list[Indexed]] = {}
    for row in rows:
        of_type.setdefault(row.type, []).append(row)
    gone = 0
    for type, mine in sorted(of_type.items()):
        pks = sorted(row.pk for row in mine)
        for start in range(0, len(pks), BATCH):
            gone += Indexed.objects.filter(pk__in=pks[start : start + BATCH]).delete()[0]
        vocabulary.sweep(type, words_of(mine))
    return gone


@transaction.atomic
def forget_owner(*owners: int) -> int:
    """Erasure: take out every document about these Persons, and leave no word of theirs in any page of the index.

    Answers how many documents. What a room took out or wrote over before leaves no trace either. Give all at once: SQLite
    then writes its index anew, about a second per 100,000 documents, unless nothing changed since the last time.
    """
    gone = delete(list(Indexed.objects.filter(owner__in=owners)))
    _leave_no_trace()
    return gone


def move_owner(*, keep: int, gone: int) -> int:
    """Two Persons are one: documents about ``gone`` are about ``keep``. Cost: 1 query."""
    return Indexed.objects.filter(owner=gone).update(owner=keep)


def _leave_no_trace() -> None:
    """FTS5 notes a deletion beside the words it deletes, until its parts are merged. PostgreSQL's dump holds rows alone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_search_fts (core_search_fts) VALUES ('optimize')")
