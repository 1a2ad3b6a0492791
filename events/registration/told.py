"""What rooms above tell the organiser of registrations, which need not know them: lines on the page of one, marks in the
list, columns of the list that is taken away, sentences at the door.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event
from events.registration.models import Registration

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """A term and what it is; ``url`` opens a file, ``note`` says what to know about it."""

    term: Words
    text: Words
    url: str = ""
    note: Words = ""


@dataclass(frozen=True)
class Section:
    heading: Words
    lines: Sequence[Line]


@dataclass(frozen=True)
class Columns:
    """Headings, and the cells of each registration (by id); one that has none is left empty."""

    headings: Sequence[Words]
    cells: Mapping[int, Sequence[Any]] = field(default_factory=dict)

    def row(self, registration: int) -> Sequence[Any]:
        return self.cells.get(registration) or [None] * len(self.headings)


#: None: nothing to say of this registration.
OnThePage = Callable[[Registration], Section | None]
on_the_page = Sources[OnThePage]()
#: None: no column at this event. The registrations are those of the list, by id.
InTheList = Callable[[Event, Collection[int]], Columns | None]
in_the_list = Sources[InTheList]()
#: A mark (one or two words) and what it means, by id of the registrations that have it.
Marks = Callable[[Event, Collection[int]], Mapping[int, tuple[Words, str]]]
mark_the_list = Sources[Marks]()
#: Gets the numbers of an event and of a seat that is in, and who looks: sentences on the card that a door shows.
AtTheDoor = Callable[[int, int, Any], list[str]]
at_the_door = Sources[AtTheDoor]()


def marks_on(event: Event, registrations: Collection[int]) -> dict[int, list[tuple[Words, str]]]:
    """By id of the registration. Cost: that of the sources, however long the list."""
    found: dict[int, list[tuple[Words, str]]] = {}
    for source in mark_the_list if registrations else ():
        for registration, mark in source(event, registrations).items():
            found.setdefault(registration, []).append(mark)
    return found


def said_at_the_door(event_id: int, seat_id: int | None, user: Any) -> list[str]:
    """Nothing where nobody came in. Cost: that of the sources."""
    return [words for source in at_the_door if seat_id for words in source(event_id, seat_id, user)]


def sections_of(registration: Registration) -> list[Section]:
    """In the order of the rooms. Cost: that of the sources."""
    return [section for source in on_the_page if (section := source(registration)) and section.lines]


def columns_of(event: Event, registrations: Collection[int]) -> list[Columns]:
    """In the order of the rooms. Cost: that of the sources, however long the list."""
    return [columns for source in in_the_list if (columns := source(event, registrations))]
