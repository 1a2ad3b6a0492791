"""Whom an event is for, beyond its audience: sentences that rooms above put on its public page."""

from collections.abc import Callable, Sequence

from core.sources import Sources
from events.agenda.models import Event

#: Whole sentences, in the language of the moment; what changes them bumps the generation ``event/ID``.
Source = Callable[[Event], Sequence[str]]
on_the_event_page = Sources[Source]()


def conditions_of(event: Event) -> list[str]:
    """In the order of the rooms. Cost: that of the sources."""
    return [sentence for source in on_the_event_page for sentence in source(event)]
