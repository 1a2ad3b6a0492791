"""Seats in the timetables of those who hold them: in the transaction that gives, moves or takes a seat.

The source is the event, since a person has one seat at it: when it moves, one UPDATE moves everybody. People without a
login have no timetable to look at; theirs is written when they get one, or turn out to be somebody who has one.

An event with sittings takes its people at these alone: the source is then the sitting, and what follows is done for each.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.agenda.models import Event
from events.agenda.series import Sitting
from events.registration.models import Seat
from people.accounts.models import Person, User
from people.timetable import actions as timetable
from people.timetable import hours
from people.timetable.models import Busy

#: States of a seat that takes its holder's time.
TAKES_TIME = (Seat.State.EXPECTED, Seat.State.PRESENT, Seat.State.ABSENT)


def expect(event: Event, people: Iterable[Person | int]) -> None:
    """These people, who have a login, hold a seat at the event. Cost: 1 query for each 200, none for nobody; 1 more for a series."""
    held = list(people)
    timetable.note(_row(source, event, person) for source in sources_of(event) for person in held)


def promoted(event: Event, seats: Iterable[Seat]) -> None:
    """Seats that were given to those who waited. Cost: 2 queries, 1 if none of them has a login."""
    holders = [seat.person_id for seat in seats if seat.person_id is not None]
    expect(event, User.objects.filter(person__in=holders).order_by("person").values_list("person", flat=True))


def leave(event: Event, person: Person | int) -> None:
    """The person holds no seat at the event any more. Cost: 1 query, 3 for somebody with a login."""
    who = person if isinstance(person, Person) else Person(pk=person)
    for source in sources_of(event):
        timetable.release(source=source, person=who)


def moved(event: Event) -> None:
    """The event has another time, place or title. Cost: 1 query, 2 if anybody has a login."""
    for source in sources_of(event):
        timetable.move(source=source, **_hours(source), **_words(event))


def called_off(event: Event) -> None:
    """Nobody is expected any more. Cost: 1 query, 3 if anybody had a login; for each sitting of a series."""
    for source in sources_of(event):
        timetable.release(source=source)


def sittings_added(event: Event, sittings: Iterable[Sitting]) -> None:
    """Whoever holds a seat and has a login is taken by these, too. Cost: 2 queries, 1 if nobody is."""
    held = Seat.objects.filter(event=event, state__in=TAKES_TIME).values("person")
    people = list(User.objects.filter(person__in=held).order_by("person").values_list("person", flat=True))
    timetable.note(_row(sitting, event, person) for sitting in sittings for person in people)


def sitting_moved(event: Event, sitting: Sitting) -> None:
    """Cost: 1 query, 2 if anybody has a login."""
    timetable.move(source=sitting, **_hours(sitting), **_words(event))


def sitting_cancelled(sitting: Sitting) -> None:
    """Cost: 1 query, 3 if anybody had a login."""
    timetable.release(source=sitting)


def sources_of(event: Event) -> list[Event | Sitting]:
    """What takes people's time: the event, or its sittings. Cost: none, 1 query for a series."""
    return list(event.sittings_standing) if event.is_series else [event]


def settle(person: Person) -> None:
    """Make the timetable say what the seats say: somebody has a login now, or two Persons are one.

    Cost: 1 query for somebody without a login; else 4, 1 for each series, and 3 for each event or sitting that is to go.
    """
    if not User.objects.filter(person=person).exists():
        return
    to_come = Event.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    held = to_come.filter(seats__person=person, seats__state__in=TAKES_TIME).select_related("venue").distinct()
    events = list(held.order_by("pk"))
    taking = [(source, event) for event in events for source in sources_of(event)]
    timetable.note(_row(source, event, person) for source, event in taking)
    for model in (Event, Sitting):
        noted = Busy.objects.of(person).upcoming().filter(source_type=model._meta.label_lower)
        stays = [str(source.pk) for source, _event in taking if isinstance(source, model)]
        for busy in noted.exclude(source_id__in=stays):
            timetable.release(source=model(pk=int(busy.source_id)), person=person)


def clashes(event: Event, person: Person | None) -> list[Busy]:
    """Where the person is already expected while the event lasts: a warning, no refusal. Cost: 1 query, none for a guest; 1 for each sitting."""
    if person is None:
        return []
    coming = [source for source in sources_of(event) if source.ends_at > timezone.now()]
    return [busy for one in coming for busy in hours.clashes(person, one.starts_at, one.ends_at, but=one)]


def _row(source: Event | Sitting, event: Event, person: Person | int) -> Busy:
    # The page of one's own registration, found by the event: its link is a secret, and a new address changes it.
    url = ("registration:my_one", event.pk)
    return timetable.draft(person=person, source=source, url=url, **_hours(source), **_words(event))


def _hours(source: Event | Sitting) -> dict[str, Any]:
    return {"starts": source.starts, "ends": source.ends, "zone": source.zone}


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
