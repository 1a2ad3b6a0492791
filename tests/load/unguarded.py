"""The other half of the negative control: ``take_seats`` without its condition. The gate stays.

Served as ``tests.load.unguarded:application``; importing it is enough to take the guard out.
"""

from django.db.models import F

from config.asgi import application
from events.agenda.models import EventQuerySet

__all__ = ["application", "wsgi"]


def take_seats(self: EventQuerySet, event_id: int, seats: int) -> bool:
    return self.filter(pk=event_id).update(seats_taken=F("seats_taken") + seats) == 1


EventQuerySet.take_seats = take_seats  # type: ignore[method-assign]


def wsgi(*arguments: object) -> object:
    """The same under gunicorn."""
    from config.wsgi import application as pages

    return pages(*arguments)
