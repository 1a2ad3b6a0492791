"""Events to register for, and people who do, as plain functions."""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from core.reference.models import Region
from events.agenda.models import Event, Kind, Venue
from events.registration import actions
from events.registration.models import Registration, Seat, Terms
from people.accounts.models import Person, Scope
from people.organisations.models import Organisation

_numbers = count(1)


def open_event(
    *,
    days: int = 30,
    starts: datetime | None = None,
    hours: int = 6,
    terms: dict[str, Any] | None = None,
    **fields: Any,
) -> Event:
    """A published fair ``days`` from now at 10:00, or at ``starts`` (naive, local), that takes registrations.

    Freed seats are given at once, unless its ``terms`` say otherwise.
    """
    number = next(_numbers)
    starts = starts or datetime.combine(timezone.localdate() + timedelta(days=days), time(10))
    ends = starts + timedelta(hours=hours)
    region, _new = Region.objects.get_or_create(code="04", defaults={"name_fr": "Mauricie", "name_en": "Mauricie"})
    if "venue" not in fields and "online_url" not in fields:
        fields["venue"] = Venue.objects.create(
            name="Centre des congrès",
            street="1, rue de la Station",
            locality="Shawinigan",
            postal_code="G9N 1A1",
            region=region,
            zone=fields.pop("zone", "America/Toronto"),
        )
    organiser = Organisation.objects.create(
        name=f"Accueil Mauricie {number}", scope=Scope.objects.create(kind=Scope.Kind.ORGANISATION)
    )
    event = Event.objects.create(
        **{
            "kind": Kind.JOB_FAIR,
            "title_fr": "Salon de l’emploi de la Mauricie",
            "title_en": "Mauricie Job Fair",
            "organisation": organiser,
            "region": region,
            "start_date": starts.date(),
            "start_time": starts.time(),
            "end_date": ends.date(),
            "end_time": ends.time(),
            "published_at": timezone.now() - timedelta(days=1),
            **fields,
        }
    )
    event.terms = Terms.objects.create(event=event, **{"offer_hours": 0} | (terms or {}))
    return event


def registered(event: Event, name: str = "", **answers: Any) -> Registration:
    """What :func:`events.registration.actions.register` makes of a guest, or of what is answered otherwise."""
    number = next(_numbers)
    return actions.register(
        **{
            "event": event,
            "name": name or f"Ioana Dragomir {number}",
            "email": f"personne{number}@exemple.test",
            "language": "fr",
            "idempotency_key": f"key-{number}",
            **answers,
        }
    )


def seat_of(registration: Registration) -> Seat:
    return Seat.objects.get(registration=registration)


def make_person(name: str = "", *, email: str = "", proven: bool = True) -> Person:
    """Somebody we know, with an address (proven unless said otherwise)."""
    number = next(_numbers)
    person = Person.objects.create(name=name or f"Amina Benali {number}")
    person.addresses.create(email=email or f"amina{number}@exemple.test", proven_at=timezone.now() if proven else None)
    return person
