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
    """How documents of a type are read. ``names``: nothing is stemmed or left out, and each word typed is a beginning."""

    type: str
    documents: Documents
    names: bool = False


_kinds: dict[str, Kind] = {}


def source(type: str, *, names: bool = False) -> Callable[[Source], Source]:
    """Declare a type of documents by the function that gives all of them as they should be now.

    ``type`` is the room's name, a dot and a word: "participants.card".
    """

    def keep(documents: Source) -> Source:
        _kinds[type] = Kind(type, documents, names)
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
