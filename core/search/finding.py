"""Reading the index: keys and scores, or a condition that narrows a queryset of the room's own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from core.search import vocabulary
from core.search.kinds import kind_of
from core.search.query import Asked, Clause, Query, fts, parse, tsquery

ModelT = TypeVar("ModelT", bound=Model)


@dataclass(frozen=True)
class Hit:
    """``score``: 3 for each word that stands in the title, 1 for one in the text, and the document's boost."""

    key: int
    score: int


@dataclass(frozen=True)
class Found:
    """Hits of one page, best first, equal ones by key; ``total`` of all pages."""

    hits: list[Hit]
    total: int
    #: Nothing holds the words as they were typed: these hold words that are one letter away.
    is_corrected: bool = False

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def keys(self) -> list[int]:
        return [hit.key for hit in self.hits]


def find(
    words: str,
    *,
    type: str,
    language: str = "",
    audiences: Collection[str] | None = None,
    prefix: bool = True,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Documents that hold every word, or one that says the same; best first.

    ``language``: documents in it alone; empty: in any, and a key that matches in both counts once. ``audiences``: with one
    of these labels alone. ``prefix``: the last word may be unfinished. Where the words as typed find nothing, those of five
    letters and more may have one letter wrong. No word finds nothing. Cost: 1 query; where it finds nothing, 1 a word and 1.
    """
    query = read(words, type=type, language=language, audiences=audiences, prefix=prefix)
    found = _page(query, limit, offset)
    if not found.total and not query.is_empty and (wider := tolerant(query)):
        found = replace(_page(wider, limit, offset), is_corrected=True)
    return found


def matching(
    words: str, *, type: str, language: str = "", audiences: Collection[str] | None = None, prefix: bool = True
) -> RawSQL:
    """Keys of the documents ``find`` would find, as a subquery: ``people.filter(pk__in=search.matching(words, type=…))``.

    Whether words may have a letter wrong is decided here, by all documents of the type and audiences; ``narrow`` decides it by what
    a queryset holds. No word matches nothing. Cost: 1 query; where it finds nothing, 1 a word more.
    """
    query = read(words, type=type, language=language, audiences=audiences, prefix=prefix)
    if not query.is_empty and not _holds_any(query) and (wider := tolerant(query)):
        query = wider
    return keys(query)


def narrow(
    queryset: QuerySet[ModelT],
    words: str,
    *,
    type: str,
    field: str = "pk",
    language: str = "",
    audiences: Collection[str] | None = None,
    prefix: bool = True,
) -> QuerySet[ModelT]:
    """Those of the queryset whose documents hold the words; all of them when there is no word.

    The question is widened to words with a letter wrong where nothing *of this queryset* has them as typed: what else the
    index holds cannot be told from the answer. Cost: 1 query here (does any match), 1 a word more where none does.
    """
    query = read(words, type=type, language=language, audiences=audiences, prefix=prefix)
    if not query.asked:
        return queryset
    exact = queryset.filter(**{f"{field}__in": keys(query)})
    if not query.is_empty and not exact.exists() and (wider := tolerant(query)):
        return queryset.filter(**{f"{field}__in": keys(wider)})
    return exact


def read(
    words: str, *, type: str, language: str = "", audiences: Collection[str] | None = None, prefix: bool = True
) -> Query:
    """The question as the index is asked. Raises UnknownType. No query."""
    kind = kind_of(type)
    return Query(
        type, parse(words, names=kind.names, prefix=prefix), language, audiences, kind.names, kind.is_bilingual
    )


def tolerant(query: Query) -> Query | None:
    """The question with known words that are one edit away; None if there are none. Cost: 1 query a word of five letters."""
    wider = [
        Asked(tuple(replace(clause, corrections=_corrections(clause, query.type)) for clause in asked.clauses))
        for asked in query.asked
    ]
    is_wider = any(clause.corrections for asked in wider for clause in asked.clauses)
    return replace(query, asked=wider) if is_wider else None


def _corrections(clause: Clause, type: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(near for word in clause.words for near in vocabulary.meant_by(word.text, type)))


def keys(query: Query) -> RawSQL:
    """The keys a question finds, as a subquery."""
    if query.is_empty:
        return RawSQL('SELECT d."key" FROM core_indexed d WHERE 1 = 0', ())
    wanted = [*query.wanted(), *query.limits]
    if connection.vendor == "sqlite":
        return RawSQL(
            'SELECT d."key" FROM core_search_fts f JOIN core_indexed d INDEXED BY indexed_in_short ON d.id = f.rowid'
            " WHERE core_search_fts MATCH %s",
            (fts(wanted),),
        )
    return RawSQL('SELECT d."key" FROM core_indexed d WHERE d.matched @@ %s::tsquery', (tsquery(wanted),))


def _holds_any(query: Query) -> bool:
    held = keys(query)
    return bool(_rows(f"{held.sql} LIMIT 1", held.params))


def _page(query: Query, limit: int, offset: int) -> Found:
    if query.is_empty:
        return Found([], 0)
    sql, parameters = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](query)
    if not query.is_of_one_language:
        # The better of a document's languages counts.
        sql = f'SELECT s."key", MAX(s.score) AS score FROM ({sql}) s GROUP BY s."key"'  # noqa: S608  (no value of anybody's in it)
    rows = _rows(
        f'SELECT "key", score, COUNT(*) OVER () FROM ({sql}) s ORDER BY score DESC, "key" LIMIT %s OFFSET %s',  # noqa: S608
        [*parameters, limit, offset],
    )
    if not rows and offset:
        # A page past the end still knows how many there are.
        return Found([], _page(query, 1, 0).total)
    return Found([Hit(key, score) for key, score, _total in rows], rows[0][2] if rows else 0)


def _sqlite(query: Query) -> tuple[str, list[Any]]:
    scored = query.scored()
    points = " + ".join(
        ["d.boost", str(len(scored))]
        + ["2 * (d.id IN (SELECT rowid FROM core_search_fts WHERE core_search_fts MATCH %s))"] * len(scored)
    )
    return (
        f'SELECT d."key", {points} AS score FROM core_search_fts f'  # noqa: S608
        " JOIN core_indexed d INDEXED BY indexed_in_short ON d.id = f.rowid WHERE core_search_fts MATCH %s",
        [*(f"{{title_terms}} : {fts([group])}" for group in scored), fts([*query.wanted(), *query.limits])],
    )


def _postgresql(query: Query) -> tuple[str, list[Any]]:
    scored = query.scored()
    points = " + ".join(["d.boost", str(len(scored))] + ["2 * (d.titled @@ %s::tsquery)::int"] * len(scored))
    return (
        f'SELECT d."key", {points} AS score FROM core_indexed d WHERE d.matched @@ %s::tsquery',  # noqa: S608
        [*(tsquery([group]) for group in scored), tsquery([*query.wanted(), *query.limits])],
    )


def _rows(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
