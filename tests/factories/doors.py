"""A fair with people on their way to it, made of rows: what stands at a door when a test begins."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.reference.models import Region
from events.agenda import sittings as agenda
from events.agenda.models import Event, Kind, Venue
from events.doors.models import DoorPass
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Address, Grant, Person, Role, Scope, User
from people.organisations.models import Organisation

MONTREAL = ZoneInfo("America/Toronto")


def region(code: str = "04") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name_fr": f"Région {code}", "name_en": f"Region {code}"})[
        0
    ]


def region_scope(code: str = "04") -> Scope:
    return Scope.objects.get_or_create(kind=Scope.Kind.REGION, region=region(code))[0]


def organisation(name: str = "Accueil Mauricie", **fields: Any) -> Organisation:
    scope = Scope.objects.create(kind=Scope.Kind.ORGANISATION)
    return Organisation.objects.create(name=name, scope=scope, **fields)


def fair(*, code: str = "04", starts: datetime | None = None, hours: float = 6, **fields: Any) -> Event:
    """A published fair of a region that opened an hour ago unless ``starts`` says otherwise (local time, naive)."""
    starts = starts or (timezone.localtime() - timedelta(hours=1)).replace(tzinfo=None, second=0, microsecond=0, fold=0)
    ends = starts + timedelta(hours=hours)
    place = Venue.objects.create(name="Salle du Rocher", locality="Shawinigan", region=region(code))
    return Event.objects.create(
        **{
            "kind": Kind.JOB_FAIR,
            "title_fr": "Salon de l’emploi de la Mauricie",
            "title_en": "Mauricie Job Fair",
            "organisation": organisation(),
            "region": region(code),
            "venue": place,
            "start_date": starts.date(),
            "start_time": starts.time(),
            "end_date": ends.date(),
            "end_time": ends.time(),
            "published_at": timezone.now() - timedelta(days=30),
        }
        | fields
    )


def fair_over(*, days: int = 1, **fields: Any) -> Event:
    """A fair that ended ``days`` days ago."""
    day = timezone.localdate() - timedelta(days=days)
    return fair(starts=datetime.combine(day, time(9)), hours=5, **fields)


def course(*, hours: tuple[float, ...] = (-168, -1, 168), code: str = "04", **fields: Any) -> Event:
    """A published training whose sittings of two hours began, or will begin, so many hours from now."""
    now = timezone.localtime().replace(tzinfo=None, second=0, microsecond=0, fold=0)
    event = fair(code=code, starts=now, published_at=None, **fields)
    spans = [agenda.Hours(now + timedelta(hours=one), now + timedelta(hours=one + 2)) for one in hours]
    agenda.add_sittings(event=event, by=None, hours=spans)
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now() - timedelta(days=60))
    return Event.objects.get(pk=event.pk)


def person(name: str = "Ioana Dumitrescu", **fields: Any) -> Person:
    return Person.objects.create(name=name, **fields)


def seat(event: Event, name: str = "Ioana Dumitrescu", *, state: str = "expected", **fields: Any) -> Seat:
    """A registration of one, with its seat in the state asked for."""
    holder = person(name)
    state_of_registration = {"waiting": "waiting", "cancelled": "cancelled"}.get(state, "confirmed")
    drawn = Event.objects.next_waiting_position(event.pk) if state == "waiting" else None
    registration = Registration.objects.create(
        event=event,
        contact=holder,
        email=fields.pop("email", f"personne{holder.pk}@exemple.test"),
        language="fr",
        state=state_of_registration,
        waiting_position=drawn[0] if drawn else None,
        ending="given_back" if state == "cancelled" else "",
        size=0 if state == "cancelled" else 1,
        cancelled_at=timezone.now() if state == "cancelled" else None,
        idempotency_key=new_key(),
        asked_by=new_key(),
        **({"reference": fields.pop("reference")} if "reference" in fields else {}),
    )
    if state == "present":
        fields.setdefault("present_at", timezone.now())
    return Seat.objects.create(registration=registration, event=event, person=holder, name=name, state=state, **fields)


def login(role: str | None = None, *, code: str = "04", email: str = "", name: str = "Luc Tremblay") -> User:
    """A login; with a role, granted in the region of ``code``, or everywhere for those that have no place."""
    email = email or f"{role or 'personne'}-{Person.objects.count()}@exemple.test"
    user = User.objects.create_user(email, person=person(name))
    Address.objects.get_or_create(person=user.person, email=email, defaults={"proven_at": timezone.now()})
    if role:
        if role in {Role.ORGANISER, Role.REGIONAL_OFFICER}:
            scope = region_scope(code)
        else:
            scope = Scope.objects.get_or_create(kind=Scope.Kind.NONE)[0]
        Grant.objects.create(user=user, role=role, scope=scope)
    return user


def door_staff(event: Event, door: str = "Entrée A", **fields: Any) -> User:
    """A login that holds a pass for the event's door."""
    user = login(Role.DOOR_STAFF, **fields)
    DoorPass.objects.create(event=event, person=user.person, door=door)
    return user
