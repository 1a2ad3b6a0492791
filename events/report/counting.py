"""What an event counts for: the room of the indicators says so, which stands above and need not be known here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.bilingual import Said
from core.sources import Sources
from events.agenda.models import Event


@dataclass(frozen=True)
class Counted:
    """An indicator of the plan, the measure it follows, and how many people this event brings to it."""

    code: str
    name: Said
    measure: Said
    people: int


Source = Callable[[Event], Iterable[Counted]]
also = Sources[Source]()


def counted_of(event: Event) -> list[Counted]:
    """By code. Cost: that of the sources."""
    return sorted((one for source in also for one in source(event)), key=lambda one: one.code)
