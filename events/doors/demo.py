"""Today's fair as it stands after some hours, and past events whose attendance is settled: invented arrivals."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.folding import fold
from core.refusals import Refusal
from events.agenda.models import Event, Kind
from events.doors import actions, staffing, walk_ins
from events.doors.forecast import usual
from events.doors.models import Attendance, DoorPass, Scan
from events.registration.models import Guardian, Registration, Seat, Terms, new_key
from people.accounts.demo import login_of
from people.accounts.models import Person

#: Share of those registered who came to an event that is over; how the fair of the day lies below the usual course of
#: arrivals, and how many are in at least, at whatever hour one looks.
CAME, BEHIND, AT_LEAST = 0.82, 0.92, 0.35
#: How the arrivals of a fair lie between opening and now: a rush in the first third, then fewer and fewer.
RUSH = (1.5, 2.6)
#: Ages of those who come along with somebody at the fair of the day.
FAMILIES = (("5-11",), ("0-4", "5-11"), ("12-17",), ("5-11", "5-11"), ("0-4",), ("18+", "5-11"), ("18+",), ("12-17",))
DOORS = ("Entrée A", "Entrée B")
UNANNOUNCED = (
    "Yasmine Belkacem", "Ousmane Traoré", "Camila Restrepo", "Dmytro Kovalenko", "Fatoumata Bah", "Hugo Lavallée",
    "Thảo Lê", "Samir Haddad",
)  # fmt: skip
SECOND_DOOR = ("Maude Lefebvre", "maude.lefebvre@exemple.test")


def seed(world: Any) -> None:
    """Doors, passes and arrivals; the second time finds them as they are."""
    events: dict[str, Event] = getattr(world, "events", {})
    users = getattr(world, "users", {})
    if "door_staff" not in users:
        return
    second = login_of(name=SECOND_DOOR[0], email=SECOND_DOOR[1])
    staff = [users["door_staff"].person, second.person]
    organiser = users["organiser"].person
    for event in events.values():
        if event.is_cancelled or event.published_at is None or event.starts_at > timezone.now():
            continue
        if not event.is_past:
            entrust(event, [users["door_staff"].email, second.email], by=organiser)
        if not event.is_past and event.kind == Kind.JOB_FAIR:
            families(event)
        if event.is_series:
            attend(event, staff)
        elif not Scan.objects.filter(event=event).exists():
            arrive(event, staff)
            come_unannounced(event, staff[0])
        if event.is_past:
            actions.close(event=event)


def entrust(event: Event, emails: Iterable[str], *, by: Person) -> None:
    for email, door in zip(emails, DOORS, strict=True):
        if not DoorPass.objects.filter(event=event, person__user__email=email).exists():
            staffing.give_pass(event=event, email=email, door=door, by=by)


def families(event: Event) -> None:
    """Some who registered bring children; for a teenager of one of them a parent has not said yes yet. Once."""
    if Scan.objects.filter(event=event).exists() or Terms.objects.filter(event=event).exists():
        return
    Terms.objects.create(event=event, largest_party=4, asks_ages=True)
    alone = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED, size=1)
    seats: list[Seat] = []
    for registration, ages in zip(alone.order_by("pk"), FAMILIES, strict=False):
        brought = [
            Seat(registration=registration, event=event, age_band=age, state=Seat.State.EXPECTED) for age in ages
        ]
        registration.size += len(brought)
        registration.save(update_fields=["size"])
        seats += brought
    Seat.objects.bulk_create(seats)
    Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + len(seats))
    held_up = seats[-1].registration
    held_up.awaits_guardian = True
    held_up.save(update_fields=["awaits_guardian"])
    parent = {"name": "Ioana Popescu", "email": "ioana.popescu@exemple.test"}
    Guardian.objects.create(registration=held_up, until=event.ends_at, **parent)


def arrive(event: Event, staff: list[Person]) -> None:
    """Let in as many as the hour asks for, each with a scan; nothing once somebody has been scanned here."""
    if Scan.objects.filter(event=event).exists():
        return
    chance = Random(f"{event.import_key or event.pk}")  # noqa: S311  (the same demonstration every time)
    may_enter = Seat.objects.expected().filter(event=event, registration__awaits_guardian=False)
    expected = list(may_enter.order_by("pk"))
    share = CAME if event.is_past else in_by_now(event)
    coming = chance.sample(expected, round(len(expected) * share))
    scans: list[Scan] = []
    for seat in coming:
        seat.state, seat.present_at = Seat.State.PRESENT, moment(event, chance)
        place = chance.randrange(len(DOORS))
        entry = Scan(
            seat=seat,
            event=event,
            outcome=Scan.Outcome.CHECKED_IN,
            door=DOORS[place],
            by=staff[place],
            at=seat.present_at,
        )
        scans.append(entry)
        # Now and then a ticket is held up twice: coming back from lunch, or by a family that shares a phone.
        if chance.random() < 0.03 and (again := later(event, seat.present_at, chance)):
            other = 1 - place
            scans.append(
                Scan(seat=seat, event=event, outcome=Scan.Outcome.ALREADY, door=DOORS[other], by=staff[other], at=again)
            )
    Seat.objects.bulk_update(coming, ["state", "present_at"], batch_size=200)
    Scan.objects.bulk_create(sorted(scans, key=lambda scan: scan.at), batch_size=200)


def come_unannounced(event: Event, staff: Person) -> None:
    """Some who had not registered, as far as seats are free: most without an address."""
    chance = Random(f"walk-ins {event.import_key or event.pk}")  # noqa: S311  (the same demonstration every time)
    for number, name in enumerate(chance.sample(UNANNOUNCED, 3 + chance.randrange(4))):
        email = f"{fold(name).replace(' ', '.')}@exemple.test" if number == 0 else ""
        said: dict[str, Any] = {"email": email, "language": "fr", "key": new_key(), "door": DOORS[number % 2]}
        try:
            [answer] = walk_ins.walk_in(event=event, name=name, **said, by=staff, runs=True)
        except Refusal:
            return
        at = moment(event, chance)
        Seat.objects.filter(pk=answer.seat.pk).update(present_at=at)
        Scan.objects.filter(pk=answer.scan.pk).update(at=at)
        registrations = Registration.objects.filter(pk=answer.seat.registration_id)
        registrations.update(made_at=at, confirmed_at=at)


def in_by_now(event: Event) -> float:
    lasts, since = event.ends_at - event.starts_at, timezone.now() - event.starts_at
    minute = timedelta(minutes=1)
    return max(AT_LEAST, BEHIND * usual(event, minutes=lasts / minute).share(since / minute))


def attend(event: Event, staff: list[Person]) -> None:
    """Who was at which sitting so far: most at most of them, a few at fewer and fewer, somebody at none."""
    if Scan.objects.filter(event=event).exists():
        return
    chance = Random(f"{event.import_key or event.pk}")  # noqa: S311  (the same demonstration every time)
    begun = [sitting for sitting in event.sittings_standing if sitting.starts_at < timezone.now()]
    seats = list(Seat.objects.filter(event=event, state=Seat.State.EXPECTED).order_by("pk"))
    noted: list[Attendance] = []
    scans: list[Scan] = []
    for place, seat in enumerate(seats):
        faithful = (0.96, 0.9, 0.97, 0.55, 0.93, 0.0)[place % 6 if place else 0]
        for sitting in begun:
            if chance.random() >= faithful:
                continue
            at = min(sitting.starts_at + timedelta(minutes=chance.randint(-14, 9)), timezone.now())
            noted.append(Attendance(seat=seat, sitting=sitting, present_at=at))
            entry = Scan(seat=seat, event=event, sitting=sitting, outcome=Scan.Outcome.CHECKED_IN, door=DOORS[0])
            entry.by, entry.at = staff[0], at
            scans.append(entry)
            if seat.present_at is None:
                seat.state, seat.present_at = Seat.State.PRESENT, at
    Seat.objects.bulk_update(seats, ["state", "present_at"], batch_size=200)
    Attendance.objects.bulk_create(noted, batch_size=200)
    Scan.objects.bulk_create(sorted(scans, key=lambda scan: scan.at), batch_size=200)


def moment(event: Event, chance: Random) -> datetime:
    """When somebody came: from ten minutes before the opening to now, or to the last hour of an event that is over."""
    opens = event.starts_at - timedelta(minutes=10)
    until = min(timezone.now() - timedelta(seconds=40), event.ends_at - timedelta(hours=1))
    until = max(until, opens + timedelta(minutes=5))
    return opens + (until - opens) * chance.betavariate(*RUSH)


def later(event: Event, came: datetime, chance: Random) -> datetime | None:
    again = came + timedelta(minutes=chance.randint(20, 90))
    return again if again < min(timezone.now(), event.ends_at) else None
