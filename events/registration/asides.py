"""What rooms above put on a registration's own page, which need not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event
from events.registration.models import Registration, Seat


@dataclass(frozen=True)
class Aside:
    """A heading, a sentence, and where it leads. Where a ``topic`` is given, ``part`` answers its markup anew when that changes.

    Without a heading there is nothing to say yet.
    """

    heading: str | Promise
    text: str | Promise
    url: str
    action: str | Promise
    topic: str = ""
    part: str = ""
    is_new: bool = False


#: None: nothing to say on this page. Costs no query where the event has nothing of the kind.
Source = Callable[[Registration, Seat, Event], Aside | None]
on_the_page = Sources[Source]()


def asides_of(registration: Registration, seat: Seat, event: Event) -> list[Aside]:
    """What stands on the page of this registration, in the order of the rooms. Cost: that of the sources."""
    return [aside for source in on_the_page if (aside := source(registration, seat, event))]
