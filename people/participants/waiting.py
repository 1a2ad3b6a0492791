"""What waits for a person: each room says what it would like of them, and "Mon espace" gathers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from core.sources import Sources
from people.accounts.models import Person


@dataclass(frozen=True)
class Waiting:
    """One thing that the person may do now. ``by``: until when, if it matters; ``order``: lower comes first, 50 by default."""

    label: str | Promise
    url: str
    by: date | None = None
    #: What happens when nothing is done, or why it is asked, in one sentence; may stay empty.
    why: str | Promise = ""
    order: int = 50


Asks = Callable[[Person], Iterable[Waiting]]
#: A room registers what it asks of a person.
waits_for_me = Sources[Asks]()


def waiting_for(person: Person) -> list[Waiting]:
    """All that waits for a person: what has a day first, soonest first. Cost: that of each room's function."""
    found = [waiting for asks in waits_for_me for waiting in asks(person)]
    return sorted(
        found, key=lambda waiting: (waiting.by is None, waiting.by or date.max, waiting.order, str(waiting.label))
    )
