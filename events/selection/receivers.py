"""What follows here from news of the agenda: in its transaction, rows only."""

from typing import Any

from django.dispatch import receiver

from core import clock
from events.agenda.models import Event
from events.agenda.signals import event_cancelled, event_duplicated
from events.selection.models import Criterion
from events.selection.releasing import TELL


@receiver(event_cancelled)
def no_result_is_told(event: Event, **_signal: Any) -> None:
    """Everybody who applied was told that it is off: there is nothing more to tell at the hour. Cost: 1 query."""
    clock.cancel(TELL, str(event.pk))


@receiver(event_duplicated)
def same_grid(event: Event, source: Event, **_signal: Any) -> None:
    """A copy of an event chooses by the same criteria. Cost: 2 queries."""
    grid = list(Criterion.objects.filter(event=source))
    for criterion in grid:
        criterion.pk, criterion.event, criterion._state.adding = None, event, True
    Criterion.objects.bulk_create(grid)
