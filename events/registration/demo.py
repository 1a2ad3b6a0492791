"""Invented people who registered: as many for each event as its row says, and a few whose mails can be read."""

from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from django.utils import timezone

from core.folding import fold
from events.agenda.models import Event, Kind
from events.registration import actions, asker, demo_families
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Address, Person

GIVEN = """Aïcha Mamadou Ioana Carlos Mei-Ling Oleksandr Fatoumata Thiago Yasmine Đức Marie-Ange Rajesh Olga Youssef
Camila Jean-Baptiste Nour Priya Andriy Valentina Kwame Leïla Tomasz Ngọc Samira Alejandro Divya Emmanuel Zeynep
Karim Lucía Bogdan Hawa Sunita Mateus Rania Oumar Elena Farid""".split()  # noqa: SIM905  (names read as words)
FAMILY = """Traoré Benslimane Popescu Ramírez Nguyễn Kovalenko Ferreira Haddad Đặng Joseph Sharma Morozova Mansouri
Wałęsa Castillo Owusu Diop Kaya Lachgar Ionescu Mbaye""".split()  # noqa: SIM905  (names read as words)
#: Share of the capacity that has a seat, by what the event's row says; "full" has a waiting list of a fifth more.
FILLED = {"some": 0.35, "most": 0.85, "full": 1.0, "present": 0.9}
WAITING_SHARE = 0.2
#: Kinds that organisations come to rather than people.
FOR_ORGANISATIONS = {Kind.NETWORK_MEETING}
#: Who registers by the form itself, so that their mails stand under ``/dev/``: event, name, address, language.
BY_FORM = [
    ("salon-mauricie", "Phạm Thị Hương Giang", "giang.pham@exemple.test", "fr"),
    ("salon-mauricie", "Olga Morozova", "olga.morozova@exemple.test", "en"),
    ("vivre-et-travailler", "Mohamed Lachgar", "mohamed.lachgar@exemple.test", "fr"),
    ("salon-drummond", "محمد الحداد", "m.alhaddad@exemple.test", "en"),
]
#: Where the participant of the demonstration is going: enough for a calendar worth looking at, one of them in Atlantic time.
PARTICIPANT_GOES_TO = [
    "salon-mauricie",
    "seance-mauricie-centre",
    "vivre-et-travailler",
    "formation-en-ligne",
    "formation-soirs",
    "sejour-abitibi",
    "salon-iles",
]
#: And where she was: an evaluation that waits for her, and a series with its certificate.
PARTICIPANT_WAS_AT = ["passe-formation", "passe-soirs"]


def seed(world: Any) -> None:
    """Registrations by event; an event that has some is left as it is."""
    events: dict[str, Event] = getattr(world, "events", {})
    demo_families.set_terms(events)
    crowd = everybody()
    members = list(getattr(world, "organisations", {}).values())[:14]
    participant = getattr(world, "users", {}).get("participant")
    for slug, fill in getattr(world, "fill", {}).items():
        event = events[slug]
        if fill and not Registration.objects.filter(event=event).exists():
            chance = Random(slug)  # noqa: S311  (the same demonstration every time)
            share = round((event.capacity or 80) * FILLED[fill])
            waits = round(share * WAITING_SHARE) if fill == "full" and not event.is_past else 0
            come = chance.sample(crowd, share + waits)
            if participant and slug in PARTICIPANT_WAS_AT:
                come[0] = participant.person
            enrol(event, come, share, chance, members if event.kind in FOR_ORGANISATIONS else [])
    for slug in PARTICIPANT_GOES_TO:
        if participant and slug in events:
            by_form(events[slug], participant.person.name, participant.email, "fr", person=participant.person)
    demo_families.seed(events, participant.person if participant else None)
    for slug, name, email, language in BY_FORM:
        if slug in events:
            by_form(events[slug], name, email, language)


def everybody() -> list[Person]:
    """Some eight hundred people with an address each; made once."""
    names = [f"{given} {family}" for family, given in product(FAMILY, GIVEN)]
    addresses = {f"{fold(name).replace(' ', '.')}@exemple.test": name for name in names}
    known = dict(Address.objects.filter(email__in=addresses).values_list("email", "person"))
    chance = Random("languages")  # noqa: S311
    made = {
        email: Person(name=name, language="en" if chance.random() < 0.15 else "fr")
        for email, name in addresses.items()
        if email not in known
    }
    Person.objects.bulk_create(made.values(), batch_size=200)
    Address.objects.bulk_create([Address(person=person, email=email) for email, person in made.items()], batch_size=200)
    people = Person.objects.filter(addresses__email__in=addresses).prefetch_related("addresses")
    return sorted(people, key=lambda person: person.pk)


def enrol(event: Event, people: list[Person], seats: int, chance: Random, organisations: list[Any]) -> None:
    """The first ``seats`` of them hold a seat, the others wait, in the order in which they asked."""
    moments = sorted(asked_at(event, chance) for _person in people)
    registrations, held = [], []
    for number, (person, moment) in enumerate(zip(people, moments, strict=True)):
        waits, email = number >= seats, person.addresses.all()[0].email
        registration = Registration(
            event=event,
            contact=person,
            email=email,
            language=person.language,
            organisation=chance.choice(organisations) if organisations else None,
            state=Registration.State.WAITING if waits else Registration.State.CONFIRMED,
            waiting_position=number - seats + 1 if waits else None,
            wants_reminder=chance.random() < 0.8,
            idempotency_key=new_key(),
            asked_by=asker.digest(email, person.name),
            made_at=moment,
            confirmed_at=None if waits else moment,
        )
        state = Seat.State.WAITING if waits else Seat.State.EXPECTED
        registrations.append(registration)
        held.append(Seat(registration=registration, event=event, person=person, name=person.name, state=state))
    Registration.objects.bulk_create(registrations, batch_size=200)
    Seat.objects.bulk_create(held, batch_size=200)
    waiting = len(people) - seats
    # Its counters as the actions would have left them.
    Event.objects.filter(pk=event.pk).update(seats_taken=seats, seats_waiting=waiting, last_waiting_position=waiting)


def asked_at(event: Event, chance: Random) -> datetime:
    """Between the announcement and now (or the day before the event), more of them at first."""
    until = min(timezone.now() - timedelta(minutes=10), event.starts_at - timedelta(hours=12))
    return until - timedelta(days=25) * chance.betavariate(2.2, 1.4)


def by_form(event: Event, name: str, email: str, language: str, person: Person | None = None) -> None:
    """As a visitor does it: with the mail, the ticket and the calendar entry."""
    event.refresh_from_db()
    if event.takes_registrations and not Registration.objects.filter(event=event, email=email).exists():
        actions.register(
            event=event, name=name, email=email, language=language, idempotency_key=new_key(), person=person
        )
