"""What follows here from news of the agenda: in its transaction, rows only."""

from typing import Any

from django.dispatch import receiver

from core import clock
from events.agenda.models import Event
from events.agenda.signals import event_cancelled
from events.selection.releasing import TELL


@receiver(event_cancelled)
def no_result_is_told(event: Event, **_signal: Any) -> None:
    """Everybody who applied was told that it is off: there is nothing more to tell at the hour. Cost: 1 query."""
    clock.cancel(TELL, str(event.pk))
