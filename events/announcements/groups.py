"""Groups to write to that this room knows: who came in by a door, and lists that were saved."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.announcements.models import Listed, SavedList
from events.doors import desk
from events.doors.models import Scan
from events.registration import concerned
from events.registration.models import Registration, Seat

LIST = "list"


def at_a_door(event: Event, door: str) -> QuerySet[Registration]:
    """Those who are present and were let in by this door."""
    entries = Scan.objects.entries().filter(event=event, door=door, seat__state=Seat.State.PRESENT)
    return Registration.objects.filter(pk__in=entries.order_by().values("seat__registration"))


def doors(event: Event) -> Iterable[concerned.Part]:
    """Doors by their names. Cost: 1 query."""
    return [(door, door) for door in desk.doors_of(event)]


def on_a_list(event: Event, number: str) -> QuerySet[Registration]:
    if not number.isdecimal():
        return Registration.objects.none()
    entries = Listed.objects.filter(saved_list=int(number), saved_list__event=event)
    return Registration.objects.filter(pk__in=entries.order_by().values("registration"))


def lists(event: Event) -> Iterable[concerned.Part]:
    """Saved lists by their names. Cost: 1 query."""
    return [(str(pk), name) for pk, name in SavedList.objects.filter(event=event).values_list("pk", "name")]


def register() -> None:
    """Called by ``AppConfig.ready``."""
    concerned.add(concerned.Group("door", _("Those who came in by this door"), 60, at_a_door, doors))
    concerned.add(concerned.Group(LIST, _("A saved list"), 80, on_a_list, lists))
