"""Series that are over, people who attended them, and their certificates."""

from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from events.agenda.models import Event
from events.certificates import actions
from events.certificates.models import Certificate
from events.doors.models import Attendance
from events.registration.models import Seat
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories.registration import registered, seat_of
from tests.factories.series import series, sittings_of


def over(*, times: int = 3, **fields: object) -> Event:
    """A training of ``times`` weekly evenings, the last one nine days ago."""
    return series(times=times, first=-2 - 7 * times, **fields)  # type: ignore[arg-type]


def attended(event: Event, number: int, name: str = "", *, person: Person | None = None, language: str = "fr") -> Seat:
    """Somebody with a seat who was at the first ``number`` sittings; the registration was made while it was open."""
    ends = event.ends_at
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() + timedelta(days=1))
    asked = {"person": person} if person else {}
    seat = seat_of(registered(Event.objects.get(pk=event.pk), name, language=language, **asked))
    Event.objects.filter(pk=event.pk).update(ends_at=ends)
    sittings = sittings_of(event)[:number]
    Attendance.objects.bulk_create([Attendance(seat=seat, sitting=one, present_at=one.starts_at) for one in sittings])
    if sittings:
        Seat.objects.filter(pk=seat.pk).update(state="present", present_at=sittings[0].starts_at)
    return Seat.objects.select_related("event", "registration").get(pk=seat.pk)


def certified(event: Event | None = None, name: str = "", *, person: Person | None = None) -> Certificate:
    """Somebody who was at every sitting of a series that is over, with their certificate."""
    event = event or over()
    seat = attended(event, 99, name, person=person)
    actions.issue(event=event, by=None)
    return Certificate.objects.select_related("event__organisation").get(seat=seat)


@canaries.maker(Certificate)
def _certificate(person: Person, _sing: canaries.Canaries) -> Model:
    return certified(name=person.name, person=person)


@canaries.maker(Attendance)
def _attendance(person: Person, _sing: canaries.Canaries) -> Model:
    return Attendance.objects.get(seat=attended(over(), 1, name=person.name, person=person))
