"""Sessions on life and work in the regions, and who was there: rows, so that the past can be written."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from core.reference.models import Region
from events.agenda.models import Contribution, Event, Kind
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Person
from tests.factories.registration import open_event


def make_session(
    day: date, *, region: str = "06", measure: str = "4.1", kind: str = Kind.INFO_SESSION, **fields: Any
) -> Event:
    """A session that begins on this day and counts for the measure ("" for none)."""
    event = open_event(
        starts=datetime.combine(day, time(18)), hours=2, kind=kind, region=Region.objects.get(pk=region), **fields
    )
    if measure:
        Contribution.objects.create(event=event, measure_id=measure)
    return event


def note(event: Event, person: Person, state: str = Seat.State.PRESENT) -> Seat:
    """A seat of this person in this state."""
    registration = Registration.objects.create(
        event=event,
        contact=person,
        email="quelquun@exemple.test",
        language="fr",
        state="cancelled" if state == Seat.State.CANCELLED else "confirmed",
        ending="given_back" if state == Seat.State.CANCELLED else "",
        idempotency_key=new_key(),
        asked_by=new_key(),
    )
    return Seat.objects.create(
        registration=registration,
        event=event,
        person=person,
        name=person.name,
        state=state,
        present_at=timezone.now() if state == Seat.State.PRESENT else None,
    )
