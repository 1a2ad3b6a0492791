"""Groups to write to that this room knows: who came in by a door, who was at a sitting and who was not, and lists that were saved.

A room above that knows of other groups (a stay: who is in which coach) adds its own with ``concerned.add``, as below: then
they stand in the list to choose from, and a message reaches them.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import span_words
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.announcements.models import Listed, SavedList
from events.doors import desk
from events.doors.coming import expected_seats
from events.doors.models import NOTED_BEFORE, Attendance, Scan
from events.registration import concerned
from events.registration.models import Registration, Seat

LIST, MISSING = "list", "missing"


def at_a_door(event: Event, door: str) -> QuerySet[Registration]:
    """Those who are present and were let in by this door."""
    entries = Scan.objects.entries().filter(event=event, door=door, seat__state=Seat.State.PRESENT)
    return Registration.objects.filter(pk__in=entries.order_by().values("seat__registration"))


def doors(event: Event) -> Iterable[concerned.Part]:
    """Doors by their names. Cost: 1 query."""
    return [(door, door) for door in desk.doors_of(event)]


def at_a_sitting(event: Event, number: str) -> QuerySet[Registration]:
    """Those of whom somebody was noted at this sitting."""
    noted = Attendance.objects.filter(sitting__event=event, sitting=int(number) if number.isdecimal() else 0)
    return Registration.objects.filter(pk__in=noted.order_by().values("seat__registration"))


def not_at_a_sitting(event: Event, number: str) -> QuerySet[Registration]:
    """Those of whom somebody is expected at this sitting, or missed it: as the live desk counts them."""
    sitting = Sitting.objects.filter(event=event, pk=int(number) if number.isdecimal() else 0).first()
    if sitting is None:
        return Registration.objects.none()
    seats = expected_seats(event, sitting)
    return Registration.objects.filter(pk__in=seats.order_by().values("registration"))


def sittings_begun(event: Event) -> Iterable[concerned.Part]:
    """Sittings at which somebody may have been noted. Cost: 1 query, none for an event held once."""
    now = timezone.now()
    return [part for sitting, part in _sittings(event) if sitting.starts_at - NOTED_BEFORE <= now]


def all_sittings(event: Event) -> Iterable[concerned.Part]:
    """Cost: 1 query, none for an event held once."""
    return [part for _sitting, part in _sittings(event)]


def _sittings(event: Event) -> list[tuple[Sitting, concerned.Part]]:
    """Those called off among them: their people are the first who want a word."""
    if not event.is_series:
        return []
    sittings = Sitting.objects.filter(event=event).select_related("event")
    return [(one, (str(one.pk), f"{one.number}. {span_words(one)}")) for one in sittings]


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
    concerned.add(concerned.Group("sitting", _("Those who were at this sitting"), 62, at_a_sitting, sittings_begun))
    concerned.add(
        concerned.Group(
            MISSING, _("Those expected at this sitting, or who missed it"), 64, not_at_a_sitting, all_sittings
        )
    )
    concerned.add(concerned.Group(LIST, _("A saved list"), 80, on_a_list, lists))
