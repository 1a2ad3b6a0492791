"""Whom an event is for, beyond its audience: sentences that rooms above put on its public page."""

from collections.abc import Callable, Sequence

from events.agenda.models import Event

#: Whole sentences, in the language of the moment; what changes them bumps the generation ``event/ID``.
Source = Callable[[Event], Sequence[str]]
_sources: list[Source] = []


def on_the_event_page(source: Source) -> Source:
    """Register a source; called by a room's ``AppConfig.ready``, or as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def conditions_of(event: Event) -> list[str]:
    """In the order of the rooms. Cost: that of the sources."""
    return [sentence for source in _sources for sentence in source(event)]
