"""How many people count on an event: those its own counters know, and those that rooms above know beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event


@dataclass(frozen=True)
class Beside:
    """Seats that are asked for and stand in no counter, and what they are called."""

    number: int
    label: str | Promise


#: None: there are none.
Source = Callable[[Event], Beside | None]
count = Sources[Source]()


def beside(event: Event) -> list[Beside]:
    """In the order of the rooms. Cost: that of the sources."""
    return [found for source in count if (found := source(event))]


def concerned(event: Event) -> int:
    """Seats held, waited for or otherwise asked for. Cost: that of the sources."""
    return event.seats_taken + event.seats_waiting + sum(one.number for one in beside(event))
