"""Writing the index, in the transaction of the fact: what a document says, and that it is gone."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from core.search import vocabulary
from core.search.analysis import terms
from core.search.kinds import kind_of
from core.search.query import facets
from core.search.rows import Indexed, IndexedTerms

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


@dataclass(frozen=True)
class Analysed:
    """A document as the index keeps it."""

    document: Document
    title_terms: str
    text_terms: str
    facets: str
    digest: str

    @classmethod
    def of(cls, document: Document) -> "Analysed":
        names = kind_of(document.type).names
        title, text = (
            " ".join(sorted(terms(said, document.language, names=names))) for said in (document.title, document.text)
        )
        limits = " ".join(facets(document.type, document.language, document.audience))
        digest = hashlib.sha256(f"{title}\n{text}\n{limits}".encode()).hexdigest()[:32]
        return cls(document, title, text, limits, digest)

    def row(self) -> Indexed:
        one = self.document
        return Indexed(
            type=one.type,
            key=one.key,
            language=one.language,
            audience=one.audience,
            owner=one.owner,
            boost=one.boost,
            digest=self.digest,
        )

    def words(self) -> set[str]:
        return vocabulary.learnable([*self.title_terms.split(), *self.text_terms.split()])

    @property
    def standing(self) -> tuple[str, int | None, int, str]:
        """What is compared to tell whether the index must be written."""
        return self.digest, self.document.owner, self.document.boost, self.document.audience


@transaction.atomic
def put(documents: Iterable[Document]) -> int:
    """Write what these documents say now, in the caller's transaction; the number that had changed.

    Cost, per 500 documents of one type: 1 query if none changed, else about 6; with new words 4 more, with words that
    went 2 more. A document of a type that nobody declared raises UnknownType.
    """
    written = 0
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        # Of two documents of one identity the later one counts; all processes write in one order.
        latest = {document.identity: document for document in batch}
        for type in sorted({document.type for document in latest.values()}):
            mine = [latest[identity] for identity in sorted(latest) if identity[0] == type]
            written += _put(type, [Analysed.of(document) for document in mine])
    return written


def _put(type: str, wanted: list[Analysed]) -> int:
    there = {
        (row.type, row.key, row.language): row
        for row in Indexed.objects.filter(type=type, key__in={one.document.key for one in wanted})
    }
    changed = [one for one in wanted if not _stands(one, there.get(one.document.identity))]
    if not changed:
        return 0
    before = _words_of([there[one.document.identity].pk for one in changed if one.document.identity in there])
    rows = Indexed.objects.bulk_create(
        [one.row() for one in changed],
        update_conflicts=True,
        unique_fields=["type", "key", "language"],
        update_fields=["audience", "owner", "boost", "digest"],
    )
    IndexedTerms.objects.bulk_create(
        [
            IndexedTerms(document_id=row.pk, title_terms=one.title_terms, text_terms=one.text_terms, facets=one.facets)
            for row, one in zip(rows, changed, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["title_terms", "text_terms", "facets"],
    )
    now = {word for one in changed for word in one.words()}
    vocabulary.learn(type, now)
    vocabulary.sweep(type, before - now)
    return len(changed)


def _stands(one: Analysed, row: Indexed | None) -> bool:
    return row is not None and (row.digest, row.owner, row.boost, row.audience) == one.standing


def _words_of(rows: Collection[int]) -> set[str]:
    if not rows:
        return set()
    kept = IndexedTerms.objects.filter(pk__in=rows).values_list("title_terms", "text_terms")
    return {word for pair in kept for said in pair for word in vocabulary.learnable(said.split())}


@transaction.atomic
def remove(type: str, keys: Iterable[int]) -> int:
    """Take documents out, in every language, in the caller's transaction; how many. Cost: 4 queries per 500, and those of a sweep."""
    gone = 0
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        gone += delete(Indexed.objects.filter(type=type, key__in=batch).values_list("pk", "type"))
    return gone


def delete(rows: Iterable[tuple[int, str]]) -> int:
    """Take out rows given as (pk, type), and the words that nothing else holds."""
    gone = 0
    for type, pks in _by_type(rows):
        words = _words_of(pks)
        IndexedTerms.objects.filter(pk__in=pks).delete()
        gone += Indexed.objects.filter(pk__in=pks).delete()[0]
        vocabulary.sweep(type, words)
    return gone


def _by_type(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[str, list[int]]]:
    of_type: dict[str, list[int]] = {}
    for pk, type in rows:
        of_type.setdefault(type, []).append(pk)
    for type in sorted(of_type):
        pks = sorted(of_type[type])
        for start in range(0, len(pks), BATCH):
            yield type, pks[start : start + BATCH]


@transaction.atomic
def forget_owner(*owners: int) -> int:
    """Erasure: take out every document about these Persons, and leave no word of theirs in any page of the index.

    Answers how many documents. Give all at once: SQLite writes its whole index anew, a second or two per 100,000 documents.
    """
    gone = delete(list(Indexed.objects.filter(owner__in=owners).values_list("pk", "type")))
    if gone:
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
