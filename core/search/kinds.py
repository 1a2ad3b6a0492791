"""Types of documents, as the rooms declare them: how each is read, and where all of them come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from core.search.index import Document

Documents = Callable[[], "Iterable[Document]"]
Source = TypeVar("Source", bound=Documents)


class UnknownType(LookupError):
    """No room declared documents of this type."""


@dataclass(frozen=True)
class Kind:
    """How documents of a type are read. ``names``: nothing is stemmed or left out, and each word typed is a beginning.

    ``is_bilingual``: a key may have a document in each language; false where each has one, which is faster to look through.
    """

    type: str
    documents: Documents
    names: bool = False
    is_bilingual: bool = False


_kinds: dict[str, Kind] = {}


def source(type: str, *, names: bool = False, bilingual: bool = False) -> Callable[[Source], Source]:
    """Declare a type of documents by the function that gives all of them as they should be now.

    ``type`` is the room's name, a dot and a word: "participants.card". ``bilingual``: a key may stand for one document in French
    and one in English.
    """

    def keep(documents: Source) -> Source:
        _kinds[type] = Kind(type, documents, names, bilingual)
        return documents

    return keep


def kind_of(type: str) -> Kind:
    try:
        return _kinds[type]
    except KeyError:
        raise UnknownType(f"no room's searchable.py declares {type!r}") from None


def types() -> list[str]:
    """Every declared type, in alphabetical order."""
    return sorted(_kinds)
