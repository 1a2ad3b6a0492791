"""What follows here from news of the agenda: in its transaction, rows only."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from core import outbox
from events.agenda.models import Event
from events.agenda.refusals import PeopleRegistered
from events.agenda.signals import Was
from events.registration import choosing, ending, guarding, news, seating, timetable, waiting
from events.registration.models import PlaceOffer, Registration, Seat, Terms
from people.accounts.models import Person, User

#: What raises SEQUENCE: RFC 5546, section 2.1.4, asks for it when a time changes and allows it for a place.
MOVES = frozenset({"time", "place"})

#: States of a seat whose holder has nothing more to hear: they came, or did not.
DONE = frozenset({Seat.State.PRESENT, Seat.State.ABSENT})


def event_changed(event: Event, changed: frozenset[str], was: Was | None = None, **_signal: Any) -> None:
    """Tell everybody with a seat or waiting for one; the calendars of the former follow.

    Cost: 5 queries (7 for another time), 1 more if anybody has a login, 1 for each 200 mails, and what asking those
    again costs who would answer too late.
    """
    if event.is_past or event.is_cancelled:
        return
    timetable.moved(event)
    if "time" in changed:
        waiting.sooner(event)
        guarding.sooner(event)
    if changed & MOVES:
        Seat.objects.filter(event=event, state__in=_coming(event)).update(sequence=F("sequence") + 1)
    before = {}
    if was and "time" in changed:
        zone = ZoneInfo(was.zone)
        before = {
            "start": was.starts_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"),
            "end": was.ends_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"),
            "zone": was.zone,
        }
    if was and "place" in changed:
        before["place"] = was.place
    _tell_all(
        "changed",
        event,
        method=news.REQUEST,
        fact=timezone.now().isoformat(),
        changed=sorted(changed),
        was=before,
    )


def event_cancelled(event: Event, **_signal: Any) -> None:
    """Take the event out of every calendar and say why. Seats stay as they are: the event says that it is off. What
    was applied for ends, since nobody chooses any more.

    Cost: 6 queries, those of ``choosing.close`` if somebody applied, 2 more if anybody has a login, 3 for each open offer, and 1 for each 200 mails.
    """
    timetable.called_off(event)
    Seat.objects.filter(event=event, calendar_cancelled=False, state__in=_coming(event)).update(
        sequence=F("sequence") + 1, calendar_cancelled=True
    )
    for registration in Registration.objects.filter(event=event, state=Registration.State.OFFERED):
        ending.close_offer(registration, PlaceOffer.State.WITHDRAWN)
    if not event.is_past:
        _tell_all("event_cancelled", event, method=news.CANCEL, fact=str(event.cancelled_at))
    choosing.close(event=event)


def event_unpublished(event: Event, **_signal: Any) -> None:
    """Not while somebody counts on it: an application takes no seat. Cost: 1 query. Raises PeopleRegistered."""
    if Registration.objects.filter(event=event).active().exists():
        raise PeopleRegistered


def event_duplicated(event: Event, source: Event, **_signal: Any) -> None:
    """The copy gives its seats on the same terms. Cost: 2 queries."""
    if terms := Terms.objects.filter(event=source).first():
        terms.pk, terms.event, terms._state.adding = None, event, True
        terms.save(force_insert=True)


def capacity_changed(event: Event, **_signal: Any) -> None:
    """Whoever waits is served: with fewer seats, too, since a party that is larger than the event holds nobody up."""
    waiting.serve(waiting.hold(event.pk))


def person_is_one(keep: Person, **_signal: Any) -> None:
    """Two Persons were joined: the one that stays is expected where either had a seat."""
    timetable.settle(keep)


def person_signs_in(instance: User, created: bool, **_signal: Any) -> None:
    """Somebody we knew has a login from now on: what they had a seat for stands in their timetable. Cost: 1 query for who has none."""
    if created and Seat.objects.filter(person=instance.person_id, state__in=timetable.TAKES_TIME).exists():
        timetable.settle(instance.person)


def _coming(event: Event) -> tuple[str, ...]:
    """States of a seat whose holder is to come: whoever was at one sitting of a series comes to the next."""
    return (Seat.State.EXPECTED, Seat.State.PRESENT) if event.is_series else (Seat.State.EXPECTED,)


def _tell_all(what: str, event: Event, *, method: str, fact: str, **facts: Any) -> None:
    """One letter for each registration that stands, whatever it waits for. Cost: 2 queries, and 1 for each 200 mails."""
    registrations = list(Registration.objects.filter(event=event).active().order_by("pk"))
    leads, coming = seating.leads_of(registrations), _coming(event)
    outbox.post_all(
        news.about_seat(
            what,
            registration=registration,
            seat=seat,
            event=event,
            fact=fact,
            method=method if seat.state in coming and not registration.awaits_guardian else "",
            priority=outbox.BULK,
            **facts,
        )
        for registration in registrations
        if (seat := leads.get(registration.pk)) and (seat.state in coming or seat.state not in DONE)
    )
