"""How many people count on an event: those its own counters know, and those that rooms above know beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from events.agenda.models import Event


@dataclass(frozen=True)
class Beside:
    """Seats that are asked for and stand in no counter, and what they are called."""

    number: int
    label: str | Promise


#: None: there are none.
Source = Callable[[Event], Beside | None]
_sources: list[Source] = []


def count(source: Source) -> Source:
    """Register a source; called by a room's ``AppConfig.ready``, or as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def beside(event: Event) -> list[Beside]:
    """In the order of the rooms. Cost: that of the sources."""
    return [found for source in _sources if (found := source(event))]


def concerned(event: Event) -> int:
    """Seats held, waited for or otherwise asked for. Cost: that of the sources."""
    return event.seats_taken + event.seats_waiting + sum(one.number for one in beside(event))
