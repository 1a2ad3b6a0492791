"""Who may say what they need, and when it is read."""

from django.utils import timezone

from events.agenda.models import Event
from events.needs.models import SERVED_AFTER, SERVED_BEFORE, Access, Meal
from events.registration.models import Seat


def asked(event: Event) -> frozenset[str]:
    """Wishes that the event asks about."""
    access = Access.values if event.asks_access_needs else []
    return frozenset([*access, *(Meal.values if event.asks_meal else [])])


def can_answer(seat: Seat, event: Event) -> bool:
    """Somebody known by name who has a seat at an event that asks, until it begins."""
    return (
        event.asks_needs
        and seat.person_id is not None
        and seat.state == Seat.State.EXPECTED
        and event.published_at is not None
        and not event.is_cancelled
        and not event.has_started
    )


def is_served_now(event: Event) -> bool:
    """Whether those who run the event may read the wishes: from 14 days before it to the day after."""
    now = timezone.now()
    return not event.is_cancelled and event.starts_at - SERVED_BEFORE <= now <= event.ends_at + SERVED_AFTER
