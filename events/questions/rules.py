"""Who may answer, and until when."""

from django.utils import timezone

from events.agenda.models import Event
from events.registration.models import Registration


def can_answer(registration: Registration, event: Event) -> bool:
    """Whether answers may still be given and changed: until registration closes, or the event begins. No query."""
    closes = event.registration_closes_at
    return (
        not registration.is_cancelled
        and event.published_at is not None
        and not event.is_cancelled
        and not event.has_started
        and (closes is None or timezone.now() < closes)
    )
