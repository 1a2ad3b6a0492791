"""Who has a badge, and until when it can be said what stands on it."""

from django.utils import timezone

from events.agenda.models import Event
from events.registration.models import Seat

#: States of a seat whose holder wears a badge.
WEARS = (Seat.State.EXPECTED, Seat.State.PRESENT)


def can_wish(seat: Seat, event: Event) -> bool:
    """Somebody known by name who has a seat at an event that somebody goes to, until it ends."""
    return (
        seat.person_id is not None
        and seat.state in WEARS
        and event.venue_id is not None
        and event.published_at is not None
        and not event.is_cancelled
        and event.ends_at > timezone.now()
    )
