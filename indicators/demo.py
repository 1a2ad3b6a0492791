"""Information sessions that are over, and who was there, so that 4.1-a has a figure in two years."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core.localtime import Zone, instant
from core.reference.models import Region
from events.agenda.models import Contribution, Event, Kind, Venue
from events.registration.models import Registration, Seat, new_key
from indicators.fiscal_year import FiscalYear
from people.accounts.models import Address, Person

#: Days into the fiscal year, years back, region, title in French and in English, and which of the people came (from, to).
SESSIONS = [
    (40, 1, "06", "Vivre et travailler en Mauricie", "Living and working in Mauricie", (0, 22)),
    (190, 1, "06", "Vivre et travailler au Bas-Saint-Laurent", "Living and working in Bas-Saint-Laurent", (15, 40)),
    (35, 0, "06", "Vivre et travailler en Estrie", "Living and working in Estrie", (10, 37)),
    (
        75,
        0,
        "13",
        "Les régions recrutent\u00a0: séance à Laval",
        "The regions are hiring: a session in Laval",
        (30, 49),
    ),
    (
        160,
        0,
        "06",
        "Vivre et travailler au Saguenay–Lac-Saint-Jean",
        "Living and working in Saguenay–Lac-Saint-Jean",
        (25, 60),
    ),
]
GIVEN = [
    "Aïcha",
    "Bilal",
    "Camila",
    "Dmytro",
    "Elif",
    "Farid",
    "Giulia",
    "Huy",
    "Inès",
    "Jomo",
    "Karima",
    "Lamine",
    "Mei",
    "Nadia",
    "Omar",
]
FAMILY = ["Diallo", "Nguyễn", "Petrova", "Haddad"]


def seed(world: Any) -> None:
    """Sessions by title; one that is there is left as it is, and one whose day is still to come waits for it."""
    people = [_person(number) for number in range(len(GIVEN) * len(FAMILY))]
    for days, back, region, title_fr, title_en, (first, last) in SESSIONS:
        day = FiscalYear(FiscalYear.current().begins - back).first_day + timedelta(days=days)
        if day >= timezone.localdate() or Event.objects.filter(title_fr=title_fr, start_date=day).exists():
            continue
        session = _session(world, day, Region.objects.get(pk=region), title_fr, title_en)
        for number, person in enumerate(people[first:last]):
            _note(session, person, present=number % 6 != 5)


def _person(number: int) -> Person:
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN)]}"
    email = f"seance.{number:02}@exemple.test"
    known = Person.objects.current().reached_at(email).first()
    if known is None:
        known = Person.objects.create(name=name)
        Address.objects.create(person=known, email=email)
    return known


def _session(world: Any, day: date, region: Region, title_fr: str, title_en: str) -> Event:
    """An evening of the past: no action could make it now."""
    name = {"06": "Bibliothèque du Parc-Nord", "13": "Centre communautaire des Rapides"}[region.pk]
    venue, _new = Venue.objects.get_or_create(
        name=name, defaults={"locality": str(region.name), "region": region, "zone": Zone.MONTREAL}
    )
    begins = instant(datetime.combine(day, time(18)), Zone.MONTREAL)
    session = Event.objects.create(
        kind=Kind.INFO_SESSION,
        title_fr=title_fr,
        title_en=title_en,
        summary_fr="Emploi, logement, écoles\u00a0: ce qu’il faut savoir avant de choisir une région.",
        summary_en="Jobs, housing, schools: what to know before choosing a region.",
        organisation=world.organisations["voisins"],
        region=region,
        venue=venue,
        start_date=day,
        start_time=time(18),
        end_date=day,
        end_time=time(20),
        capacity=60,
        published_at=begins - timedelta(days=40),
    )
    Contribution.objects.create(event=session, measure_id="4.1")
    return session


def _note(session: Event, person: Person, *, present: bool) -> None:
    registration = Registration.objects.create(
        event=session,
        contact=person,
        email=person.addresses.get().email,
        language=person.language,
        state=Registration.State.CONFIRMED,
        idempotency_key=new_key(),
        asked_by=new_key(),
        made_at=session.starts_at - timedelta(days=9),
    )
    Seat.objects.create(
        registration=registration,
        event=session,
        person=person,
        name=person.name,
        state=Seat.State.PRESENT if present else Seat.State.ABSENT,
        present_at=session.starts_at + timedelta(minutes=registration.pk % 25) if present else None,
    )
    Event.objects.take_seats(session.pk, 1)
