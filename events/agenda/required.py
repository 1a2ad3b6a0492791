"""What an event cannot be published without: rooms above know it, the list before publishing says it, publishing refuses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event

Words = str | Promise


@dataclass(frozen=True)
class Missing:
    """``step``: which of :func:`worklist.steps` it is; ``why``: a sentence with what to do."""

    step: str
    why: Words


#: None: nothing is missing. Works for an event that is not saved yet as well.
Source = Callable[[Event], Missing | None]
before_publishing = Sources[Source]()


def missing(event: Event) -> list[Missing]:
    """In the order of the rooms. Cost: that of the sources."""
    return [found for source in before_publishing if (found := source(event))]
