"""What this room does when something happens below."""

from typing import Any

from django.dispatch import receiver

from events.agenda.models import Event
from events.agenda.signals import event_duplicated
from events.gates import actions
from events.gates.models import Gate
from events.registration.models import Seat
from events.registration.signals import seat_given_back


@receiver(seat_given_back)
def open_the_code_again(seat: Seat, event: Event, stays: Seat | None = None, **_news: Any) -> None:
    """Who gave all their seats back before the start may come again by the same code; afterwards the lists say who came by
    what. Cost: 1 query, 3 more where no seat is left.
    """
    if (
        not event.has_started
        and not Seat.objects.active().filter(registration=seat.registration_id).exclude(pk=seat.pk).exists()
    ):
        actions.release(seat.registration)


@receiver(event_duplicated)
def same_conditions(event: Event, source: Event, **_signal: Any) -> None:
    """A copy of an event is for the same people; who was invited or let in is another list. Cost: 2 queries."""
    kept = Gate.objects.filter(event=source).values_list("question", flat=True)
    Gate.objects.bulk_create(Gate(event=event, question=question) for question in kept)
