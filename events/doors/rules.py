"""Who may stand at a door, who may see the desk, and until when."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from events.agenda.models import Event
from events.agenda.querysets import in_scopes_of
from events.doors.models import GRACE, DoorPass
from events.registration.models import Seat

#: Roles that may run an event; door staff stand at its door besides.
RUNNERS = ("organiser", "regional_officer", "administrator")
AT_A_DOOR = (*RUNNERS, "door_staff")


def doors_open_to(user: Any) -> QuerySet[Event]:
    """Events at whose door the user may stand: those they run, and those they hold a valid pass for."""
    if not user.is_authenticated:
        return Event.objects.none()
    if user.holds_any("administrator"):
        return Event.objects.all()
    passes = DoorPass.objects.valid().filter(person=user.person_id)
    return Event.objects.filter(in_scopes_of(user) | Q(pk__in=passes.values("event")))


def seats_of_door(event_id: int, user: Any) -> QuerySet[Seat]:
    """Seats of the event, none if its door is not open to the user."""
    seats = Seat.objects.filter(event=event_id)
    # An administrator stands at every door: half a millisecond of a scan went into asking.
    return seats if user.holds_any("administrator") else seats.filter(event__in=doors_open_to(user))


def runs(user: Any, event: Event) -> bool:
    """Whether the user runs the event: only then may they note an arrival after its close. Cost: 1 query."""
    return Event.objects.run_by(user).filter(pk=event.pk).exists()


def is_closed(event: Event) -> bool:
    """Whether the attendance of the event is settled: the hour of grace after its end is over."""
    return event.ends_at + GRACE <= timezone.now()
