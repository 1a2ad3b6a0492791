"""Two events by review: one whose applications are being read, one whose results are told, with a reserve list."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from core.ages import AgeBand
from core.localtime import instant
from events.agenda.models import Event
from events.registration import asker
from events.registration.demo import everybody
from events.registration.models import Registration, Seat, Terms, new_key
from events.selection import actions, reading, releasing
from events.selection.forms import said_in
from events.selection.models import Criterion, Results, Verdict
from people.accounts.models import Person, User

GRID = [
    actions.Row(
        "Projet de vie en région",
        "Plan to live in a region",
        "Une région en tête, et une raison d’y aller.",
        "A region in mind, and a reason to go there.",
        5,
    ),
    actions.Row(
        "Profession recherchée là-bas",
        "Occupation in demand there",
        "Des employeurs participants l’ont affichée cette année.",
        "Employers who take part have posted it this year.",
        5,
    ),
    actions.Row(
        "Disponibilité",
        "Availability",
        "Un départ possible dans les douze mois.",
        "A move is possible within twelve months.",
        3,
    ),
]
#: Applications to each event; the participant of the demonstration is among them.
READING, TOLD = "cohorte-regions", "mission-abitibi"
APPLY = {READING: 27, TOLD: 20}
#: Days since applications closed, at five in the afternoon.
CLOSED = {READING: 3, TOLD: 6}
#: Days from now to the hour of the results, and the hour.
TOLD_IN, TOLD_AT = 5, time(10)


def seed(world: Any) -> None:
    """Applications, points and decisions; an event that has some is left as it is."""
    events: dict[str, Event] = getattr(world, "events", {})
    users: dict[str, User] = getattr(world, "users", {})
    if not {"organiser", "regional_officer", "participant"} <= users.keys():
        return
    for slug in (READING, TOLD):
        event = events.get(slug)
        if event is None or Registration.objects.filter(event=event).exists():
            continue
        deadline = timezone.localdate() - timedelta(days=CLOSED[slug])
        event.registration_closes_at = instant(datetime.combine(deadline, time(17)), event.zone)
        event.save(update_fields=["registration_closes_at"])
        event.terms = Terms.objects.update_or_create(
            event=event, defaults={"admission": "review", "largest_party": 4, "asks_ages": True}
        )[0]
        actions.set_grid(event=event, by=users["organiser"], rows=GRID)
        chance = Random(slug)  # noqa: S311  (the same demonstration every time)
        people = chance.sample(everybody(), APPLY[slug] - 1)
        people.insert(APPLY[slug] // 2, users["participant"].person)
        applications = list(apply(event, people, chance))
        if slug == READING:
            read(applications, users, chance, shares=(0.75, 0.5))
            begin_to_decide(event, users["organiser"], applications)
        else:
            read(applications, users, chance, shares=(1, 0.6))
            tell(event, users, applications)


def apply(event: Event, people: Sequence[Person], chance: Random) -> Iterator[Registration]:
    """In the weeks before the deadline, some of them with a family."""
    closes = event.registration_closes_at or timezone.now()
    moments = sorted(closes - timedelta(days=20) * chance.betavariate(1.2, 2.4) for _person in people)
    for person, moment in zip(people, moments, strict=True):
        email = person.addresses.all()[0].email
        family = chance.choice([0, 0, 0, 0, 1, 2])
        registration = Registration.objects.create(
            event=event,
            contact=person,
            email=email,
            language=person.language,
            state=Registration.State.APPLIED,
            size=1 + family,
            idempotency_key=new_key(),
            asked_by=asker.digest(email, person.name),
            made_at=moment,
        )
        common = {"registration": registration, "event": event, "state": Seat.State.APPLIED}
        Seat.objects.create(person=person, name=person.name, age_band=AgeBand.ADULT, **common)
        Seat.objects.bulk_create(Seat(age_band=AgeBand.SCHOOL, **common) for _child in range(family))
        yield registration


def read(
    applications: Sequence[Registration], users: dict[str, User], chance: Random, *, shares: tuple[float, float]
) -> None:
    """Two readers, each as far as they have come."""
    for reader, share in zip(("organiser", "regional_officer"), shares, strict=True):
        for application in applications[: round(len(applications) * share)]:
            criteria = Criterion.objects.filter(event=application.event_id)
            # What one reader finds, the other finds nearly.
            worth = Random(application.asked_by).betavariate(2.2, 1.6)  # noqa: S311
            points = {
                one.pk: max(0, min(one.most, round(one.most * worth + chance.uniform(-1, 1)))) for one in criteria
            }
            actions.score(registration=application, by=users[reader], points=points)


def decide(event: Event, by: User, applications: Sequence[Registration], outcome: str, phrase: str = "") -> None:
    if applications:
        reasons = {f"reason_{language}": said_in(phrase, language) for language in ("fr", "en")} if phrase else {}
        actions.decide(event=event, by=by, seen={one.pk: "" for one in applications}, outcome=outcome, **reasons)


def begin_to_decide(event: Event, by: User, applications: Sequence[Registration]) -> None:
    """A third is decided, and the hour is set."""
    best = reading.in_order_of_points(event, applications)
    decide(event, by, best[:4], Verdict.Outcome.CHOSEN)
    decide(event, by, best[4:7], Verdict.Outcome.RESERVE)
    decide(event, by, best[16:18], Verdict.Outcome.DECLINED, "occupation")
    day = timezone.localdate() + timedelta(days=TOLD_IN)
    releasing.plan(event=event, by=by, tell_at=instant(datetime.combine(day, TOLD_AT), event.zone))


def tell(event: Event, users: dict[str, User], applications: Sequence[Registration]) -> None:
    """The best as far as the seats go, the next in reserve, the participant among them; and all are told."""
    by, own = users["organiser"], users["participant"].person
    seats, chosen, others = event.capacity or 10, [], []
    for one in reading.in_order_of_points(event, applications):
        if one.size <= seats and one.contact_id != own.pk:
            seats -= one.size
            chosen.append(one)
        else:
            others.append(one)
    others.sort(key=lambda one: one.contact_id != own.pk)
    decide(event, by, chosen, Verdict.Outcome.CHOSEN)
    decide(event, by, others[:5], Verdict.Outcome.RESERVE)
    decide(event, by, others[5:9], Verdict.Outcome.DECLINED, "more_urgent")
    decide(event, by, others[9:], Verdict.Outcome.DECLINED, "occupation")
    releasing.release(event=event, by=by)
    # Told two days after applications closed, at the hour at which letters are read.
    day = timezone.localdate() - timedelta(days=CLOSED[TOLD] - 2)
    told = instant(datetime.combine(day, TOLD_AT), event.zone)
    Results.objects.filter(pk=event.pk).update(released_at=told)
    Verdict.objects.filter(event=event).update(told_at=told)
