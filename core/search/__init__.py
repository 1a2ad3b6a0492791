"""Finding documents by their words, with the same answers in the same order on SQLite and PostgreSQL.

A room says in its ``searchable.py`` what its documents are and how to rebuild them all::

    @search.source("agenda.event")
    def documents() -> Iterator[search.Document]:
        for event in Event.objects.iterator():
            yield document_of(event)

and puts a document in the transaction that changes what it says: ``search.put([document_of(event)])``. Then ``find`` answers keys and
scores, ``matching`` and ``narrow`` go with a queryset that says what the reader may see.

``analysis`` makes terms of words, ``synonyms`` knows which say the same, ``query`` says what is wanted, ``rows`` keeps
documents, ``vocabulary`` the words for those who mistype, ``index`` writes, ``finding`` reads, ``kinds`` has the rooms' types, ``upkeep`` rebuilds and compares.
"""

from core.search.finding import Found, Hit, find, matching, narrow
from core.search.index import Document, forget_owner, move_owner, put, remove
from core.search.kinds import Kind, UnknownType, source, types
from core.search.rows import Indexed
from core.search.synonyms import declare_synonyms
from core.search.upkeep import Drift, check, rebuild
from core.search.vocabulary import KnownWord, WordTrigram

__all__ = [
    "Document",
    "Drift",
    "Found",
    "Hit",
    "Indexed",
    "Kind",
    "KnownWord",
    "UnknownType",
    "WordTrigram",
    "check",
    "declare_synonyms",
    "find",
    "forget_owner",
    "matching",
    "move_owner",
    "narrow",
    "put",
    "rebuild",
    "remove",
    "source",
    "types",
]
