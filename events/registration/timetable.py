"""Seats in the timetables of those who hold them: in the transaction that gives, moves or takes a seat.

The source is the event, since a person has one seat at it: when it moves, one UPDATE moves everybody. People without a
login have no timetable to look at; theirs is written when they get one, or turn out to be somebody who has one.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.agenda.models import Event
from events.registration.models import Seat
from people.accounts.models import Person, User
from people.timetable import actions as timetable
from people.timetable import hours
from people.timetable.models import Busy

#: States of a seat that takes its holder's time.
TAKES_TIME = (Seat.State.EXPECTED, Seat.State.PRESENT, Seat.State.ABSENT)


def expect(event: Event, people: Iterable[Person | int]) -> None:
    """These people, who have a login, hold a seat at the event. Cost: 1 query for each 200, none for nobody."""
    timetable.note(_row(event, person) for person in people)


def promoted(event: Event, seats: Iterable[Seat]) -> None:
    """Seats that were given to those who waited. Cost: 2 queries, 1 if none of them has a login."""
    holders = [seat.person_id for seat in seats if seat.person_id is not None]
    expect(event, User.objects.filter(person__in=holders).order_by("person").values_list("person", flat=True))


def leave(event: Event, person: Person | int) -> None:
    """The person holds no seat at the event any more. Cost: 1 query, 3 for somebody with a login."""
    timetable.release(source=event, person=person if isinstance(person, Person) else Person(pk=person))


def moved(event: Event) -> None:
    """The event has another time, place or title. Cost: 1 query, 2 if anybody has a login."""
    timetable.move(source=event, **_hours(event), **_words(event))


def called_off(event: Event) -> None:
    """Nobody is expected any more. Cost: 1 query, 3 if anybody had a login."""
    timetable.release(source=event)


def settle(person: Person) -> None:
    """Make the timetable say what the seats say: somebody has a login now, or two Persons are one.

    Cost: 1 query for somebody without a login; else 3, and 3 for each event that is to go.
    """
    if not User.objects.filter(person=person).exists():
        return
    to_come = Event.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    held = to_come.filter(seats__person=person, seats__state__in=TAKES_TIME).select_related("venue").distinct()
    events = list(held.order_by("pk"))
    timetable.note(_row(event, person) for event in events)
    noted = Busy.objects.of(person).upcoming().filter(source_type=Event._meta.label_lower)
    for busy in noted.exclude(source_id__in=[str(event.pk) for event in events]):
        leave(Event(pk=int(busy.source_id)), person)


def clashes(event: Event, person: Person | None) -> list[Busy]:
    """Where the person is already expected while the event lasts: a warning, no refusal. Cost: 1 query, none for a guest."""
    return [] if person is None else hours.clashes(person, event.starts_at, event.ends_at, but=event)


def _row(event: Event, person: Person | int) -> Busy:
    # The page of one's own registration, found by the event: its link is a secret, and a new address changes it.
    url = ("registration:my_one", event.pk)
    return timetable.draft(person=person, source=event, url=url, **_hours(event), **_words(event))


def _hours(event: Event) -> dict[str, Any]:
    return {
        "starts": datetime.combine(event.start_date, event.start_time),
        "ends": datetime.combine(event.end_date, event.end_time),
        "zone": event.zone,
    }


def _words(event: Event) -> dict[str, Any]:
    """Title and place in both languages. The link of an online meeting stays with the registration."""
    if event.venue is not None:
        places = [f"{event.venue.name}, {event.venue.address}"] * 2
    else:
        places = []
        for language in ("fr", "en"):
            with translation.override(language):
                places.append(_("Online"))
    return {"title_fr": event.title_fr, "title_en": event.title_en, "place": places[0], "place_en": places[1]}
