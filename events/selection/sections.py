"""What rooms above show of an application to those who read it: answers to questions, say. This room need not know them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from events.registration.models import Registration


@dataclass(frozen=True)
class Section:
    """A heading, and pairs of a question and what was answered."""

    heading: str | Promise
    pairs: Sequence[tuple[str | Promise, object]]


#: None: nothing to show. Costs no query where the event has nothing of the kind.
Source = Callable[[Registration], Section | None]
section = Sources[Source]()


def sections_of(registration: Registration) -> list[Section]:
    """In the order of the rooms. Cost: that of the sources."""
    return [found for source in section if (found := source(registration))]
