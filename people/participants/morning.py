"""The caseworker's morning: each room says what waits, since when and until when, and the list gathers it.

A source answers rows, not lines: a queryset narrowed to what the user follows, with the same few columns from every
room, so that the list sorts and pages in the database however many people there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.sources import Sources

#: Columns that every source annotates or has, in this order (``QuerySet.values``): who it is about, what to open, since when it
#: waits, until when it should be done.
COLUMNS = ("case_file_id", "object_id", "since", "due")


@dataclass(frozen=True)
class Source:
    """One kind of work. ``rows(user)`` answers ``QuerySet.values(*COLUMNS)``: integers, an aware instant and a date or None.

    ``url_name`` is reversed with the object's id, or with the file's reference when ``opens_file``.
    """

    code: str
    label: str | Promise
    rows: Callable[[Any], "QuerySet[Any, Any]"]
    url_name: str = ""
    opens_file: bool = True
    #: Anchor on the file's page.
    anchor: str = ""
    order: int = 50
    #: In place of a ``due`` of its own: a row is late when it has waited for more than so many days. Such rows sort by
    #: ``since`` alone, which an index can do.
    days: int | None = None
    #: It waits for anybody of the organisation, not for whoever answers for the file: a file that nobody has taken.
    for_anybody: bool = False
    #: What there is to add, for the rows of one page: object ids -> words. One query or two.
    details: Callable[[Sequence[int]], Mapping[int, str | Promise]] | None = None


@dataclass(frozen=True)
class Notice:
    """What waits and is nobody's file: one sentence with its number, and where it is done."""

    words: str | Promise
    url: str
    #: Since when the first of it waits, and until when the first is due, where that says something.
    since: datetime | None = None
    by: date | None = None
    order: int = 50


#: A room registers what waits for this user beside the files. Called from its ``AppConfig.ready``; each answers with few.
above_the_list = Sources[Callable[[Any], Iterable[Notice]]]()


def notices(user: Any) -> list[Notice]:
    """In the order of the page. Cost: that of each room's function."""
    found = [notice for waiting in above_the_list for notice in waiting(user)]
    return sorted(found, key=lambda notice: notice.order)


_sources: dict[str, Source] = {}


def on_the_morning_list(source: Source) -> Source:
    """Register a kind of work. Called from a room's ``AppConfig.ready``. Raises ValueError for a code in use."""
    if source.code in _sources:
        raise ValueError(f"Two kinds of work are called {source.code}.")
    _sources[source.code] = source
    return source


def sources() -> list[Source]:
    """Every kind of work, in the order of the page."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.code))
